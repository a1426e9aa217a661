"""Enrolling a factor, and what is kept of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.fernet import InvalidToken
from django.db import connection

from intranet.audit.models import Entry
from tests.factories.people import PASSWORD, code_of, editor, enrol


def test_enrolling_counts_as_giving_it(committed, client, settings):
    settings.REQUIRE_MFA = True
    someone = editor()
    someone.emailaddress_set.create(email=someone.email, verified=True, primary=True)
    client.post("/connexion/", {"login": someone.email, "password": PASSWORD})
    confirm = client.get("/compte/double-facteur/totp/activate/").url
    assert confirm.startswith("/compte/confirmation/?next=")
    client.post(confirm, {"password": PASSWORD})
    secret = client.get("/compte/double-facteur/totp/activate/").context["form"].secret
    client.post("/compte/double-facteur/totp/activate/", {"code": code_of(secret)})
    assert client.get("/espaces/").status_code == 200
    added = Entry.objects.filter(action="factor.added", actor_id=someone.pk)
    assert [entry.details["kind"] for entry in added] == ["recovery_codes", "totp"]


def test_the_database_holds_no_secret_of_a_factor(db, agent, settings):
    secret = enrol(agent)
    codes = RecoveryCodes.activate(agent)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = str(cursor.fetchall())
    assert secret not in kept
    assert not any(code in kept for code in codes.generate_codes())
    assert kept.count("gAAAA") == 2
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))
    settings.MFA_KEY = "autre clé"
    with pytest.raises(InvalidToken):
        Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_a_factor_kept_before_secrets_were_sealed_still_opens(db, agent):
    secret = enrol(agent)
    Authenticator.objects.filter(user=agent).update(data={"secret": secret})
    assert Authenticator.objects.get(user=agent).wrap().validate_code(code_of(secret))
