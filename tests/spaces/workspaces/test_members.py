"""Who is in a space, as what, until when; and the last lead stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.actions import close_account
from intranet.audit.models import Entry
from intranet.notifications.models import Notification
from spaces.workspaces import actions
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import JoinRequest, SpaceMembership
from spaces.workspaces.policies import can_lead_space, can_read_space
from tests.factories.people import AgentFactory, UserFactory, confirm
from tests.factories.places import OrganisationFactory, make_space

TODAY, TOMORROW = timezone.localdate, lambda: timezone.localdate() + timedelta(days=1)


def ended(space, user):
    space.memberships.create(user=user, role="member", ends_on=TODAY())


def test_a_member_whose_time_was_over_reads_again_once_accepted(agent, colleague):
    space = make_space(access=Access.ON_REQUEST, lead=agent)
    ended(space, colleague)
    request = actions.ask_to_join(user=colleague, space=space)
    actions.answer_join_request(lead=agent, request=request, accept=True)
    assert can_read_space(colleague, space)
    assert space.memberships.get(user=colleague).ends_on is None


def test_a_member_whose_time_was_over_reads_again_once_they_accept_an_invitation(agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent)
    ended(space, colleague)
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    actions.accept_invitation(user=colleague, invitation=invitation)
    assert can_read_space(colleague, space)


def test_a_member_whose_time_was_over_joins_an_open_space_again(agent, colleague):
    space = make_space(lead=agent)
    ended(space, colleague)
    actions.join_space(user=colleague, space=space)
    assert space.memberships.current().filter(user=colleague).exists()


@pytest.mark.parametrize("change", [
    {"role": SpaceRole.LEAD, "ends_on": TODAY}, {"role": SpaceRole.LEAD, "ends_on": TOMORROW},
    {"role": SpaceRole.MEMBER}, {"role": SpaceRole.GUEST, "ends_on": TODAY},
])  # fmt: skip
def test_the_last_lead_stays(agent, colleague, change):
    space = make_space(lead=agent, members=[colleague])
    values = {name: value() if callable(value) and name == "ends_on" else value for name, value in change.items()}
    with pytest.raises(ValidationError):
        actions.change_member(lead=agent, space=space, user=agent, **values)
    assert can_lead_space(agent, space)


def test_a_lead_who_ends_or_whose_account_is_closed_does_not_count_as_another_one(agent, colleague):
    space = make_space(lead=agent)
    space.memberships.create(user=colleague, role="lead", ends_on=TOMORROW())
    space.memberships.create(user=AgentFactory(is_active=False), role="lead")
    space.memberships.create(user=AgentFactory(OrganisationFactory(in_pool=False)), role="lead")
    with pytest.raises(ValidationError):
        actions.leave_space(user=agent, space=space)


def test_the_last_lead_is_told_whom_to_name(client, agent, colleague):
    space = make_space(lead=agent, members=[colleague])
    client.force_login(agent)
    page = client.post(reverse("space-leave", args=[space.slug]), follow=True).content.decode()
    assert "Maël Fournier" in page
    assert can_lead_space(agent, space)


def test_a_space_is_handed_over(client, agent, colleague):
    space = make_space(lead=agent, members=[colleague])
    client.force_login(agent)
    client.post(reverse("space-hand-over", args=[space.slug, colleague.slug]))
    assert can_lead_space(colleague, space)
    assert not can_lead_space(agent, space)
    assert can_read_space(agent, space)
    assert Notification.objects.filter(recipient=colleague, kind="space.handed_over").exists()
    actions.leave_space(user=agent, space=space)


def test_a_space_is_not_handed_over_to_a_guest(agent):
    guest = UserFactory()
    space = make_space(lead=agent, guests=[guest])
    with pytest.raises(ValidationError):
        actions.hand_over(lead=agent, space=space, user=guest)
    assert can_lead_space(agent, space)


def test_a_lead_changes_what_a_member_is(client, agent, colleague):
    space = make_space(lead=agent, members=[colleague])
    client.force_login(agent)
    url = reverse("space-member", args=[space.slug, colleague.slug])
    assert client.post(url, {"role": "lead", "ends_on": ""}).status_code == 302
    assert can_lead_space(colleague, space)
    assert client.post(url, {"role": "guest", "ends_on": TODAY().isoformat()}).status_code == 422
    assert Entry.objects.filter(action="space.role_changed", details__who=str(colleague)).count() == 1


def test_the_members_page_shows_fifty_and_is_searched(client, agent, commune):
    people = [AgentFactory(commune, first_name="Zoé", last_name=f"Martin{n:03}") for n in range(60)]
    space = make_space(lead=agent, members=people)
    client.force_login(agent)
    url = reverse("space-members", args=[space.slug])
    page = client.get(url)
    assert len(page.context["page"].object_list) == 50
    assert page.context["page"].object_list[0].user == agent
    assert page.context["total"] == 61
    assert [m.user for m in client.get(url, {"q": "zoé martin007"}).context["page"]] == [people[7]]
    assert [m.user for m in client.get(url, {"role": "lead"}).context["page"]] == [agent]
    assert len(client.get(url, {"collectivite": "ailleurs", "page": "2"}).context["page"].object_list) == 11


@pytest.mark.parametrize("accept", [True, False])
def test_a_request_is_answered_with_a_word_that_reaches_who_asked(
    client, agent, colleague, accept, run_jobs, mailoutbox
):
    space = make_space(access=Access.ON_REQUEST, lead=agent, title="Paie")
    client.force_login(colleague)
    client.post(reverse("space-ask", args=[space.slug]), {"message": "Je fais la paie à Corvelles."})
    request = JoinRequest.objects.get()
    client.force_login(agent)
    members = reverse("space-members", args=[space.slug])
    assert "Je fais la paie à Corvelles." in client.get(members).content.decode()
    answer = {"answer": "accept" if accept else "refuse", "word": "Après les élections."}
    client.post(reverse("space-answer", args=[space.slug, request.pk]), answer)
    run_jobs()
    assert can_read_space(colleague, space) is accept
    client.force_login(colleague)
    assert "Après les élections." in client.get(reverse("notifications")).content.decode()
    assert "Après les élections." in mailoutbox[0].body
    if not accept:
        assert "Après les élections." in client.get(space.get_absolute_url()).content.decode()


def test_an_administrator_steps_in_for_a_reason_and_the_leads_are_told(client, agent, run_jobs, mailoutbox):
    administrator = UserFactory(is_superuser=True, first_name="Ali", last_name="Roche")
    space = make_space(access=Access.PRIVATE, lead=agent, title="Entre nous")
    client.force_login(administrator)
    confirm(client, administrator)
    assert client.get(space.get_absolute_url()).status_code == 404
    url = reverse("space-take-lead", args=[space.slug])
    assert "Entre nous" not in client.get(url).content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    client.post(url, {"reason": "Plus personne ne répond"})
    run_jobs()
    assert client.get(space.get_absolute_url()).status_code == 200
    assert Entry.objects.get(action="space.lead_taken").details == {"reason": "Plus personne ne répond"}
    assert Notification.objects.filter(recipient=agent, kind="space.lead_taken").exists()
    assert "Plus personne ne répond" in mailoutbox[0].body


def test_nobody_else_steps_in(agent, colleague):
    space = make_space(lead=agent)
    with pytest.raises(PermissionDenied):
        actions.take_lead(administrator=colleague, space=space, reason="Parce que")
    assert not SpaceMembership.objects.filter(user=colleague).exists()


@pytest.mark.parametrize("accept", [True, False])
def test_an_answer_names_no_space_that_has_become_private(client, agent, colleague, accept):
    space = make_space(access=Access.ON_REQUEST, lead=agent, title="Budget")
    request = actions.ask_to_join(user=colleague, space=space)
    actions.answer_join_request(lead=agent, request=request, accept=accept)
    client.force_login(colleague)
    assert "Budget" in client.get(reverse("notifications")).content.decode()
    space.memberships.filter(user=colleague).delete()
    type(space).objects.filter(pk=space.pk).update(access=Access.PRIVATE, title="Une sanction")
    page = client.get(reverse("notifications"))
    assert page.status_code == 200
    assert "Une sanction" not in page.content.decode()


def test_each_time_that_an_administrator_steps_in_is_told(agent, run_jobs, mailoutbox):
    administrator, space = UserFactory(is_superuser=True), make_space(access=Access.PRIVATE, lead=agent)
    for reason in ("La première fois", "La seconde"):
        actions.take_lead(administrator=administrator, space=space, reason=reason)
        run_jobs()
        actions.remove_member(lead=agent, space=space, user=administrator)
    assert [reason in mail.body for reason, mail in zip(("La première fois", "La seconde"), mailoutbox, strict=True)]


def test_a_space_that_comes_back_to_somebody_is_told_again(agent, colleague):
    space = make_space(lead=agent, members=[colleague])
    for lead, heir in ((agent, colleague), (colleague, agent), (agent, colleague)):
        Notification.objects.update(read_at=timezone.now())
        actions.hand_over(lead=lead, space=space, user=heir)
        assert Notification.objects.filter(recipient=heir, kind="space.handed_over", read_at=None).exists()


def test_the_second_of_two_leads_is_told_that_a_role_has_changed(client, agent, colleague):
    space, second = make_space(lead=agent, members=[colleague]), AgentFactory()
    space.memberships.create(user=second, role="lead")
    client.force_login(agent)
    url = reverse("space-member", args=[space.slug, colleague.slug])
    seen = client.get(url).context["form"]["before"].value()
    actions.change_member(lead=second, space=space, user=colleague, role=SpaceRole.LEAD)
    page = client.post(url, {"role": "guest", "ends_on": TOMORROW().isoformat(), "before": seen})
    assert page.status_code == 422
    assert "Quelqu’un vient de changer" in page.content.decode()
    assert space.memberships.get(user=colleague).role == "lead"
    # What was chosen is there still, and sent again it is sent knowingly.
    again = {bound.html_name: bound.value() for bound in page.context["form"]}
    assert again["role"] == "guest"
    assert client.post(url, again).status_code == 302
    assert space.memberships.get(user=colleague).role == "guest"


def test_a_request_is_refused_by_who_says_so_alone(client, agent, colleague):
    space = make_space(access=Access.ON_REQUEST, lead=agent)
    request = actions.ask_to_join(user=colleague, space=space)
    client.force_login(agent)
    client.post(reverse("space-answer", args=[space.slug, request.pk]), {"word": "Non"})
    request.refresh_from_db()
    assert request.answered_at is None


def test_who_hands_over_a_space_of_other_communes_stays_as_a_guest(agent, neighbour):
    heir = AgentFactory(neighbour)
    space = make_space(access=Access.ORGANISATIONS, organisations=[neighbour], lead=agent, members=[heir])
    actions.hand_over(lead=agent, space=space, user=heir)
    stays = space.memberships.get(user=agent)
    assert can_read_space(agent, space)
    assert (stays.role, bool(stays.ends_on)) == ("guest", True)


def test_a_pin_that_is_gone_is_moved_nowhere(agent):
    space = make_space(lead=agent)
    pinned = actions.pin(lead=agent, space=space, title="Un", text="mot")
    actions.pin(lead=agent, space=space, title="Deux", text="mots")
    pinned.__class__.objects.filter(pk=pinned.pk).delete()
    actions.move_pin(lead=agent, pinned=pinned, up=False)
    assert [(each.title, each.position) for each in space.pins.all()] == [("Deux", 1)]


def test_a_guest_learns_of_no_organisation_that_has_nobody_there_any_more(client, agent, neighbour):
    guest, space = UserFactory(), make_space(access=Access.PRIVATE, lead=agent)
    space.memberships.create(user=guest, role="guest", ends_on=TOMORROW())
    ended(space, AgentFactory(neighbour))
    client.force_login(guest)
    page = client.get(reverse("space-members", args=[space.slug]), {"collectivite": neighbour.slug})
    assert page.status_code == 200
    assert neighbour.short_name not in page.content.decode()


def test_leaving_asks_first_and_says_how_one_comes_back(client, agent, colleague):
    ways = {Access.OPEN: "rejoindre à nouveau", Access.ON_REQUEST: "le demander", Access.PRIVATE: "nouvelle invitation"}
    client.force_login(colleague)
    for access, words in ways.items():
        space = make_space(access=access, lead=agent, members=[colleague])
        assert words in client.get(reverse("space-leave", args=[space.slug])).content.decode()
        assert space.memberships.filter(user=colleague).exists()
    assert client.get(make_space(lead=agent).get_absolute_url() + "quitter/").status_code == 302


def test_leads_see_on_every_page_that_somebody_asks_to_enter_and_others_do_not(client, agent, colleague):
    space = make_space(access=Access.ON_REQUEST, lead=agent, members=[colleague])
    actions.ask_to_join(user=AgentFactory(space.leads[0].organisations[0]), space=space)
    for reader, seen in ((agent, True), (colleague, False)):
        client.force_login(reader)
        assert ("demandes d’entrée" in client.get(space.get_absolute_url()).content.decode()) is seen


def test_leads_are_told_what_they_did_with_people(client, agent, colleague):
    space = make_space(access=Access.ON_REQUEST, lead=agent)
    request = actions.ask_to_join(user=colleague, space=space)
    client.force_login(agent)
    done = [
        (reverse("space-answer", args=[space.slug, request.pk]), {"answer": "accept"}, "est dans l’espace"),
        (reverse("space-member", args=[space.slug, colleague.slug]), {"role": "member"}, "enregistré pour"),
        (reverse("space-remove", args=[space.slug, colleague.slug]), {}, "n’est plus dans l’espace"),
    ]
    for url, sent, words in done:
        assert words in client.post(url, sent, follow=True).content.decode()


def test_the_request_of_a_closed_account_is_refused_with_a_word_and_not_accepted(client, agent, colleague):
    space = make_space(access=Access.ON_REQUEST, lead=agent)
    request = actions.ask_to_join(user=colleague, space=space)
    close_account(by=None, user=colleague)
    with pytest.raises(ValidationError):
        actions.answer_join_request(lead=agent, request=request, accept=True)
    client.force_login(agent)
    said = client.post(reverse("space-answer", args=[space.slug, request.pk]), {"answer": "accept"}, follow=True)
    assert "ne peut plus être acceptée" in said.content.decode()
    assert not space.memberships.filter(user=colleague).exists()
    actions.answer_join_request(lead=agent, request=request, accept=False, word="Compte fermé")
    assert JoinRequest.objects.get().accepted is False
