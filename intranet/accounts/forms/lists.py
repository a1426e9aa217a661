"""People to invite, pasted or in a CSV: read leniently, line by line, each with what is wrong with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.fields import as_read
from intranet.organisations.models import MailDomain, Organisation

from ..models import Invitation, User

MOST_LINES = 500
MOST_BYTES = 200_000
# What a column is called, once without accents.
HEADERS = {
    "email": {
        "adresse",
        "mail",
        "email",
        "e-mail",
        "courriel",
        "adresse-mail",
        "adresse-e-mail",
        "adresse-electronique",
    },
    "first_name": {"prenom"},
    "last_name": {"nom", "nom-de-famille"},
    "job_title": {"fonction", "poste", "metier", "emploi"},
}
# And what more it may be called: « Mail professionnel », « Nom d’usage ».
BEGINNINGS = {
    "email": ("mail-", "email-", "e-mail-", "courriel-", "adresse-mail-", "adresse-e-mail-", "adresse-electronique-"),
    "first_name": ("prenom-",),
    "last_name": ("nom-",),
    "job_title": ("fonction-", "metier-", "emploi-"),
}
LENGTHS = {"first_name": 80, "last_name": 80, "job_title": 150, "email": 254}
# « Prénom Nom <adresse> », as mail programs copy it.
ADDRESSED = re.compile(r"(?P<name>[^<>]*)<\s*(?P<email>[^<>\s@]+@[^<>\s@]+)\s*>[;,]?")
# An address has one @, however badly it is typed.
BEGUN = re.compile(r"@+")
QUOTED = re.compile(r'"[^"]*"')
SEVERAL = re.compile(r"[;,](?=[^;,]*@)")
ORDER = ("first_name", "last_name", "job_title")


@dataclass(frozen=True)
class Line:
    """One person of a list."""

    number: int
    text: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    job_title: str = ""
    error: str = ""


class InviteForm(forms.Form):
    """A list of people to invite; `seen` is the list whose preview has been shown."""

    people = forms.CharField(
        label=gettext_lazy("Qui inviter"),
        strip=False,
        max_length=MOST_BYTES,
        error_messages={
            "required": gettext_lazy("Donnez au moins une adresse, par exemple awa.diallo@commune.example.")
        },
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Une personne par ligne : son adresse seule, ou « Prénom ; Nom ; adresse ; fonction ». "
            "Collez depuis un tableur si vous voulez."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Ou un fichier CSV"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text=gettext_lazy("Ses lignes s’ajoutent à celles du dessus."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].required = not self.files.get("file")

    def clean(self) -> dict[str, Any]:
        """The list with the file's lines under what was typed."""
        cleaned = super().clean() or {}
        # The label of the list says the same whatever comes with it.
        self.fields["people"].required = True
        text = cleaned.get("people") or ""
        if self.errors:
            return cleaned
        if upload := cleaned.get("file"):
            text = "\n".join(filter(str.strip, [text, _read(upload)]))
        if not text.strip():
            raise ValidationError({"people": _("Donnez au moins une adresse.")})
        if sum(1 for line in text.splitlines() if line.strip()) > MOST_LINES:
            raise ValidationError({"people": _("Cinq cents personnes à la fois au plus.")})
        cleaned["people"] = "\n".join(line.rstrip() for line in text.splitlines() if line.strip())
        return cleaned


def read_lines(text: str) -> list[Line]:
    """The people of `text`, in order: separated by semicolons, tabs or commas, with or without a line of headers."""
    columns: list[str] | None = None
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        if columns is None and len(BEGUN.findall(raw)) > 1:
            # Addresses in a row, as copied from a message.
            parts = filter(str.strip, SEVERAL.split(raw))
            lines += [_line(number, part.strip(), _cells(part), None) for part in parts]
            continue
        if not raw.strip(' \t;,"\ufeff'):
            # Empty, or an empty line of a spreadsheet.
            continue
        cells = _cells(raw)
        if columns is None and "@" not in raw and (named := _columns(cells)):
            columns = named
            continue
        lines.append(_line(number, raw.strip(), cells, columns))
    return lines


