"""Sign-in, sign-out, refusals, factors and roles go on record; what is open closes with the session, the password or
the account; a proved address attaches.
"""

from allauth.account.signals import email_confirmed, password_changed, password_reset, password_set, user_signed_up
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from intranet.audit import actions as audit
from intranet.audit.middleware import present_user
from intranet.organisations.models import Organisation

from . import actions, second_factor
from .models import User


def signed_in(sender, request, user, **kwargs):
    """Somebody is in."""
    actions.tell_signed_in(user=user)
    actions.forget_warning(user=user)


def signed_out(sender, request, user, **kwargs):
    """Somebody left: the sockets of that session close."""
    if user:
        actions.tell_signed_out(user=user, session_key=request.session.session_key if request else None)


def refused(sender, credentials, request=None, **kwargs):
    """Somebody did not get in. The address they typed is kept, never the password."""
    typed = credentials.get("email") or credentials.get("username") or ""
    actions.tell_refused(address=str(typed))


def password_is_new(sender, request, user, **kwargs):
    """Every other session of that person closes."""
    actions.tell_password_changed(user=user)


def signed_up(sender, request, user, **kwargs):
    """Somebody made an account by themselves."""
    actions.tell_signed_up(user=user)


def address_is_proved(sender, request, email_address, **kwargs):
    """Somebody has proved an address: it may say where they belong."""
    actions.place_newcomer(address=email_address)


def factor_added(sender, request, user, authenticator, **kwargs):
    """Somebody enrolled a factor, having shown that they hold it."""
    audit.record(user, "factor.added", user, kind=authenticator.type)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        second_factor.count_as_given(request, authenticator.type)


def factor_removed(sender, request, user, authenticator, **kwargs):
    """Somebody gave a factor up."""
    audit.record(user, "factor.removed", user, kind=authenticator.type)


def factor_reset(sender, request, user, authenticator, **kwargs):
    """Somebody made new recovery codes."""
    audit.record(user, "factor.renewed", user, kind=authenticator.type)


def group_changed(sender, instance, action, reverse, pk_set, **kwargs):
    """A role was given or taken, in Wagtail's admin or elsewhere."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if reverse:
        people = list(User.objects.filter(pk__in=pk_set) if pk_set is not None else instance.user_set.all())
        pairs = [(person, instance.name) for person in people]
    else:
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        pairs = [(instance, group.name) for group in groups]
    for person, role in pairs:
        actions.tell_role_changed(by=present_user(), user=person, role=role, given=action == "post_add")


def before_account(sender, instance, update_fields=None, **kwargs):
    """What the account was, when all of it is written anew: a form of the admin."""
    if instance.pk and update_fields is None:
        kept = User.objects.filter(pk=instance.pk).values("is_active", "is_superuser").first()
        instance.was = kept


def account_changed(sender, instance, update_fields=None, **kwargs):
    """The admin closed or opened an account, made or unmade an administrator."""
    # One that is made closed had nothing to close.
    was = instance.__dict__.pop("was", None) or {"is_active": instance.is_active, "is_superuser": False}
    if update_fields is not None:
        return
    if was["is_superuser"] != instance.is_superuser:
        actions.tell_role_changed(by=present_user(), user=instance, role="administrateur", given=instance.is_superuser)
    if was["is_active"] and not instance.is_active:
        actions.close_account(by=present_user(), user=instance)
    elif instance.is_active and not was["is_active"]:
        audit.record(present_user(), "account.opened", instance)


def account_goes(sender, instance, **kwargs):
    """The admin deletes an account for good: one of somebody who never wrote anything."""
    actions.tell_deleted(by=present_user(), user=instance)


def before_organisation(sender, instance, update_fields=None, **kwargs):
    """Whether it is about to leave the pool."""
    if instance.pk and not instance.in_pool and (update_fields is None or "in_pool" in update_fields):
        instance.leaves_pool = Organisation.objects.filter(pk=instance.pk, in_pool=True).exists()


def organisation_changed(sender, instance, **kwargs):
    """An organisation left the pool: its people may lead nothing any more."""
    if instance.__dict__.pop("leaves_pool", False):
        actions.tell_out_of_pool(by=present_user(), organisation=instance)


def connect():
    """Listen."""
    pre_save.connect(before_organisation, sender=Organisation, dispatch_uid="accounts_before_organisation")
    post_save.connect(organisation_changed, sender=Organisation, dispatch_uid="accounts_organisation_changed")
    m2m_changed.connect(group_changed, sender=User.groups.through, dispatch_uid="accounts_group_changed")
    pre_save.connect(before_account, sender=User, dispatch_uid="accounts_before_account")
    pre_delete.connect(account_goes, sender=User, dispatch_uid="accounts_account_goes")
    post_save.connect(account_changed, sender=User, dispatch_uid="accounts_account_changed")
    authenticator_added.connect(factor_added, dispatch_uid="accounts_factor_added")
    authenticator_removed.connect(factor_removed, dispatch_uid="accounts_factor_removed")
    authenticator_reset.connect(factor_reset, dispatch_uid="accounts_factor_reset")
    user_logged_in.connect(signed_in, dispatch_uid="accounts_signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts_signed_out")
    user_login_failed.connect(refused, dispatch_uid="accounts_refused")
    user_signed_up.connect(signed_up, dispatch_uid="accounts_signed_up")
    email_confirmed.connect(address_is_proved, dispatch_uid="accounts_address_is_proved")
    for signal in (password_changed, password_reset, password_set):
        signal.connect(password_is_new, dispatch_uid=f"accounts_password_{id(signal)}")
