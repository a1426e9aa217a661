"""The agenda: who sees it, what they see, what they answer."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from spaces.events import actions, policies
from spaces.events.models import Attendance, Event
from spaces.events.search_sources import EventSource
from spaces.workspaces.constants import Access
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(datetime(2026, 11, 24, 12, 0))


@pytest.fixture(autouse=True)
def clock():
    """A day in November."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def space(agent):
    return make_space(title="Paie et PAS", lead=agent)


@pytest.fixture
def propose(agent):
    """Put something on the agenda of a space: `propose(space, days=2)`."""

    def propose(space, days=2, organiser=agent, title="Permanence paie", **fields):
        starts = NOON + timedelta(days=days)
        times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
        return actions.create_event(organiser=organiser, space=space, title=title, **times, **fields)

    return propose


def typed(**fields):
    """A form filled in."""
    filled = {"title": "Visite", "day": "2026-12-03", "start": "09:30", "end": "12:00", "place": "Mairie", "body": ""}
    return {**filled, **fields}


def test_an_agent_of_another_commune_proposes_a_meeting_in_an_open_space(client, space, colleague):
    client.force_login(colleague)
    sent = client.post(f"/espaces/{space.slug}/agenda/nouveau/", typed(body="On vient **à pied**."))
    page = client.get(sent.url).content.decode()
    assert "Visite" in page
    assert "jeudi 3 décembre" in page
    assert "9 h 30 à 12 h" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "<strong>à pied</strong>" in page
    assert "Vous participez" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"end": "09:00"}, "finit après son début"),
        ({"start": "midi"}, "par exemple 09:30"),
        ({"day": "jeudi"}, "par exemple 24/11/2026"),
        ({"title": ""}, "par exemple « Atelier DSN »"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, space, colleague, fields, words):
    client.force_login(colleague)
    page = client.post(f"/espaces/{space.slug}/agenda/nouveau/", typed(place="Salle Curie", **fields))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert "Salle Curie" in page.content.decode()
    assert not Event.objects.exists()


def test_from_the_agenda_one_chooses_among_ones_own_spaces(client, space, agent, colleague):
    elsewhere = make_space(title="Autre", lead=colleague)
    client.force_login(agent)
    assert client.post("/agenda/nouveau/", typed(space=elsewhere.pk)).status_code == 422
    client.post("/agenda/nouveau/", typed(space=space.pk))
    assert Event.objects.get().space == space


def test_the_agenda_gathers_by_month_what_is_to_come_and_shows_the_past_on_demand(client, propose, space, colleague):
    propose(space, days=2, title="Permanence")
    propose(space, days=10, title="Atelier")
    propose(space, days=-5, title="Comité")
    client.force_login(colleague)
    page = client.get("/agenda/")
    assert [(m["heading"], len(m["events"])) for m in page.context["months"]] == [("Novembre", 1), ("Décembre", 1)]
    assert [event.title for event in page.context["past"]] == ["Comité"]
    past = client.get("/agenda/?passes")
    assert [event.title for event in past.context["page"]] == ["Comité"]
    assert [event.title for event in client.get(f"/espaces/{space.slug}/agenda/").context["page"]] == [
        "Permanence",
        "Atelier",
    ]


def test_the_agenda_keeps_the_spaces_that_are_chosen(client, propose, space, agent, colleague):
    other = make_space(title="Vie scolaire", lead=agent)
    propose(space, title="Permanence")
    propose(other, title="Cantine")
    client.force_login(colleague)
    page = client.get(f"/agenda/?espace={other.pk}&espace=rien")
    assert [event.title for event in page.context["page"]] == ["Cantine"]
    assert [(o["label"], o["count"], o["checked"]) for o in page.context["spaces"]] == [
        ("Paie et PAS", 1, False),
        ("Vie scolaire", 1, True),
    ]


