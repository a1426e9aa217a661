"""Sockets: one address, open to pages of this site only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from .consumer import LiveConsumer

PATH = "/live/"
_consumer = LiveConsumer.as_asgi()


async def sockets(scope: dict[str, Any], receive, send) -> None:
    """The consumer at `/live/`; a refused handshake (403) elsewhere, and for a page of another site."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    if path == PATH and origin_allowed(scope):
        await _consumer(scope, receive, send)
    elif (await receive())["type"] == "websocket.connect":
        await send({"type": "websocket.close"})


def origin_allowed(scope: dict[str, Any]) -> bool:
    """Whether the page that opens the socket is ours: scheme, host and port, as Django holds them for a form.

    A browser sends cookies with any page's socket: without this, another site could listen in our reader's name.
    """
    origins = _headers(scope, b"origin")
    if len(origins) != 1:
        return False
    if origins[0] in {origin.rstrip("/") for origin in (*settings.CSRF_TRUSTED_ORIGINS, settings.SITE_URL) if origin}:
        return True
    hosts = _headers(scope, b"host")
    host, _port = split_domain_port(hosts[0]) if len(hosts) == 1 else ("", "")
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        return False
    return origins[0] == f"{_scheme(scope)}://{hosts[0]}".lower()


def _scheme(scope: dict[str, Any]) -> str:
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        said = _headers(scope, name.removeprefix("HTTP_").replace("_", "-").lower().encode())
        return "https" if said == [secure] else "http"
    return "https" if scope.get("scheme") in ("wss", "https") else "http"


def _headers(scope: dict[str, Any], name: bytes) -> list[str]:
    return [value.decode("latin1") for key, value in scope["headers"] if key.lower() == name]
