"""Inviting by address: the same for everyone, used once, in time, by whom it is for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import User
from intranet.notifications.models import Notification
from spaces.workspaces import actions
from spaces.workspaces.actions import invitations
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpaceInvitation, SpacePage
from spaces.workspaces.policies import can_read_space
from tests.factories.people import UserFactory
from tests.factories.places import make_space

ACCOUNT = {"first_name": "Éric", "last_name": "Dalmasso", "password1": "un-long-mot-de-passe"}
ACCOUNT["password2"] = ACCOUNT["password1"]


@pytest.fixture
def space(agent):
    return make_space(access=Access.PRIVATE, lead=agent, title="Atelier")


@pytest.fixture
def link(agent, space, run_jobs, mailoutbox):
    """Invite an address and open the mail it gets."""

    def invite(email="eric@hexalune.example", **values):
        mailoutbox.clear()
        actions.invite(lead=agent, space=space, email=email, **values)
        run_jobs()
        assert mailoutbox[-1].to == [email.lower()]
        return re.search(r"/espaces/invitations/\S+", mailoutbox[-1].body)[0]

    return invite


def long_ago():
    """The mails that left, left a while ago."""
    SpaceInvitation.objects.update(sent_at=timezone.now() - timedelta(minutes=11))


def test_the_answer_is_the_same_whether_the_address_has_an_account(client, agent, space, time_machine):
    # Pages say to the second until when it holds.
    time_machine.move_to(timezone.now(), tick=False)
    hidden = UserFactory(email="inconnu@hexalune.example")
    client.force_login(agent)
    url, pages = reverse("space-members", args=[space.slug]), []
    for email in (hidden.email, "personne@hexalune.example"):
        sent = {"email": email, "role": "guest", "ends_on": (timezone.localdate() + timedelta(days=9)).isoformat()}
        answer = client.post(url, sent, follow=True)
        text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", answer.content.decode())
        pages.append(re.sub(r"invitations/\d+/|<wbr>", "", text).replace(email, "…"))
        SpaceInvitation.objects.all().delete()
    assert pages[0] == pages[1]
    # And nobody is in, nor any better seen, until they accept.
    assert not space.memberships.filter(user=hidden).exists()
    assert not User.objects.visible_to(agent).filter(pk=hidden.pk).exists()


def test_a_partner_without_account_opens_one_and_sees_only_that_space(client, agent, space, link):
    make_space(lead=agent, title="Ailleurs")
    url = link(role="guest", ends_on=timezone.localdate() + timedelta(days=30))
    assert "Atelier" in client.get(url).content.decode()
    assert client.post(url, ACCOUNT | {"password2": "autre"}).status_code == 422
    assert client.post(url, ACCOUNT).url == space.get_absolute_url()
    partner = User.objects.get(email="eric@hexalune.example")
    assert partner.emailaddress_set.get().verified
    assert client.get(space.get_absolute_url()).status_code == 200
    assert list(SpacePage.objects.visible_to(partner)) == [space]
    held = space.memberships.get(user=partner)
    assert held.role == "guest"
    assert held.ends_on == timezone.localdate() + timedelta(days=30)
    assert Notification.objects.filter(recipient=agent, kind="space.invitation_accepted").exists()
    # Once.
    client.logout()
    assert client.get(url).status_code == 404


def test_an_agent_is_told_under_their_bell_and_answers(client, agent, colleague, space):
    actions.invite(lead=agent, space=space, email=colleague.email.upper())
    invitation = SpaceInvitation.objects.get()
    client.force_login(colleague)
    assert "Atelier" in client.get(reverse("notifications")).content.decode()
    assert not can_read_space(colleague, space)
    url = reverse("space-invitation", args=[invitation.pk])
    assert "Atelier" in client.get(url).content.decode()
    assert client.post(url, {"answer": "accept"}).url == space.get_absolute_url()
    assert space.memberships.get(user=colleague).role == "member"
    assert client.get(url).status_code == 404


def test_an_agent_declines(client, agent, colleague, space):
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    client.force_login(colleague)
    client.post(reverse("space-invitation", args=[invitation.pk]), {"answer": "decline"})
    assert not can_read_space(colleague, space)
    assert not space.invitations.waiting().exists()


def test_an_outsider_is_a_guest_whatever_was_asked(agent, space):
    outsider = UserFactory()
    invitation = actions.invite(lead=agent, space=space, email=outsider.email, role="member")
    actions.accept_invitation(user=outsider, invitation=invitation)
    assert space.memberships.get(user=outsider).role == "guest"


def test_it_is_bound_to_its_address(client, colleague, link, space):
    url = link()
    client.force_login(colleague)
    assert client.get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(user=colleague, invitation=SpaceInvitation.objects.get())
    assert client.get(reverse("space-invitation", args=[SpaceInvitation.objects.get().pk])).status_code == 404


def test_who_has_an_account_signs_in_first(client, link):
    UserFactory(email="eric@hexalune.example")
    url = link()
    answer = client.get(url)
    assert answer.url.startswith("/connexion/?next=/espaces/invitations/")
    assert client.post(url, ACCOUNT).status_code == 302
    assert User.objects.filter(email="eric@hexalune.example").count() == 1


@pytest.mark.parametrize("end", ["expired", "revoked", "sent again", "archived", "in the bin"])
def test_a_link_that_holds_no_more_opens_nothing(client, agent, space, link, end):
    url, invitation = link(), SpaceInvitation.objects.get()
    match end:
        case "expired":
            SpaceInvitation.objects.update(expires_at=timezone.now())
        case "revoked":
            actions.revoke_invitation(lead=agent, invitation=invitation)
        case "sent again":
            long_ago()
            actions.resend_invitation(lead=agent, invitation=invitation)
        case "archived":
            actions.archive_space(lead=agent, space=space)
        case "in the bin":
            actions.bin_space(lead=agent, space=space)
    assert client.get(url).status_code == 404
    assert client.post(url, ACCOUNT).status_code == 404
    assert not User.objects.filter(email="eric@hexalune.example").exists()


def test_the_database_does_not_hold_the_key(link):
    key = link().rstrip("/").rpartition("/")[2]
    row = SpaceInvitation.objects.values().get()
    assert key not in str(row)


def test_leads_see_those_that_wait_send_them_again_and_take_them_back(client, agent, space, link, mailoutbox, run_jobs):
    old, invitation = link(), SpaceInvitation.objects.get()
    client.force_login(agent)
    members, manage = (
        reverse("space-members", args=[space.slug]),
        reverse("space-invitation-manage", args=[space.slug, invitation.pk]),
    )
    assert "eric@hexalune.example" in client.get(members).content.decode()
    long_ago()
    client.post(manage, {"do": "resend"})
    run_jobs()
    assert old not in mailoutbox[-1].body
    client.post(manage, {"do": "revoke"})
    assert "eric@hexalune.example" not in client.get(members).content.decode()


def test_an_agent_of_another_commune_reads_what_they_are_invited_to(agent, colleague, commune):
    space = make_space(access=Access.ORGANISATIONS, organisations=[commune], lead=agent)
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    actions.accept_invitation(user=colleague, invitation=invitation)
    assert can_read_space(colleague, space)


def test_one_taken_back_at_the_very_moment_it_is_accepted_lets_nobody_in(agent, colleague, monkeypatch):
    space = make_space(access=Access.PRIVATE, lead=agent)
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    # As the rule was answered just before.
    monkeypatch.setattr(invitations, "can_answer_invitation", lambda user, asked: True)
    actions.revoke_invitation(lead=agent, invitation=invitation)
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(user=colleague, invitation=invitation)
    assert not space.memberships.filter(user=colleague).exists()


def test_invitations_that_were_over_long_ago_go_and_the_others_stay(agent, settings):
    settings.INVITATION_KEEP_MONTHS = 12
    space, now = make_space(lead=agent), timezone.now()
    old, recent = now - timedelta(days=370), now - timedelta(days=360)
    rows = [(old, None), (recent, None), (old, old), (old, recent), (now + timedelta(days=1), None)]
    for n, (expires_at, closed_at) in enumerate(rows):
        SpaceInvitation.objects.create(
            space=space, email=f"n{n}@ailleurs.example", expires_at=expires_at, closed_at=closed_at
        )
    assert actions.purge_invitations() == 2
    assert set(SpaceInvitation.objects.values_list("email", flat=True)) == {
        "n1@ailleurs.example",
        "n3@ailleurs.example",
        "n4@ailleurs.example",
    }


def test_an_invitation_holds_no_longer_than_what_it_gives(client, agent, space, link, time_machine):
    address = link(role="guest", ends_on=timezone.localdate() + timedelta(days=2))
    assert client.get(address).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=2))
    assert client.post(address, ACCOUNT).status_code == 404
    assert not User.objects.filter(email="eric@hexalune.example").exists()


def test_who_is_invited_at_their_second_address_answers_with_their_account(client, agent, colleague, space, link):
    colleague.emailaddress_set.create(email=colleague.email, verified=True, primary=True)
    colleague.emailaddress_set.create(email="mael@hexalune.example", verified=True)
    address = link("mael@hexalune.example")
    assert client.get(address)["Location"].startswith("/connexion/")
    client.force_login(colleague)
    assert "Atelier" in client.get(reverse("notifications")).content.decode()
    client.post(client.get(address)["Location"], {"answer": "accept"})
    assert can_read_space(colleague, space)


def test_somebody_who_had_left_comes_back_as_a_guest(client, agent, space, link):
    gone = UserFactory(email="eric@hexalune.example", left_note="Corvelles")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    client.post(link(), ACCOUNT)
    back = User.objects.get(email="eric@hexalune.example")
    assert (back.pk, back.is_active) == (gone.pk, True)
    assert space.memberships.get(user=back).role == "guest"
    assert client.get(space.get_absolute_url()).status_code == 200


def test_a_guest_s_password_is_asked_as_anybody_s(client, link):
    address = link("eric.dalmasso@hexalune.example")
    weak = {**ACCOUNT, "password1": "eric.dalmasso", "password2": "eric.dalmasso"}
    assert client.post(address, weak).context["form"].errors["password1"]


def test_a_partner_invited_without_an_end_stays_a_year_at_most(client, space, link):
    client.post(link(), ACCOUNT)
    held = space.memberships.get(user__email="eric@hexalune.example")
    assert held.role == "guest"
    assert held.ends_on == timezone.localdate() + timedelta(days=365)


def test_the_access_of_a_partner_is_not_made_endless_afterwards(client, agent, space, link):
    client.post(link(), ACCOUNT)
    partner = User.objects.get(email="eric@hexalune.example")
    client.force_login(agent)
    page = client.post(reverse("space-member", args=[space.slug, partner.slug]), {"role": "guest", "ends_on": ""})
    assert page.status_code == 422
    assert "ends_on" in page.context["form"].errors
    assert space.memberships.get(user=partner).ends_on


def test_nobody_invites_themselves(client, agent, space, mailoutbox):
    client.force_login(agent)
    page = client.post(reverse("space-members", args=[space.slug]), {"email": agent.email.upper(), "role": "member"})
    assert page.status_code == 422
    assert "email" in page.context["form"].errors
    assert not space.invitations.exists()


@pytest.mark.parametrize("again", [{"do": "resend"}, {"email": "eric@hexalune.example", "role": "member"}])
def test_nobody_is_written_to_twice_within_ten_minutes_and_the_link_that_left_stays_good(
    client, agent, space, link, mailoutbox, run_jobs, again
):
    url, invitation = link(), SpaceInvitation.objects.get()
    client.force_login(agent)
    at = reverse("space-members", args=[space.slug])
    if "do" in again:
        at = reverse("space-invitation-manage", args=[space.slug, invitation.pk])
    assert "vient de partir" in client.post(at, again, follow=True).content.decode()
    run_jobs()
    assert len(mailoutbox) == 1
    client.logout()
    assert client.get(url).status_code == 200
    long_ago()
    client.force_login(agent)
    client.post(at, again)
    run_jobs()
    assert len(mailoutbox) == 2
    client.logout()
    assert client.get(url).status_code == 404


def test_sending_again_what_waits_to_leave_is_refused(agent, space):
    invitation = actions.invite(lead=agent, space=space, email="eric@hexalune.example")
    with pytest.raises(ValidationError, match="vient de partir"):
        actions.resend_invitation(lead=agent, invitation=invitation)