def test_coming_is_one_gesture_and_so_is_not_coming(client, propose, space, colleague):
    event = propose(space)
    client.force_login(colleague)
    answer = f"/agenda/{event.pk}/repondre/"
    back = client.post(answer, {"reponse": "yes", "retour": "/agenda/"})
    assert back["Location"] == "/agenda/"
    assert "Vous participez" in client.get("/agenda/").content.decode()
    assert "Maël Fournier" in client.get(event.get_absolute_url()).content.decode()
    client.post(answer, {"reponse": "yes"})
    assert event.attendances.filter(user=colleague).count() == 1
    client.post(answer, {"reponse": "no"})
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Maël Fournier" not in page.split("Qui vient")[1]
    assert Attendance.objects.get(user=colleague).answer == "no"


def test_a_script_gets_the_row_with_its_new_state(client, propose, space, colleague):
    event = propose(space)
    client.force_login(colleague)
    sent = {"reponse": "yes", "retour": "/agenda/"}
    row = client.post(f"/agenda/{event.pk}/repondre/", sent, headers={"HX-Request": "true"}).content.decode()
    assert row.startswith('<li class="event-row">')
    assert "Vous participez" in row
    assert "2 inscrits" in row


def test_an_answer_never_leads_elsewhere(client, propose, space, colleague):
    event = propose(space)
    client.force_login(colleague)
    back = client.post(f"/agenda/{event.pk}/repondre/", {"reponse": "yes", "retour": "https://ailleurs.example/"})
    assert back["Location"] == event.get_absolute_url()


@pytest.mark.parametrize("change", ["over", "cancelled"])
def test_nobody_answers_to_what_is_over_or_cancelled(client, propose, space, agent, colleague, change):
    event = propose(space, days=-3 if change == "over" else 3)
    if change == "cancelled":
        actions.cancel_event(actor=agent, event=event)
    client.force_login(colleague)
    assert client.post(f"/agenda/{event.pk}/repondre/", {"reponse": "yes"}).status_code == 403
    assert "Je participe" not in client.get(event.get_absolute_url()).content.decode()


def test_its_organiser_changes_it_and_calls_it_off(client, propose, space, colleague):
    event = propose(space, organiser=colleague)
    client.force_login(colleague)
    form = client.get(f"/agenda/{event.pk}/modifier/").content.decode()
    assert 'value="2026-11-26"' in form
    client.post(f"/agenda/{event.pk}/modifier/", typed(title="Permanence déplacée"))
    assert "annuler" in client.get(f"/agenda/{event.pk}/annuler/").content.decode().lower()
    client.post(f"/agenda/{event.pk}/annuler/")
    page = client.get("/agenda/").content.decode()
    assert "Permanence déplacée" in page
    assert "Annulé" in page
    assert client.get(f"/agenda/{event.pk}/modifier/").status_code == 403


def test_others_may_not_change_it_and_the_leads_may(client, propose, space, agent, colleague):
    event = propose(space, organiser=colleague)
    for person, status in ((AgentFactory(), 403), (agent, 200)):
        client.force_login(person)
        assert client.get(f"/agenda/{event.pk}/modifier/").status_code == status
        assert client.get(f"/agenda/{event.pk}/annuler/").status_code == status
    assert client.post(f"/agenda/{event.pk}/modifier/", typed(end="08:00")).status_code == 422


def test_an_action_refuses_an_event_that_ends_before_it_starts(space, agent):
    with pytest.raises(ValidationError):
        actions.create_event(organiser=agent, space=space, title="X", starts_at=NOON, ends_at=NOON)


def test_the_list_and_the_answer_are_one_rule_for_everybody(propose, agent, colleague, commune):
    guest = UserFactory()
    spaces = {
        "open": make_space(lead=agent, guests=[guest]),
        "organisations": make_space(access=Access.ORGANISATIONS, organisations=[commune], lead=agent),
        "on_request": make_space(access=Access.ON_REQUEST, lead=agent),
        "private": make_space(access=Access.PRIVATE, lead=agent, members=[colleague]),
    }
    events = {sort: propose(each) for sort, each in spaces.items()}
    seen = [
        (agent, set(spaces)),
        (colleague, {"open", "private"}),
        (AgentFactory(organisation=commune), {"open", "organisations"}),
        (guest, {"open"}),
        (UserFactory(), set()),
        (UserFactory(is_superuser=True), set()),
    ]
    for person, sorts in seen:
        listed = set(Event.objects.visible_to(person))
        for sort, event in events.items():
            assert (event in listed) == (sort in sorts)
            assert policies.can_view_event(person, event) == (sort in sorts)
            assert policies.can_answer_event(person, event) == (sort in sorts)
            assert policies.can_create_event(person, event.space) == (sort in sorts)