def check_lines(lines: Iterable[Line], organisation: Organisation, *, foreign: bool = False) -> list[Line]:
    """The same lines, each with why that person cannot be invited to `organisation`, if so. Three queries.

    `foreign`: addresses of another organisation's verified domain are let through (an editor knows).
    """
    lines = list(lines)
    emails = {line.email for line in lines}
    agents = set(User.objects.of(organisation).filter(email__in=emails).values_list("email", flat=True))
    waiting = Invitation.objects.waiting().filter(organisation=organisation, email__in=emails)
    invited = {each.email for each in waiting if each.is_open}
    domains = MailDomain.objects.filter(domain__in={_domain(email) for email in emails}, verified_at__isnull=False)
    owners = {each.domain: each.organisation for each in domains.exclude(organisation=organisation).select_related()}
    return list(_checked(lines, agents, invited, {} if foreign else owners))


def _checked(lines: list[Line], agents: set[str], invited: set[str], owners: dict[str, Any]) -> Iterator[Line]:
    seen: dict[str, int] = {}
    for line in lines:
        error = line.error
        if not error and line.email in seen:
            error = _("Déjà dans cette liste, ligne %(number)d.") % {"number": seen[line.email]}
        elif not error and line.email in agents:
            error = _("Cette personne est déjà rattachée à votre collectivité.")
        elif not error and line.email in invited:
            error = _("Cette personne est déjà invitée.")
        elif not error and (owner := owners.get(_domain(line.email))):
            error = _("Cette adresse est celle de %(organisation)s : son référent l’invite.") % {"organisation": owner}
        if line.email:
            seen.setdefault(line.email, line.number)
        yield replace(line, error=error)


def _cells(raw: str) -> list[str]:
    if found := ADDRESSED.fullmatch(raw.strip()):
        name = found["name"].strip(' "')
        if "," in name:
            # « Nom, Prénom <adresse> ».
            name = " ".join(reversed([each.strip() for each in name.split(",", 1)]))
        return [*_names(as_read(name)), found["email"]]
    bare = QUOTED.sub("", raw)
    delimiter = next((mark for mark in ";\t," if mark in bare), ";")
    row = next(csv.reader([raw], delimiter=delimiter), [])
    return [" ".join(as_read(cell).split()) for cell in row]


def _names(text: str) -> list[str]:
    first, _space, last = text.partition(" ")
    return [first, last]


def _columns(cells: list[str]) -> list[str] | None:
    found: list[str] = []
    for cell in cells:
        slug = slugify(cell)
        name = next((name for name in HEADERS if slug in HEADERS[name] or slug.startswith(BEGINNINGS[name])), "")
        # Of two columns of addresses, the first.
        found.append("" if name in found else name)
    return found if "email" in found else None


def _line(number: int, raw: str, cells: list[str], columns: list[str] | None) -> Line:
    values = dict.fromkeys(LENGTHS, "")
    if columns and len(cells) > 1:
        values |= {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    else:
        place = next((n for n, cell in enumerate(cells) if "@" in cell), None)
        values["email"] = cells[place] if place is not None else (cells[0] if len(cells) == 1 else "")
        others = [cell for n, cell in enumerate(cells) if n != place and cell != values["email"]]
        if place == 1:
            # « Prénom Nom ; adresse ; fonction ».
            others = [*_names(others[0]), *others[1:]]
        values |= dict(zip(ORDER, others, strict=False))
    values["email"] = re.sub(r"^mailto:", "", values["email"], flags=re.I).lower()
    values = {name: value[: LENGTHS[name]] for name, value in values.items()}
    return Line(number, raw, error=_fault(values["email"]), **values)


def _fault(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return (
            _("Il n’y a pas d’adresse dans cette ligne.") if "@" not in email else _("Cette adresse n’est pas bonne.")
        )
    return ""


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _read(upload: Any) -> str:
    if upload.size > MOST_BYTES:
        raise ValidationError({"file": _("Ce fichier est trop gros pour une liste de personnes.")})
    content = upload.read()
    if b"\0" in content:
        raise ValidationError({"file": _("Ce fichier n’est pas du texte : enregistrez-le en CSV.")})
    try:
        return str(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        # What a spreadsheet on Windows writes.
        return str(content.decode("cp1252", "replace"))
