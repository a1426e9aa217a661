"""Who comes by a mailed link may make a passkey in place of a password."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from intranet.accounts.models import User
from spaces.workspaces.actions import invite
from tests.factories.entry import make_invitation
from tests.factories.people import PASSWORD, confirm
from tests.factories.places import make_space

NAMES = {"first_name": "Awa", "last_name": "Diallo"}
ADDRESS = "awa@verlanges.example"


@pytest.fixture
def entered(client, commune):
    """The answer to who followed the link of an invitation and chose a passkey."""
    make_invitation(commune, ADDRESS, token="un-jeton")
    assert client.post("/invitation/un-jeton/", NAMES).status_code == 422
    return client.post("/invitation/un-jeton/", {**NAMES, "way": "passkey"})


def test_an_invited_agent_is_led_to_the_page_of_their_key(client, entered):
    assert entered.url == reverse("mfa_add_webauthn")
    user = User.objects.get(email=ADDRESS)
    assert not user.has_usable_password()
    assert user.is_agent
    # There is nothing to ask of them again: the page opens, and the key is one that opens Parvis by itself.
    page = client.get(entered.url)
    assert page.status_code == 200
    assert 'name="passwordless" checked hidden' in page.content.decode()
    assert reverse("account_set_password") in page.content.decode()


def test_who_leaves_before_making_it_comes_back_by_mail(client, entered, run_jobs):
    client.logout()
    client.post(reverse("account_reset_password"), {"email": ADDRESS})
    run_jobs()
    link = re.search(r"https?://[^/]+(/compte/\S+)", mail.outbox[-1].body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get(email=ADDRESS).check_password(PASSWORD)


def test_who_has_a_password_chooses_whether_the_key_does_without_it(client, agent):
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    confirm(client, agent)
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert "Elle ouvre Parvis à elle seule" in page
    assert "checked hidden" not in page


def test_an_invited_partner_may_do_so_too(client, agent, run_jobs):
    space = make_space(lead=agent)
    invite(lead=agent, space=space, email=ADDRESS, role="guest")
    run_jobs()
    link = re.search(r"/espaces/invitations/\S+", mail.outbox[-1].body)[0]
    assert client.post(link, {**NAMES, "way": "passkey"}).url == reverse("mfa_add_webauthn")
    guest = User.objects.get(email=ADDRESS)
    assert not guest.has_usable_password()
    assert space.memberships.get(user=guest).role == "guest"
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
