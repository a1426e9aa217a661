"""A bucket of an S3-compatible store, in memory: what such a store answers to the calls that keep files."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "parvis"


class _Store(BaseHTTPRequestHandler):
    """Objects, whole, in part, or sent by pieces; and their list."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_args):
        """Say nothing."""

    def parts(self):
        address = urlsplit(self.path)
        bucket, _slash, key = unquote(address.path).lstrip("/").partition("/")
        assert bucket == BUCKET
        assert "Credential=" in self.headers.get("Authorization", ""), "every call is signed"
        self.server.calls.append((self.command, key, self.headers.get("Range", "")))
        return key, {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def reply(self, status, content=b"", **headers):
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def do_PUT(self):
        key, query = self.parts()
        content = self.body()
        if "uploadId" in query:
            self.server.pieces[query["uploadId"], int(query["partNumber"])] = content
        else:
            self.server.objects[key] = content
        self.reply(200, ETag=f'"{hashlib.md5(content).hexdigest()}"')  # noqa: S324

    def do_POST(self):
        key, query = self.parts()
        self.body()
        if "uploads" in query:
            number = f"upload-{len(self.server.calls)}"
            self.reply(200, f"<R><UploadId>{number}</UploadId></R>".encode())
            return
        mine = sorted(part for part in self.server.pieces if part[0] == query["uploadId"])
        self.server.objects[key] = b"".join(self.server.pieces.pop(part) for part in mine)
        self.reply(200, f"<R><Key>{escape(key)}</Key></R>".encode())

    def do_DELETE(self):
        key, _query = self.parts()
        self.server.objects.pop(key, None)
        self.reply(204)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        key, query = self.parts()
        if not key:
            self.reply(200, self.listed(query.get("prefix", ""), query.get("delimiter", "")))
            return
        content = self.server.objects.get(key)
        if content is None:
            self.reply(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        about = {"Last_Modified": formatdate(self.server.now, usegmt=True), "ETag": '"1"', "Accept_Ranges": "bytes"}
        if asked := self.headers.get("Range"):
            first, last = (int(each) for each in asked.removeprefix("bytes=").split("-"))
            part = content[first : last + 1]
            said = f"bytes {first}-{first + len(part) - 1}/{len(content)}"
            self.reply(206, part, Content_Range=said, **about)
        elif self.command == "HEAD":
            self.reply(200, Content_Length=str(len(content)), **about)
        else:
            self.reply(200, content, **about)

    def listed(self, prefix, delimiter):
        inside = [key for key in sorted(self.server.objects) if key.startswith(prefix)]
        rest = [key.removeprefix(prefix) for key in inside]
        folders = sorted({each.split(delimiter)[0] for each in rest if delimiter and delimiter in each})
        names = [key for key, each in zip(inside, rest, strict=True) if not (delimiter and delimiter in each)]
        common = "".join(f"<CommonPrefixes><Prefix>{prefix}{each}/</Prefix></CommonPrefixes>" for each in folders)
        keys = "".join(f"<Contents><Key>{escape(key)}</Key><Size>1</Size></Contents>" for key in names)
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{keys}{common}</ListBucketResult>".encode()


@contextmanager
def bucket(now: float):
    """A store that answers while the block lasts: gives it, with `url`, `objects`, `calls`; `now` dates its objects."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Store)
    server.daemon_threads = True
    server.objects, server.pieces, server.calls, server.now = {}, {}, [], now
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
