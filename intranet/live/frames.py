"""What the server says on a socket: each frame encoded once, here."""

from __future__ import annotations

import json
from typing import Any

from .models import Event


def encode(frame: dict[str, Any]) -> str:
    """The JSON text of one frame."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def event_fields(event: Event) -> dict[str, Any]:
    """An event as clients read it, on the socket and in the API."""
    return {
        "stream": event.stream_id,
        "seq": event.seq,
        "kind": event.kind,
        "id": event.object_id,
        "client_id": str(event.client_id) if event.client_id else None,
        "html": event.html,
        "at": event.at.isoformat(),
    }


def event_frame(event: Event) -> str:
    """An event that carries a `seq`."""
    return encode({"op": "event", **event_fields(event)})


def hint_frame(stream: str, payload: dict[str, Any]) -> str:
    """Something happened; nothing to catch up from."""
    return encode({**payload, "op": "event", "stream": stream})


def hello(heartbeat: float) -> str:
    """The first frame: how often a beat may be expected, in seconds."""
    return encode({"op": "hello", "heartbeat": heartbeat})


def subbed(stream: str, seq: int | None) -> str:
    """Caught up: what follows is live. A stream of hints has no `seq`."""
    return encode({"op": "subbed", "stream": stream, "seq": seq})


def reset(stream: str, seq: int) -> str:
    """Too far behind: fetch the page again; what follows on the socket comes after `seq`."""
    return encode({"op": "reset", "stream": stream, "seq": seq})


def beat(seqs: dict[str, int]) -> str:
    """Still here, and the last `seq` of each stream: a lost last message shows."""
    return encode({"op": "beat", "seqs": seqs})


def typing(stream: str, name: str) -> str:
    """Somebody is writing."""
    return encode({"op": "typing", "stream": stream, "name": name})


def revoked(stream: str) -> str:
    """The person may no longer hear this stream."""
    return encode({"op": "revoked", "stream": stream})


def error(code: str, stream: str | None = None) -> str:
    """Why a frame of the client was not followed."""
    return encode({"op": "error", "code": code} | ({"stream": stream} if stream else {}))
