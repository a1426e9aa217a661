"""The table of addresses: who gets what, by GET and by POST.

A row: name, arguments, method, who is served, who is refused (403). Everyone else gets what does not exist (404);
nobody is led to sign-in, whatever it is. `served` means below 400, or 422 for an empty form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

AGENTS = frozenset({"agent_a", "agent_b", "referent_a", "lead", "member", "two", "editor"})
OF_A = frozenset({"agent_a", "referent_a", "lead", "member", "two"})
INSIDE = frozenset({"lead", "member", "guest"})
SIGNED_IN = AGENTS | {"pending", "guest", "left", "administrator"}
NONE: frozenset[str] = frozenset()
Args = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One address, one method."""

    name: str
    served: frozenset[str]
    refused: frozenset[str] = NONE
    method: str = "GET"
    args: Args = field(default=lambda world: {})
    data: Args = field(default=lambda world: {})

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def space(which: str, **more: Any) -> Args:
    """Arguments of an address of a space."""
    return lambda world: {"slug": getattr(world, which).slug, **{k: v(world) for k, v in more.items()}}


def pk(which: str) -> Args:
    """Arguments of an address of a thing."""
    return lambda world: {"pk": getattr(world, which).pk}


def slug(which: str, **more: Any) -> Args:
    """Arguments of an address with a slug."""
    return lambda world: {"slug": getattr(world, which).slug, **{k: v(world) for k, v in more.items()}}


def of_a(which: str) -> Args:
    """Arguments of an address of a thing of the first commune."""
    return lambda world: {"slug": world.a.slug, "pk": getattr(world, which).pk}


def agent_of(which: str, role: str) -> Args:
    """Arguments of an address of an agent of a commune."""
    return lambda world: {"slug": getattr(world, which).slug, "person": world.people[role].slug}


OVER_A = frozenset({"referent_a", "editor"})
THREAD = space("private", pk=lambda world: world.thread.pk)
FOLDER = space("private", pk=lambda world: world.folder.pk)
ROLLOUT_A = slug("guide", organisation=lambda world: world.a.slug)
STEP_A = slug("guide", organisation=lambda world: world.a.slug, number=lambda world: 1)

GUEST = space("private", person=lambda world: world.people["guest"].slug)

