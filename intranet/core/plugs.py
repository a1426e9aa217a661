"""The shapes of what plugs into the house.

An app registers an instance (or a class, for notifications) through a Wagtail hook in its `wagtail_hooks.py`;
the ground floor reads them with `plugged(hook)` and never imports the app. The hooks are listed in README, "Plug
points".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail import hooks

from .prepared import prepared


@cache
def plugged(hook: str) -> tuple[Any, ...]:
    """Everything registered under `hook`, in the hook's order.

    Each registered function is called once, without argument.
    """
    return tuple(register() for register in hooks.get_hooks(hook))


@dataclass(frozen=True)
class Panel:
    """`register_panel`: a piece of another app's page.

    `place` is one of home, pending, space, organisation, person, theme, thread, lesson. `context(request, obj)` returns
    what `template` needs, or None when the panel has nothing to show this reader (obj is None on the home page).
    """

    place: str
    name: str
    label: str
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any] | None]
    order: int = 100
    # A tab of a space: the address of the full page, given the space.
    url: Callable[[Any], str] | None = None
    # In the companion column.
    side: bool = False
    # Of a space: its leads may switch it off, and its pages and writes are then not found.
    optional: bool = False
    # Whom its template names: objects of its data, and their key to a person. The page reads them all at once.
    people: Callable[[dict[str, Any]], Iterable[tuple[Model, str]]] | None = None


def shown_panels(
    place: str, request: HttpRequest, obj: Any = None, *, without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The panels of `place` that have something for this reader, in order: `template`, `data`, and `side` for the
    companion. Those named in `without` are not asked.
    """
    here = (panel for panel in plugged("register_panel") if panel.place == place and panel.name not in without)
    panels = sorted(here, key=lambda p: p.order)
    shown = [(panel, panel.context(request, obj)) for panel in panels]
    shown = [(panel, data) for panel, data in shown if data is not None]
    named = (pair for panel, data in shown if panel.people for pair in panel.people(data))
    get_user_model().objects.read_for(named, getattr(request, "user", None))
    return [{"template": panel.template, "data": data, "side": panel.side} for panel, data in shown]


