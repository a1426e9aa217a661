"""What is said of an organisation: by its referents, how to reach it and what it works with; by editors, what it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.files.actions import atomic_with_files, discard, store
from intranet.files.intake import Checked
from intranet.live import publish

from .constants import CONTACT, IDENTITY
from .models import DeclaredTool, MailDomain, Organisation, Siret
from .policies import can_edit_organisation, can_identify_organisation


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

    `before` is the `contact_state` that was seen. Effects: the logo's bytes, those of the former one deleted; audit.
    Raises PermissionDenied when `by` does not manage its agents, ValidationError when the logo is no picture, or when
    somebody changed it since (code `changed`).
    """
    require(can_edit_organisation(by, organisation))
    if logo and logo.kind.family != "image":
        raise ValidationError({"logo": _("Un logo est une image : PNG, JPEG ou WebP.")})
    with atomic_with_files():
        row = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        _require_unchanged(before, row.contact_state)
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
    *,
    by: Any,
    organisation: Organisation,
    sirets: Collection[str],
    domains: Collection[str],
    verified: Collection[str],
    before: str = "",
) -> Organisation:
    """Keep what an organisation is, a new one too: its own fields, its SIRETs and mail domains, which are verified.

    A verified domain attaches whoever proves an address of it from now on. `before` is the `identity_state` that was
    seen. Effects: audit, which names the domains that were verified; when it enters or leaves the pool, open pages are
    asked again. Raises PermissionDenied to who is no editor, ValidationError when a number or a domain is another's, or
    when somebody changed it since (code `changed`).
    """
    require(can_identify_organisation(by, organisation))
    try:
        with transaction.atomic():
            _identify(by, organisation, sirets, domains, verified, before)
    except IntegrityError as error:
        raise ValidationError(
            _("Quelqu’un vient de donner la même adresse, le même SIRET ou le même domaine à une autre collectivité.")
        ) from error
    return organisation


def _identify(by: Any, organisation: Organisation, sirets: Any, domains: Any, verified: Any, before: str) -> None:
    was = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk).first()
    if was:
        _require_unchanged(before, was.identity_state)
        organisation.save(update_fields=[*IDENTITY, "crest_tincture", "crest_division"])
    else:
        organisation.save()
    _keep_only(organisation, Siret, "number", sirets, _("Le SIRET %(value)s est celui de %(organisation)s."))
    _keep_only(organisation, MailDomain, "domain", domains, _("Le domaine %(value)s est celui de %(organisation)s."))
    now = timezone.now()
    rows = organisation.mail_domains.all()
    fresh = list(rows.filter(domain__in=verified, verified_at=None).values_list("domain", flat=True))
    rows.filter(domain__in=fresh).update(verified_at=now)
    rows.exclude(domain__in=verified).update(verified_at=None)
    action = "organisation.identified" if was else "organisation.added"
    audit.record(by, action, organisation, organisation=organisation, verified=fresh, in_pool=organisation.in_pool)
    if was and was.in_pool != organisation.in_pool:
        publish.recheck_everyone()


def _require_unchanged(before: str, state: str) -> None:
    if before and before != state:
        raise ValidationError(_("Quelqu’un vient de modifier cette collectivité."), code="changed")


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
