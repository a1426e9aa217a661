"""What of a profile who sees: the two faces of the rule for every pair of people, and each level at every door."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from intranet.accounts import policies
from intranet.accounts.constants import LEVELLED, Level, Nearness
from intranet.accounts.models import User
from intranet.files.actions import store
from search.models import SearchEntry
from tests.factories.answers import shut
from tests.factories.files import photo, upload

from .world import ROLES

BACKEND = "django.contrib.auth.backends.ModelBackend"
TEXTS = {"job_title": "Archiviste", "skills": "Paléographie", "bio": "Je lis les registres.", "phone": "05 00 00 04 12"}

# How near each role is to the member, who is of the first commune, and in the private space with lead and guest.
NEAR_THE_MEMBER = {
    "nobody": Nearness.NOBODY,
    "pending": Nearness.NOBODY,
    "agent_a": Nearness.COLLEAGUE,
    "agent_b": Nearness.AGENT,
    "referent_a": Nearness.COLLEAGUE,
    "lead": Nearness.COLLEAGUE,
    "member": Nearness.COLLEAGUE,
    "guest": Nearness.MET,
    "two": Nearness.COLLEAGUE,
    "left": Nearness.NOBODY,
    "editor": Nearness.AGENT,
    "administrator": Nearness.NOBODY,
}


def reader(world, role):
    """As a request finds them."""
    person = world.people[role]
    return User.objects.get(pk=person.pk) if person else AnonymousUser()


@pytest.fixture
def member(world, settings, tmp_path):
    """Somebody who filled everything in."""
    person = User.objects.get(pk=world.people["member"].pk)
    for name, text in TEXTS.items():
        setattr(person, name, text)
    person.photo = store(upload("moi.jpg", photo()))
    person.save()
    return person


def set_levels(person, level):
    for name in LEVELLED:
        setattr(person, f"{name}_level", level)
    person.save()


def test_how_near_two_people_are_is_the_same_one_by_one_and_for_many(world):
    everybody = list(User.objects.all())
    found = set()
    for role in ROLES:
        user = reader(world, role)
        many = dict(User.objects.near(user).values_list("pk", "nearness"))
        one_by_one = {each.pk: policies.nearness_of(user, User.objects.get(pk=each.pk)) for each in everybody}
        assert many == one_by_one, role
        found |= set(many.values())
        visible = set(User.objects.visible_to(user).values_list("pk", flat=True))
        assert visible == {pk for pk, nearness in many.items() if nearness < Nearness.NOBODY}, role
    assert found == set(Nearness)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("level", Level)
def test_a_level_is_seen_by_those_as_near_at_every_door(world, member, role, level):
    set_levels(member, level)
    user, nearness = reader(world, role), NEAR_THE_MEMBER[role]
    sees = nearness <= level
    assert policies.nearness_of(user, member) == nearness
    assert all(policies.can_see_field(user, member, name) is sees for name in LEVELLED)
    client = Client()
    if world.people[role]:
        client.force_login(world.people[role], backend=BACKEND)
    page = client.get(f"/annuaire/{member.slug}/")
    body = page.content.decode()
    assert (page.status_code == 200) is (nearness < Nearness.NOBODY)
    for text in (*TEXTS.values(), f"/annuaire/{member.slug}/photo/"):
        # One sees one's own photo in the frame of every page.
        assert (text in body) is sees, text
    served = client.get(f"/annuaire/{member.slug}/photo/")
    if sees:
        assert served.status_code == 200
        assert served["Content-Type"] == "image/webp"
        shut(served)
    elif world.people[role]:
        absent = client.get("/annuaire/personne-de-ce-nom/photo/")
        assert served.status_code == 404
        assert served.content == absent.content
    if nearness <= Nearness.AGENT and role != "guest":
        for asked in ("?q=archiv", "?q=paleo", "?q=Pal%C3%A9o", "?fonction=archiv", "?competence=Pal%C3%A9ographie"):
            names = {each.slug for each in client.get(f"/annuaire/{asked}").context["page"]}
            assert (member.slug in names) is (sees and asked != "?q=paleo"), asked
        offered = {each["value"]: each["count"] for each in client.get("/annuaire/").context["skills"]}
        assert offered == ({"Paléographie": 1} if sees else {})
    elif world.people[role]:
        assert client.get("/annuaire/").status_code == 404


@pytest.mark.parametrize("level", Level)
def test_an_entry_of_search_holds_what_every_agent_sees_and_nothing_else(world, member, level):
    set_levels(member, level)
    entry = SearchEntry.objects.get(kind="person", object_id=member.pk)
    held = f"{entry.headings} {entry.body}"
    for name in ("job_title", "skills", "bio"):
        assert (TEXTS[name] in held) is (level == Level.AGENTS), name
    assert TEXTS["phone"] not in held


@pytest.mark.parametrize(("level", "sees"), [(Level.ORGANISATION, False), (Level.SPACES, True), (Level.AGENTS, True)])
def test_a_list_of_members_shows_a_guest_what_people_of_the_space_see(world, member, level, sees):
    set_levels(member, level)
    client = Client()
    client.force_login(world.people["guest"], backend=BACKEND)
    at = f"/espaces/{world.private.slug}/membres/"
    body = client.get(at).content.decode()
    assert (TEXTS["job_title"] in body) is sees
    assert (f"/annuaire/{member.slug}/photo/" in body) is sees
    found = {each.user.slug for each in client.get(f"{at}?q=archiv").context["page"]}
    assert (member.slug in found) is sees


def test_a_message_shows_nobodys_photo_since_it_is_drawn_once_for_all(world, member):
    set_levels(member, Level.AGENTS)
    client = Client()
    client.force_login(world.people["lead"], backend=BACKEND)
    thread = client.get(f"/espaces/{world.private.slug}/discussions/{world.thread.pk}/").content.decode()
    assert f"/annuaire/{member.slug}/" in thread
    assert f"/annuaire/{member.slug}/photo/" not in thread


def test_a_closed_account_shows_no_photo(world, member):
    set_levels(member, Level.AGENTS)
    client = Client()
    client.force_login(world.people["lead"], backend=BACKEND)
    served = client.get(f"/annuaire/{member.slug}/photo/")
    assert served.status_code == 200
    shut(served)
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get(f"/annuaire/{member.slug}/photo/").status_code == 404