def test_what_may_not_be_seen_answers_as_what_does_not_exist(client, propose, agent, colleague):
    event = propose(make_space(access=Access.PRIVATE, lead=agent), title="Entre nous")
    client.force_login(colleague)
    for page in ("", "modifier/", "annuler/"):
        hidden, absent = client.get(f"/agenda/{event.pk}/{page}"), client.get(f"/agenda/999999/{page}")
        assert hidden.status_code == 404
        assert hidden.content == absent.content
    assert client.post(f"/agenda/{event.pk}/repondre/", {"reponse": "yes"}).status_code == 404
    assert client.get(f"/espaces/{event.space.slug}/agenda/").status_code == 404
    assert client.post(f"/espaces/{event.space.slug}/agenda/nouveau/", typed()).status_code == 404
    assert "Entre nous" not in client.get("/agenda/").content.decode()


def test_a_guest_sees_the_people_of_their_space_and_how_many_others_come(client, propose, space, agent):
    guest = UserFactory()
    space.memberships.create(user=guest, role="guest")
    event = propose(space)
    passing = AgentFactory(first_name="Zoé", last_name="Passante")
    actions.answer_event(user=passing, event=event, comes=True)
    client.force_login(guest)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Awa Diallo" in page
    assert "Zoé Passante" not in page
    assert "1 autre personne" in page


def test_the_space_and_the_home_page_say_what_comes_next(client, propose, space, agent):
    propose(space, title="Permanence")
    client.force_login(agent)
    for page in ("/", space.get_absolute_url()):
        assert "Permanence" in client.get(page).content.decode()


def test_it_is_found_in_its_space_until_it_is_cancelled(propose, space, agent):
    event = propose(space, place="Salle Curie", body="Taux **neutre**")
    found = EventSource().queryset().get()
    entry = EventSource().entry(found)
    assert (entry.title, entry.headings, entry.body) == ("Permanence paie", "Salle Curie", "Taux neutre")
    assert entry.containers == (f"space:{space.pk}",)
    assert EventSource().visible(agent, [event.pk, 999]) == {event.pk}
    actions.cancel_event(actor=agent, event=event)
    assert EventSource().entry(event) is None


def test_the_number_of_queries_of_the_pages_does_not_grow(client, propose, agent, colleague):
    first = propose(make_space(lead=agent, members=[colleague]))
    client.force_login(colleague)
    counts = []
    for _ in range(2):
        for n in range(5):
            event = propose(make_space(lead=agent, members=[colleague]), days=n - 2)
            actions.answer_event(user=AgentFactory(), event=first, comes=True)
            propose(first.space, days=n - 2)
        for page in (
            "/agenda/",
            "/agenda/?passes",
            first.get_absolute_url(),
            f"{first.space.get_absolute_url()}agenda/",
        ):
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            counts.append(len(captured))
        assert event
    assert counts[:4] == counts[4:]


def test_the_second_of_two_who_change_a_meeting_is_told_and_loses_nothing(client, space, agent, propose):
    event = propose(space)
    client.force_login(agent)
    address = f"/agenda/{event.pk}/modifier/"
    before = client.get(address).context["form"].initial["before"]
    assert client.post(address, typed(place="Salle Curie", before=before)).status_code == 302
    second = client.post(address, typed(place="Salle Pasteur", before=before))
    words = second.content.decode()
    assert second.status_code == 422
    assert "Quelqu’un vient de modifier ce rendez-vous" in words
    assert all(place in words for place in ("Salle Curie", "Salle Pasteur"))
    event.refresh_from_db()
    assert event.place == "Salle Curie"
    # Sent again, it is sent knowingly.
    known = second.context["form"]["before"].value()
    assert client.post(address, typed(place="Salle Pasteur", before=known)).status_code == 302
    event.refresh_from_db()
    assert event.place == "Salle Pasteur"
