"""A ClamAV that speaks the real protocol and knows one virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from contextlib import contextmanager

VIRUS = b"VIRUS-OF-THE-TESTS"


class _Call(socketserver.StreamRequestHandler):
    """PING and INSTREAM, ended by a zero (`z`) or a line feed (`n`)."""

    def handle(self):
        mark = self.rfile.read(1)
        end = {b"z": b"\0", b"n": b"\n"}[mark]
        command = b""
        while not command.endswith(end):
            command += self.rfile.read(1)
        command = command[:-1]
        self.server.heard.append(command)
        if command == b"PING":
            self.wfile.write(b"PONG" + end)
        elif command == b"INSTREAM":
            self.wfile.write(self._instream() + end)
        else:
            self.wfile.write(b"UNKNOWN COMMAND" + end)

    def _instream(self):
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.server.most:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Tests.Virus-1 FOUND" if VIRUS in content else b"stream: OK"


class _OverTcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


class _OverUnix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: str = "", most: int = 25 * 2**20):
    """One that listens while the block lasts, on a port of its own or at `path`: gives its address; `heard` on it."""
    server = _OverUnix(path, _Call) if path else _OverTcp(("127.0.0.1", 0), _Call)
    server.heard, server.most = [], most
    server.url = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
