"""The pages of sign-in and of second factors are ours: each opens, says in French what it does, and acts."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn

from tests.factories.people import PASSWORD, code_of, enrol

BACKEND = "django.contrib.auth.backends.ModelBackend"
HERE = "/compte/double-facteur/"


@pytest.fixture
def sure(client, agent):
    """Somebody who has just shown who they are."""
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    client.post("/connexion/", {"login": agent.email, "password": PASSWORD})
    client.post("/compte/confirmation/", {"password": PASSWORD})
    return client


@pytest.fixture
def key(agent):
    """A passkey; its credential is never asked here."""
    data = {"name": "Mon téléphone", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    return Authenticator.objects.create(user=agent, type=Authenticator.Type.WEBAUTHN, data=data)


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200, page
    return page.content.decode()


def test_the_keys_are_listed_renamed_and_removed(sure, key):
    assert WebAuthn(key).name == "Mon téléphone"
    listed = read(sure, f"{HERE}webauthn/")
    assert "Mon téléphone" in listed
    assert "n’a pas encore servi" in listed
    assert 'value="Mon téléphone"' in read(sure, f"{HERE}webauthn/keys/{key.pk}/edit/")
    assert sure.post(f"{HERE}webauthn/keys/{key.pk}/edit/", {"name": "Ma clé bleue"}).status_code == 302
    assert "Ma clé bleue" in read(sure, f"{HERE}webauthn/")
    assert "Ma clé bleue" in read(sure, f"{HERE}webauthn/keys/{key.pk}/remove/")
    sure.post(f"{HERE}webauthn/keys/{key.pk}/remove/")
    assert "pas encore de clé" in read(sure, f"{HERE}webauthn/")


def test_an_application_is_enrolled_with_the_code_it_shows_and_removed(sure, agent):
    page = sure.get(f"{HERE}totp/activate/")
    secret = page.context["form"].secret
    assert f">{secret}</textarea>" in page.content.decode()
    wrong = sure.post(f"{HERE}totp/activate/", {"code": "000000"})
    assert "field-error" in wrong.content.decode()
    assert sure.post(f"{HERE}totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert "ne vaudront plus rien" in read(sure, f"{HERE}recovery-codes/generate/")
    assert "n’ouvriront plus Parvis" in read(sure, f"{HERE}totp/deactivate/")
    sure.post(f"{HERE}totp/deactivate/")
    assert not Authenticator.objects.filter(user=agent, type=Authenticator.Type.TOTP).exists()


def test_who_one_is_is_asked_again_by_password_or_by_code(client, agent):
    secret = enrol(agent)
    client.force_login(agent, backend=BACKEND)
    for address in ("/compte/confirmation/", f"{HERE}reauthenticate/"):
        page = read(client, address)
        assert "Confirmez que c’est vous" in page
        assert "Autrement" in page
    refused = client.post("/compte/confirmation/", {"password": "faux", "next": "/reglages/"})
    assert "field-error" in refused.content.decode()
    passed = client.post(f"{HERE}reauthenticate/", {"code": code_of(secret), "next": "/reglages/"})
    assert passed.url == "/reglages/"


@pytest.mark.django_db
def test_who_has_no_account_finds_where_to_make_one(client):
    assert '<a href="/inscription/">Créez-le</a>' in client.get("/connexion/").content.decode()