ROWS = [
    Row("home", SIGNED_IN),
    Row("pending", SIGNED_IN),
    Row("settings", SIGNED_IN),
    Row("notifications", SIGNED_IN),
    Row("notifications-bell", SIGNED_IN),
    Row("notifications-read", SIGNED_IN, method="POST"),
    Row("notification", frozenset({"member"}), args=pk("notification")),
    Row("spaces", SIGNED_IN),
    Row("agenda", SIGNED_IN),
    Row("agenda-new", SIGNED_IN),
    Row("search", SIGNED_IN),
    Row("usersessions_list", SIGNED_IN),
    Row("journal", frozenset({"referent_a", "administrator"})),
    Row("journal-export", frozenset({"referent_a", "administrator"}), method="POST"),
    Row("journal-export", frozenset({"referent_a", "administrator"})),
    Row("directory", AGENTS),
    # Oneself, colleagues, people one meets: the member is met by the guest.
    Row("person", AGENTS | {"guest"}, args=lambda world: {"slug": world.people["member"].slug}),
    Row("person", INSIDE, args=lambda world: {"slug": world.people["guest"].slug}),
    # A photo for all agents; one for people of a space: the guest meets its owner there, the other commune does not.
    Row("person-photo", AGENTS | {"guest"}, args=lambda world: {"slug": world.people["lead"].slug}),
    Row("person-photo", OF_A | {"guest"}, args=lambda world: {"slug": world.people["member"].slug}),
    Row("organisations", SIGNED_IN),
    Row("organisation", AGENTS, args=slug("a")),
    Row("organisation-logo", AGENTS, args=slug("a")),
    Row("organisation-logo", NONE, args=slug("b")),
    Row("organisation-edit", OVER_A, AGENTS - OVER_A, args=slug("a")),
    Row("organisation-edit", OVER_A, AGENTS - OVER_A, "POST", slug("a")),
    Row("organisation-edit", frozenset({"editor"}), AGENTS - {"editor"}, "POST", slug("b")),
    Row("organisation-identity", frozenset({"editor"}), AGENTS - {"editor"}, args=slug("a")),
    Row("organisation-identity", frozenset({"editor"}), AGENTS - {"editor"}, "POST", slug("a")),
    Row("organisation-new", frozenset({"editor"}), AGENTS - {"editor"}),
    Row("organisation-new", frozenset({"editor"}), AGENTS - {"editor"}, "POST"),
    # A referent's pages: their own organisation's, and the editors'.
    Row("attachment-ask", SIGNED_IN - AGENTS, AGENTS, "POST"),
    Row("agents", OVER_A, AGENTS - OVER_A, args=slug("a")),
    Row("agents", frozenset({"editor"}), AGENTS - {"editor"}, args=slug("b")),
    Row("agents-invite", OVER_A, AGENTS - OVER_A, args=slug("a")),
    Row("agents-invite", OVER_A, AGENTS - OVER_A, "POST", slug("a")),
    Row("agents-invite", frozenset({"editor"}), AGENTS - {"editor"}, "POST", slug("b")),
    Row("invitation-manage", OVER_A, AGENTS - OVER_A, "POST", of_a("invitation")),
    Row("attachment-answer", OVER_A, AGENTS - OVER_A, "POST", of_a("asked_a")),
    Row("move-answer", OVER_A, AGENTS - OVER_A, "POST", of_a("arrival")),
    Row("move-withdraw", OVER_A, AGENTS - OVER_A, "POST", of_a("departure")),
    Row("agent", OVER_A, AGENTS - OVER_A, args=agent_of("a", "agent_a")),
    Row("agent", frozenset({"editor"}), AGENTS - {"editor"}, args=agent_of("b", "agent_b")),
    Row("agent-role", OVER_A, AGENTS - OVER_A, args=agent_of("a", "agent_a")),
    # No agent of that organisation: for its referent, nobody.
    Row("agent", NONE, AGENTS - OVER_A, args=agent_of("a", "agent_b")),
    *(
        Row(name, OVER_A, AGENTS - OVER_A, "POST", agent_of("a", "agent_a"))
        for name in ("agent-role", "agent-hand-over", "agent-end", "agent-keep", "agent-move")
    ),
    Row("agent-reopen", OVER_A, AGENTS - OVER_A, "POST", lambda world: {"slug": "amont", "person": world.unused.slug}),
    # An account that is in use, or of another commune.
    Row("agent-reopen", NONE, AGENTS - OVER_A, "POST", agent_of("a", "agent_a")),
    Row("agent-reopen", NONE, AGENTS - {"editor"}, "POST", lambda world: {"slug": "aval", "person": world.unused.slug}),
    # A referent does nothing of this to themselves, an editor may.
    *(
        Row(name, frozenset({"editor"}), AGENTS - {"editor"}, "POST", agent_of("a", "referent_a"))
        for name in ("agent-role", "agent-hand-over", "agent-end", "agent-keep", "agent-move")
    ),
    Row("theme", AGENTS, args=slug("theme")),
    Row("news-list", SIGNED_IN),
    Row("news", AGENTS, args=lambda world: {"slug": "nouvelle"}),
    # Spaces: the four kinds of access.
    Row("space", INSIDE, args=space("private")),
    Row("space", AGENTS, args=space("asked")),
    Row("space", OF_A, args=space("only_a")),
    Row("space", AGENTS, args=space("open")),
    Row("space-new", AGENTS, SIGNED_IN - AGENTS),
    Row("space-new", AGENTS, SIGNED_IN - AGENTS, "POST"),
    Row("space-members", INSIDE, args=space("private")),
    Row("space-members", frozenset({"lead", "member"}), args=space("asked")),
    Row("space-members", frozenset({"lead"}), INSIDE - {"lead"}, "POST", space("private")),
    Row("space-edit", frozenset({"lead"}), INSIDE - {"lead"}, args=space("private")),
    Row("space-edit", frozenset({"lead"}), INSIDE - {"lead"}, "POST", space("private")),
    Row("space-join", NONE, INSIDE, "POST", space("private")),
    Row("space-join", OF_A, method="POST", args=space("only_a")),
    Row("space-join", AGENTS, method="POST", args=space("open")),
    Row("space-ask", AGENTS - {"lead", "member"}, frozenset({"lead", "member"}), "POST", space("asked")),
    Row("space-ask", NONE, INSIDE, "POST", space("private")),
    Row("space-leave", INSIDE, args=space("private")),
    Row("space-leave", INSIDE, method="POST", args=space("private")),
    Row("space-remove", frozenset({"lead"}), INSIDE - {"lead"}, "POST",
        space("private", person=lambda world: world.people["guest"].slug)),
    Row("space-answer", frozenset({"lead"}), frozenset({"member"}), "POST",
        space("asked", pk=lambda world: world.request.pk)),
    # Spaces: invitations, what is pinned, their ages; an administrator steps in.
    Row("space-follow", INSIDE, method="POST", args=space("private"), data=lambda world: {"level": "nothing"}),
    Row("space-template", frozenset({"lead"}), INSIDE - {"lead"}, "POST", space("private")),
    Row("space-template", frozenset({"lead", "editor"}), AGENTS - {"lead", "editor"}, "POST", space("open")),
    Row("space-member", frozenset({"lead"}), INSIDE - {"lead"}, args=GUEST),
    Row("space-member", frozenset({"lead"}), INSIDE - {"lead"}, "POST", GUEST),
    Row("space-hand-over", frozenset({"lead"}), INSIDE - {"lead"}, "POST", GUEST),
    Row("space-invitation", frozenset({"agent_b"}), args=pk("space_invitation")),
    Row("space-invitation", frozenset({"agent_b"}), method="POST", args=pk("space_invitation"),
        data=lambda world: {"answer": "accept"}),
    Row("space-invitation-manage", frozenset({"lead"}), INSIDE - {"lead"}, "POST",
        space("private", pk=lambda world: world.space_invitation.pk), lambda world: {"do": "resend"}),
    Row("space-pin", frozenset({"lead"}), INSIDE - {"lead"}, "POST", space("private")),
    Row("space-pin-manage", frozenset({"lead"}), INSIDE - {"lead"}, "POST",
        space("private", pk=lambda world: world.pin.pk), lambda world: {"do": "unpin"}),
    Row("space-archive", frozenset({"lead"}), INSIDE - {"lead"}, args=space("private")),
    Row("space-archive", frozenset({"lead"}), INSIDE - {"lead"}, "POST", space("private")),
    Row("space-reopen", frozenset({"lead"}), INSIDE - {"lead"}, "POST", space("private")),
    Row("space-to-bin", frozenset({"lead"}), INSIDE - {"lead"}, args=space("private")),
    Row("space-to-bin", frozenset({"lead"}), INSIDE - {"lead"}, "POST", space("private")),
    Row("space", NONE, args=space("binned_space")),
    Row("space-bin", SIGNED_IN),
    Row("space-restore", frozenset({"lead"}), method="POST", args=pk("binned_space")),
    Row("space-restore", frozenset({"lead", "administrator"}), method="POST", args=pk("long_binned")),
    Row("space-delete", frozenset({"lead"}), args=pk("binned_space")),
    Row("space-delete", frozenset({"lead"}), method="POST", args=pk("binned_space")),
    Row("space-delete", frozenset({"lead", "administrator"}), method="POST", args=pk("long_binned")),
    Row("space-take-lead", frozenset({"administrator"}), args=space("private")),
    Row("space-take-lead", frozenset({"administrator"}), method="POST", args=space("private"),
        data=lambda world: {"reason": "Animateur parti"}),
    # Discussions.
    Row("threads", INSIDE, args=space("private")),
    Row("threads", frozenset({"lead", "member"}), args=space("asked")),
    Row("threads", OF_A, args=space("only_a")),
    Row("thread-new", INSIDE, args=space("private")),
    Row("thread-new", INSIDE, method="POST", args=space("private")),
    Row("thread", INSIDE, args=THREAD),
    Row("thread-reply", INSIDE, method="POST", args=THREAD),
    Row("thread-manage", frozenset({"lead"}), INSIDE - {"lead"}, "POST", THREAD, lambda world: {"do": "pin"}),
    Row("message", INSIDE, args=pk("message")),
    Row("message-edit", frozenset({"member"}), INSIDE - {"member"}, args=pk("message")),
    Row("message-edit", frozenset({"member"}), INSIDE - {"member"}, "POST", pk("message")),
    Row("message-delete", frozenset({"member", "lead"}), frozenset({"guest"}), args=pk("message")),
    Row("message-delete", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("message")),
    Row("message-react", INSIDE, method="POST", args=pk("message"), data=lambda world: {"kind": "merci"}),
    Row("message-accept", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("answer")),
    # Documents.
    Row("documents", INSIDE, args=space("private")),
    Row("documents", INSIDE, method="POST", args=space("private")),
    Row("document", INSIDE, args=pk("document")),
    Row("document-file", INSIDE, args=pk("document")),
    Row("document-thumbnail", INSIDE, args=lambda world: {"pk": world.document.pk, "size": "s"}),
    Row("version-file", INSIDE, args=lambda world: {"pk": world.document.pk, "number": 1}),
    Row("version-new", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("document")),
    Row("document-edit", frozenset({"member", "lead"}), frozenset({"guest"}), args=pk("document")),
    Row("document-edit", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("document")),
    Row("document-delete", frozenset({"member", "lead"}), frozenset({"guest"}), args=pk("document")),
    Row("document-delete", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("document")),
    Row("document-move", frozenset({"member", "lead"}), frozenset({"guest"}), args=pk("document")),
    Row("document-move", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("document"),
        lambda world: {"destination": f"folder:{world.folder.pk}"}),
    Row("version-new", frozenset({"member", "lead"}), frozenset({"guest"}), args=pk("document")),
    Row("version-restore", frozenset({"member", "lead"}), frozenset({"guest"}),
        args=lambda world: {"pk": world.document.pk, "number": 1}),
    Row("version-restore", frozenset({"member", "lead"}), frozenset({"guest"}), "POST",
        lambda world: {"pk": world.document.pk, "number": 1}),
    Row("documents-bin", INSIDE, args=space("private")),
    Row("document-restore", frozenset({"member", "lead"}), method="POST", args=pk("binned")),
    Row("document-destroy", frozenset({"member", "lead"}), args=pk("binned")),
    Row("document-destroy", frozenset({"member", "lead"}), method="POST", args=pk("binned")),
    Row("folder", INSIDE, args=FOLDER),
    Row("folder", INSIDE, method="POST", args=FOLDER),
    Row("folder-new", INSIDE, args=space("private")),
    Row("folder-new", INSIDE, method="POST", args=space("private")),
    Row("folder-edit", frozenset({"member", "lead"}), frozenset({"guest"}), args=FOLDER),
    Row("folder-edit", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", FOLDER),
    Row("folder-delete", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", FOLDER),
    # Events.
    Row("space-agenda", INSIDE, args=space("private")),
    Row("event-new", INSIDE, args=space("private")),
    Row("event-new", INSIDE, method="POST", args=space("private")),
    Row("event", INSIDE, args=pk("event")),
    Row("event-edit", frozenset({"member", "lead"}), frozenset({"guest"}), args=pk("event")),
    Row("event-edit", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("event")),
    Row("event-cancel", frozenset({"member", "lead"}), frozenset({"guest"}), "POST", pk("event")),
    Row("event-answer", INSIDE, method="POST", args=pk("event"), data=lambda world: {"answer": "yes"}),
    # Lessons.
    Row("lessons", AGENTS),
    Row("lesson-new", AGENTS, SIGNED_IN - AGENTS),
    Row("lesson-new", AGENTS, SIGNED_IN - AGENTS, "POST"),
    Row("lesson", AGENTS, args=slug("lesson")),
    Row("lesson", INSIDE, args=slug("lesson_of_space")),
    Row("lesson", frozenset({"member"}), args=slug("draft")),
    Row("lesson", frozenset({"member", "editor"}), args=slug("submitted")),
    Row("lesson-edit", frozenset({"member"}), AGENTS - {"member"}, args=slug("lesson")),
    Row("lesson-edit", frozenset({"member"}), method="POST", args=slug("draft")),
    Row("lesson-publish", frozenset({"editor"}), frozenset({"member"}), "POST", slug("submitted")),
    Row("lesson", frozenset({"member", "lead"}), args=slug("submitted_to_space")),
    Row("lesson-publish", frozenset({"lead"}), frozenset({"member"}), "POST", slug("submitted_to_space")),
    Row("lesson-publish", frozenset(), AGENTS, "POST", slug("lesson")),
    Row("lesson-reuse", AGENTS, method="POST", args=slug("lesson")),
    Row("lesson-feedback", AGENTS - {"member"}, frozenset({"member"}), "POST", slug("lesson"),
        lambda world: {"rating": 4}),
    # Guides and roll-outs.
    Row("guides", AGENTS),
    Row("guide", AGENTS, args=slug("guide")),
    Row("board", AGENTS, args=slug("guide")),
    Row("rollout-new", frozenset({"lead", "editor"}), AGENTS - {"lead", "editor"}, args=slug("guide")),
    Row("rollout-step", AGENTS, args=STEP_A),
    Row("rollout-step", frozenset({"referent_a"}), AGENTS - {"referent_a"}, "POST", STEP_A),
    Row("rollout-named", AGENTS, args=ROLLOUT_A),
    Row("rollout-named", frozenset({"referent_a"}), AGENTS - {"referent_a"}, "POST", ROLLOUT_A),
    Row("rollout-unname", NONE, method="POST",
        args=slug("guide", organisation=lambda w: w.a.slug, person=lambda w: w.people["lead"].slug)),
]  # fmt: skip

# Open to anyone: they say nothing of anybody.
OPEN = {"help", "personal-data", "accessibility", "account_login", "account_signup", "account_inactive"}
OPEN |= {"invitation", "account_reset_password", "account_reset_password_done", "account_reset_password_from_key"}
OPEN |= {"account_reset_password_from_key_done", "account_email_verification_sent", "account_confirm_email"}
# The link of an invitation's mail: it says nothing without its key.
OPEN |= {"space-invited"}
# Held by prefix: allauth's pages of one's own account, Wagtail's admin, its page tree (served by nobody).
PREFIXES = ("account_", "mfa_", "wagtail")
# Their own tests: `test_api.py`.
API = "api/v1/"
