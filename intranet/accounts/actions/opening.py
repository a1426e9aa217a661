"""An account opens for whoever holds a mailed link."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.organisations.models import Organisation

from ..models import User


def open_account(
    *, email: str, fields: dict[str, str], password: str | None, organisation: Organisation | None = None, why: str = ""
) -> User:
    """Make the account of `email`, or open again that of somebody who had left; in the caller's transaction, which has
    asked for the mailed link.

    Without a password, none opens it: a passkey does, once it is made. The link has proved the address, and nothing
    more: an account that is opened again has lost the roles that it had, and one that somebody made with this address
    and never proved passes to who has it. Effects: the account, its verified address, audit. Raises ValidationError
    when somebody uses that address already, or when the administrators closed its account.
    """
    if User.objects.holding(email).filter(is_active=True).exists():
        raise ValidationError(_("Cette invitation a déjà servi, ou n’est plus valable."))
    user = User.objects.select_for_update().filter(email=email).first() or User(email=email)
    known = bool(user.pk)
    if known and not user.is_active and not user.left_note:
        raise ValidationError(
            _("Le compte de cette adresse a été fermé : adressez-vous à votre référent ou aux administrateurs.")
        )
    if known:
        user.is_superuser = False
        user.groups.clear()
    for name, value in fields.items():
        setattr(user, name, value)
    user.is_active, user.left_note = True, ""
    user.set_password(password)
    user.save()
    # Of others: never proved, or of an account that is closed.
    EmailAddress.objects.filter(email=email).exclude(user=user).delete()
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    details = {"by": why} if why else {}
    audit.record(user, "account.reopened" if known else "account.opened", user, organisation=organisation, **details)
    return user
