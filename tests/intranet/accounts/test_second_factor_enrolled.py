"""Enrolling a factor, and what is kept of it."""

from allauth.mfa.models import Authenticator
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
