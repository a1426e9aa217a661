"""Who is at the end of a socket, and what they may hear: asked at each subscription and each beat.

Nothing about a person is kept from one question to the next, so an answer is never older than its question.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from importlib import import_module
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, load_backend
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import Error
from django.utils.crypto import constant_time_compare

from intranet.core.plugs import LiveStream, plugged

from .history import last_seqs

logger = logging.getLogger(__name__)


class Verdict(NamedTuple):
    """What a session may hear now."""

    name: str
    heard: set[str]


def plug_of(stream: str) -> tuple[LiveStream, int] | None:
    """What plugs in the streams of this prefix, and the id; None for a prefix nobody plugged in."""
    prefix, _colon, number = stream.partition(":")
    for plug in plugged("register_live_stream"):
        if plug.prefix == prefix:
            return plug, int(number)
    return None


def digest_of(session_key: str) -> str:
    """What may be said of a session outside the database: the key itself opens the site."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def person_of(session_key: str | None) -> Any:
    """The person signed in with this session, or None: no session, ended, account closed, password changed."""
    if not session_key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    backend, user_id = session.get(BACKEND_SESSION_KEY), session.get(SESSION_KEY)
    if user_id is None or backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = load_backend(backend).get_user(user_id)
    return user if user is not None and _password_still_holds(user, session.get(HASH_SESSION_KEY) or "") else None


def who_enters(session_key: str | None) -> Any:
    """The same, at the door: each rule plugged in lets this session in, or nobody is there."""
    user = person_of(session_key)
    if user is None:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return user if all(rule(session, user) for rule in plugged("register_live_door")) else None


def may_hear(session_key: str, stream: str) -> bool | None:
    """Whether the person of this session may hear `stream`; None when nobody is signed in with it any more."""
    user = person_of(session_key)
    return None if user is None else _hears(user, stream)


def examine(
    listeners: Iterable[tuple[str, set[str]]], door: bool = False
) -> tuple[list[Verdict | None], dict[str, int]]:
    """What each session (with the streams it listens to) may still hear, and the last `seq` of all those streams.

    With `door`, the rules of the door are asked again too: somebody's role has changed. A beat does not ask them.
    """
    listeners = list(listeners)
    person = who_enters if door else person_of
    verdicts: list[Verdict | None] = []
    for session_key, streams in listeners:
        user = person(session_key)
        verdicts.append(user and Verdict(user.get_full_name(), {name for name in streams if _hears(user, name)}))
    return verdicts, last_seqs(set().union(*(streams for _key, streams in listeners)))


def read(session_key: str, stream: str, seq: int) -> bool:
    """The person of this session saw `stream` up to `seq`. False when they may not."""
    user, found = person_of(session_key), plug_of(stream)
    if user is None or found is None or found[0].on_read is None:
        return False
    plug, number = found
    try:
        plug.on_read(user, number, seq)
    except (PermissionDenied, ObjectDoesNotExist):
        return False
    return True


def may_type(session_key: str, stream: str) -> bool:
    """Whether others may see the person of this session writing in `stream`."""
    user, found = person_of(session_key), plug_of(stream)
    if user is None or found is None:
        return False
    plug, number = found
    return plug.can_write is None or bool(plug.can_write(user, number))


def _hears(user: Any, stream: str) -> bool:
    found = plug_of(stream)
    if found is None:
        return False
    plug, number = found
    try:
        return bool(plug.can_hear(user, number))
    except Error:
        raise
    except Exception:
        logger.exception("The rule of %s failed: nobody hears it", stream)
        return False


def _password_still_holds(user: Any, kept: str) -> bool:
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    return any(constant_time_compare(kept, each) for each in hashes)
