"""Pages a second: our server (pages as WSGI in threads) against Django's own ASGI handler, same process, same pages.

`make bench` runs it.
"""

from __future__ import annotations

import sys
import threading
import time
from http.client import HTTPConnection

from tests.benchmarks.site import cookie_of, demo_database, served  # first: it sets Django up

from django.core.asgi import get_asgi_application

from intranet.asgi import application

CLIENTS, ASKED = 8, 60
PAGES = ["/aide/", "/retours-d-experience/pas-pontrevault-bascule/"]
AT_LEAST = 2.0


def per_second(port: int, path: str, cookie: str) -> float:
    """How many times a second `path` is answered to several clients at once."""

    def ask() -> None:
        connection = HTTPConnection("127.0.0.1", port)
        for _each in range(ASKED):
            connection.request("GET", path, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{path} answered {response.status}")

    threads = [threading.Thread(target=ask) for _each in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return CLIENTS * ASKED / (time.perf_counter() - began)


def main() -> int:
    """Print both, in turn; 1 when ours is not twice as fast."""
    slow = 0
    with demo_database(), served(application) as ours, served(get_asgi_application()) as plain:
        cookie = cookie_of("thomas-guerinel")
        for path in PAGES:
            for port in (ours, plain):
                per_second(port, path, cookie)  # warm
            fast, usual = per_second(ours, path, cookie), per_second(plain, path, cookie)
            slow += fast / usual < AT_LEAST
            print(f"  {path:<50} {fast:7.0f}/s   Django's ASGI {usual:7.0f}/s   {fast / usual:5.2f}×   (at least 2×)")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
