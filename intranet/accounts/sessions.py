"""The sessions of a person: where they are signed in, listed and ended."""

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages as flash
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import actions

BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]  # fmt: skip


class SessionsAdapter(DefaultUserSessionsAdapter):
    """A session that is ended closes its sockets, and that goes on record."""

    def end_sessions(self, sessions):
        """Each of them at once: the cookie opens nothing from the next request."""
        for session in sessions:
            with transaction.atomic():
                actions.tell_signed_out(user=session.user, session_key=session.session_key)
                session.end()


class EndForm(forms.Form):
    """Which session ends; none is all but this one."""

    session = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True, enabled=True)
def own_sessions(request):
    """Where one is signed in; ending a session asks who one is again."""
    kept = open_sessions(request.user)
    kept.sort(key=lambda each: (not each.is_current(), -each.pk))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["session"]
        others = [each for each in kept if not each.is_current() and asked in (None, each.pk)]
        end_sessions(request, others)
        if others:
            flash.success(request, _("Session fermée.") if len(others) == 1 else _("Les autres sessions sont fermées."))
        return redirect("usersessions_list")
    rows = [{"session": each, "current": each.is_current(), "device": device_of(each.user_agent)} for each in kept]
    return render(request, "usersessions/usersession_list.html", {"rows": rows, "several": len(rows) > 1})


def open_sessions(user):
    """The sessions that still sign `user` in, in two queries however many there are."""
    kept = list(UserSession.objects.filter(user=user))
    rows = Session.objects.filter(session_key__in=[each.session_key for each in kept], expire_date__gt=timezone.now())
    held = {row.session_key: row.get_decoded() for row in rows}
    mine, proof = str(user.pk), user.get_session_auth_hash()
    return [each for each in kept if _signs_in(held.get(each.session_key, {}), mine, proof)]


def _signs_in(data, mine, proof):
    return data.get(SESSION_KEY) == mine and constant_time_compare(data.get(HASH_SESSION_KEY, ""), proof)


def device_of(agent):
    """« Firefox sous Windows », as far as a browser tells."""
    browser = next((name for mark, name in BROWSERS if mark in agent), _("Navigateur"))
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return _("%(browser)s sous %(system)s") % {"browser": browser, "system": system} if system else browser