@dataclass(frozen=True)
class SearchEntryData:
    """What search keeps of one object.

    Texts are plain text; `containers` say who may read it (`space:34`, `agents`…).
    """

    title: str
    url: str
    containers: tuple[str, ...]
    body: str = ""
    headings: str = ""
    attachment: str = ""
    organisation: Any = None
    space_id: int | None = None
    themes: tuple[int, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    # The key of the thing that this is a part of (a message: `thread:5`).
    # It shows that one's title, which finds only it.
    group: str = ""


@prepared
def _seen_among(reader: Any, ids: Any, source: SearchSource) -> QuerySet[Any, Any]:
    return source.shown_to(reader).filter(pk__in=ids).values_list("pk", flat=True)


class SearchSource:
    """`register_search_source`: one kind of thing that is found.

    Subclass, one a kind, in the app's `search_sources.py`.
    """

    kind: str
    # Several of them, as the facet says (« Discussions »), and one, as a result says (« Discussion »).
    label: str
    singular: str = ""
    icon: str = "file-text"
    model: type[Model]
    # One result, a <li>: given `result` and, in a template of the source's own, `object` as `queryset` reads it.
    template: str = "search/_result.html"
    # How much it counts against other kinds for the same words: what was written to last comes before who or where.
    weight: float = 1.0
    # The date alone may change an entry (a membership that ends): all of them are looked at again every hour.
    ages: bool = False
    # Other models whose save changes entries of this kind: {model: function(instance) -> objects of `self.model`}.
    related: dict[type[Model], Callable[[Any], Iterable[Any]]] = {}

    def queryset(self) -> QuerySet[Any]:
        """Every object that may have an entry, with what `entry` reads already joined."""
        raise NotImplementedError

    def entry(self, obj: Any) -> SearchEntryData | None:
        """The entry of `obj`, or None when it must not be found (a draft, a deleted message)."""
        raise NotImplementedError

    def tokens(self, user: Any) -> Iterable[str]:
        """The containers of this app that `user` may read now, computed in SQL at query time."""
        return ()

    def shown_to(self, user: Any) -> QuerySet[Any, Any]:
        """The objects that `user` may really see, by the rule of their model."""
        return self.model._default_manager.visible_to(user)  # type: ignore[attr-defined, no-any-return]

    def visible(self, user: Any, ids: Iterable[int]) -> set[int]:
        """Which of `ids` the user may really see: each hit is checked once more before it is shown."""
        return set(_seen_among(user, list(ids), source=self))


@dataclass(frozen=True)
class LiveStream:
    """`register_live_stream`: a prefix (`thread`) and its rule.

    `can_hear(user, id)` is asked at subscription and again at each beat.
    """

    prefix: str
    can_hear: Callable[[Any, int], bool]
    # A durable stream carries a `seq` and can be caught up; others are hints.
    durable: bool = True
    # Called when a page has shown the stream up to a `seq`: on_read(user, id, seq).
    on_read: Callable[[Any, int, int], None] | None = None
    # Whether this person may write there now, and so be seen writing; without it, whoever hears may.
    can_write: Callable[[Any, int], bool] | None = None


class NotificationType:
    """`register_notification_type`: a kind of notification.

    Subclass, one a kind, in the app's `notification_types.py`.
    """

    name: str
    label: str
    icon: str = "bell"
    # Sent by mail at once, as a delivery row, besides the bell.
    mail: bool = False
    mail_template: str = "notifications/mail.txt"
    # It may happen several times to the same thing, and is told each time: what was told before is replaced.
    again: bool = False
    # What is read of the things it is about, beside themselves: fetched once for a page of them.
    reads: tuple[str, ...] = ()

    def text(self, actor: Any, about: Any) -> str:
        """One sentence in French, plain text, that names who did what on what."""
        raise NotImplementedError

    def excerpt(self, about: Any) -> str:
        """What was written, for the mail; nothing when it does not quote."""
        return ""

    def url(self, about: Any) -> str:
        """Where the notification leads."""
        return str(about.get_absolute_url())

    def visible_to(self, user: Any, about: Any) -> bool:
        """Whether `user` may still see what it is about: asked before it is shown, mailed or counted."""
        raise NotImplementedError

    def visible_among(self, user: Any, abouts: list[Any]) -> list[Any]:
        """The other face of `visible_to`, for a page: those of `abouts` that it allows."""
        return [about for about in abouts if self.visible_to(user, about)]

    def told_among(self, people: list[Any], about: Any) -> list[Any]:
        """Once more, for one thing that many are told of: those of `people` whom `visible_to` allows."""
        return [person for person in people if self.visible_to(person, about)]


@dataclass(frozen=True)
class Circle:
    """`register_circle`: people who meet somewhere.

    `people(user)` gives the ids of those who share a place with `user`, for `pk__in` (`rules.compiled_once`).
    """

    people: Callable[[Any], Any]


@dataclass(frozen=True)
class Held:
    """One thing that a person leads or owns, as the reader may know it: no address for what they may not open."""

    title: str
    url: str = ""
    note: str = ""
    # Nobody else leads it: without a successor it would be left to itself.
    alone: bool = False


@dataclass(frozen=True)
class Stewardship:
    """`register_stewardship`: what a person leads or owns here, and how it is handed to another.

    `held(person, organisation, reader)` gives what has to do with that organisation, named for `reader` (None: for
    nobody, the house itself counts). `hand_over(by=, person=, successor=, organisation=, leaving=)` passes it on in the
    caller's transaction, who has asked whether they may; `leaving`: the person has just left the organisation, and what
    came from it goes; `successor` may be None when nothing is left alone. Without `hand_over`: to be known, no more.
    `outlive(by=, people=)`: those people may lead nothing any more, and nobody was named after them; whoever may go on
    does, as this part of the house decides.
    """

    name: str
    label: str
    icon: str
    held: Callable[[Any, Any, Any], Iterable[Held]]
    hand_over: Callable[..., None] | None = None
    outlive: Callable[..., None] | None = None


@dataclass(frozen=True)
class Act:
    """`load_demo`: one thing somebody did, at a moment; the loader sorts all apps' acts and runs them with the
    clock set to `at`.
    """

    at: datetime
    run: Callable[[], object] = field(compare=False)
    # Acts of the same minute run in this order.
    order: int = 50
