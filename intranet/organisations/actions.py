"""What is said of an organisation: by its referents, how to reach it and what it works with; by editors, what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.files.actions import atomic_with_files, discard, store
from intranet.files.intake import Checked

from .models import DeclaredTool, MailDomain, Organisation, Siret
from .policies import can_edit_organisation, can_identify_organisation

CONTACT = ("contact_email", "contact_phone", "contact_address", "website")


def fingerprint_of(organisation: Organisation) -> str:
    """What its referents say of it, in a few letters: two that differ were changed in between."""
    tools = sorted((tool.kind, tool.name) for tool in organisation.tools.all())
    said = json.dumps([[getattr(organisation, field) for field in CONTACT], tools, organisation.logo_id])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def edit_organisation(
    *,
    by: Any,
    organisation: Organisation,
    contact: Mapping[str, str],
    tools: Mapping[str, str],
    logo: Checked | None = None,
    without_logo: bool = False,
    before: str = "",
) -> None:
    """Keep how to reach an organisation (names of `CONTACT`), its tools by kind (empty: none), and its logo.

    `before` is what `fingerprint_of` gave when the page was read. Effects: the logo's bytes, those of the former one
    deleted; audit. Raises PermissionDenied when `by` does not manage its agents, ValidationError when the logo is no
    picture, or (code `changed`) when someone changed it since: nothing is written over.
    """
    require(can_edit_organisation(by, organisation))
    if logo and logo.kind.family != "image":
        raise ValidationError({"logo": _("Un logo est une image : PNG, JPEG ou WebP.")})
    with atomic_with_files():
        row = Organisation.objects.select_for_update().get(pk=organisation.pk)
        if before and before != fingerprint_of(row):
            raise ValidationError(_("Quelqu’un vient de modifier cette page."), code="changed")
        for kind, name in tools.items():
            if name:
                DeclaredTool.objects.update_or_create(organisation=row, kind=kind, defaults={"name": name})
            else:
                row.tools.filter(kind=kind).delete()
        for field in CONTACT:
            setattr(row, field, contact.get(field, ""))
        former = row.logo if logo or without_logo else None
        if logo or without_logo:
            row.logo = store(logo) if logo else None
        row.save()
        if former:
            discard(former)
        audit.record(by, "organisation.edited", row, organisation=row, logo=bool(logo or former))


def identify_organisation(
    *, by: Any, organisation: Organisation, sirets: Collection[str], domains: Collection[str], verified: Collection[str]
) -> Organisation:
    """Keep what an organisation is, a new one too: its own fields, its SIRETs and mail domains, which are verified.

    A verified domain attaches whoever proves an address of it from now on. Effects: audit, which names the domains that
    were verified. Raises PermissionDenied to who is no editor, ValidationError when a number or a domain is another's.
    """
    require(can_identify_organisation(by, organisation))
    with transaction.atomic():
        known = bool(organisation.pk)
        organisation.save()
        _keep_only(organisation, Siret, "number", sirets, _("Le SIRET %(value)s est celui de %(organisation)s."))
        _keep_only(
            organisation, MailDomain, "domain", domains, _("Le domaine %(value)s est celui de %(organisation)s.")
        )
        now = timezone.now()
        rows = organisation.mail_domains.all()
        fresh = list(rows.filter(domain__in=verified, verified_at=None).values_list("domain", flat=True))
        rows.filter(domain__in=fresh).update(verified_at=now)
        rows.exclude(domain__in=verified).update(verified_at=None)
        action = "organisation.identified" if known else "organisation.added"
        audit.record(by, action, organisation, organisation=organisation, verified=fresh)
    return organisation


def _keep_only(organisation: Organisation, model: Any, field: str, values: Collection[str], words: str) -> None:
    taken = model.objects.filter(**{f"{field}__in": values}).exclude(organisation=organisation)
    if other := taken.select_related("organisation").first():
        raise ValidationError(
            {f"{field}s": words % {"value": getattr(other, field), "organisation": other.organisation}}
        )
    rows = model.objects.filter(organisation=organisation)
    rows.exclude(**{f"{field}__in": values}).delete()
    held = set(rows.values_list(field, flat=True))
    for value in values:
        if value not in held:
            model.objects.create(organisation=organisation, **{field: value})
