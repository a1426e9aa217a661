"""The record, for those who answer for it."""

import csv
import re

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.core.confirmation import require_confirmed

from . import actions
from .constants import ACTS
from .forms import RecordForm
from .models import Entry
from .policies import can_read_record

SHOWN = 50
# An act without words of its own is asked for by its name.
NAME = re.compile(r"[a-z]{1,29}\.[a-z_]{1,29}")
CHUNK = 2_000
# What a spreadsheet would run, after any blanks.
FORMULAS = ("=", "+", "-", "@")


@require_GET
def journal(request):
    """What was done, newest first; searched by person, act, organisation and dates."""
    entries, form = _readable(request, request.GET)
    valid = form.is_valid()
    found = entries.answering(**form.cleaned_data) if valid else entries.none()
    before = request.GET.get("avant", "")
    if before.isascii() and before.isdecimal():
        last = entries.filter(pk=int(before)).first()
        found = found.older_than(last) if last else found.none()
    shown = list(found[: SHOWN + 1])
    query = request.GET.copy()
    query.pop("avant", None)
    is_first = "avant" not in request.GET
    older = ""
    if len(shown) > SHOWN:
        query["avant"] = shown[SHOWN - 1].pk
        older = f"?{query.urlencode()}"
    context = {
        "form": form,
        "entries": shown[:SHOWN],
        "asked": [(name, request.GET[name]) for name in form.fields if request.GET.get(name)],
        "older": older,
        "is_first": is_first,
        "all_named": request.user.is_superuser,
        "organisations": [] if request.user.is_superuser else request.user.refers_to,
    }
    return render(request, "audit/journal.html", context, status=200 if valid else 422)


@require_http_methods(["GET", "POST"])
def journal_export(request):
    """The same as a spreadsheet, once it is sure who takes it; that somebody did goes on record too."""
    entries, form = _readable(request, request.POST)
    if request.method == "GET":
        # The page that asked who one is stays there after the file: asked once more, it leads back.
        return redirect("journal")
    if not form.is_valid():
        context = {"form": form, "entries": [], "is_first": True, "all_named": request.user.is_superuser}
        return render(request, "audit/journal.html", context, status=422)
    require_confirmed(request)
    asked = {name: str(value) for name, value in form.cleaned_data.items() if value}
    actions.tell_exported(reader=request.user, asked=asked)
    found = entries.answering(**form.cleaned_data)
    answer = StreamingHttpResponse(_lines(found, request.user.is_superuser), content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="journal-{day}.csv"'
    return answer


def _readable(request, asked):
    if not can_read_record(request.user):
        raise Http404
    entries = Entry.objects.visible_to(request.user)
    act = asked.get("act", "")
    return entries, RecordForm(asked, acts={*ACTS, act} if NAME.fullmatch(act) else ACTS)


class _Line:
    """What the csv module writes to: it hands each line back."""

    def write(self, line):
        return line


def _lines(entries, all_named):
    writer = csv.writer(_Line(), delimiter=";")
    # Without this mark, spreadsheets read accents wrong.
    yield "\ufeff" + writer.writerow(
        [
            _("Date (UTC)"),
            _("Personne"),
            _("Collectivité"),
            _("Acte"),
            _("Code de l’acte"),
            _("Objet"),
            _("Demande"),
            _("Détails"),
        ]
    )
    for entry in entries.iterator(chunk_size=CHUNK):
        named = all_named or entry.is_named
        yield writer.writerow(
            [
                entry.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                _safe(entry.actor_name),
                _safe(entry.organisation_name),
                _safe(entry.act),
                entry.action,
                _safe(entry.object_name) if named else "",
                _safe(entry.request_id),
                _safe(", ".join(f"{key}: {value}" for key, value in entry.details.items())) if named else "",
            ]
        )


def _safe(text):
    return f"'{text}" if text.lstrip().startswith(FORMULAS) else text
