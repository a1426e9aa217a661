"""Who sees what, and who manages whose agents: the two faces of each rule, for every role."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from intranet.accounts import policies
from intranet.accounts.models import AttachmentRequest, Dormancy, Invitation, Membership, Move, User
from intranet.organisations.models import Organisation
from intranet.organisations.policies import (
    can_edit_organisation,
    can_identify_organisation,
    can_manage_agents,
    can_view_organisation,
)
from knowledge.guides.models import GuidePage, Rollout
from knowledge.guides.policies import can_view_board, can_view_guide
from knowledge.lessons.models import LessonPage
from knowledge.lessons.policies import can_view_lesson
from spaces.discussions.models import Thread
from spaces.discussions.policies import can_view_thread
from spaces.documents.models import Document
from spaces.documents.policies import can_view_document
from spaces.events.models import Event
from spaces.events.policies import can_view_event
from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_read_space, can_view_space

from .world import ROLES

FACES = [
    (Organisation, "visible_to", can_view_organisation),
    (Organisation, "managed_by", can_manage_agents),
    (Organisation, "managed_by", can_edit_organisation),
    (User, "visible_to", policies.can_view_person),
    (Invitation, "visible_to", policies.can_manage_invitation),
    (AttachmentRequest, "visible_to", policies.can_view_attachment),
    (Dormancy, "visible_to", policies.can_view_dormancy),
    (Move, "visible_to", policies.can_view_move),
    (SpacePage, "visible_to", can_view_space),
    (SpacePage, "readable_by", can_read_space),
    (Document, "visible_to", can_view_document),
    (Event, "visible_to", can_view_event),
    (Thread, "visible_to", can_view_thread),
    (LessonPage, "visible_to", can_view_lesson),
    (GuidePage, "visible_to", can_view_guide),
    (Rollout, "visible_to", can_view_board),
]


def reader(world, role):
    """As a request finds them."""
    person = world.people[role]
    return User.objects.get(pk=person.pk) if person else AnonymousUser()


@pytest.mark.parametrize(("model", "face", "rule"), FACES, ids=lambda value: getattr(value, "__name__", value))
def test_a_list_holds_what_the_rule_allows_one_by_one(model, face, rule, world):
    seen = set()
    for role in ROLES:
        user = reader(world, role)
        listed = set(getattr(model.objects, face)(user).values_list("pk", flat=True))
        allowed = {each.pk for each in model.objects.all() if rule(user, each)}
        assert listed == allowed, role
        seen.add(len(allowed))
    assert len(seen) > 1


def test_every_rule_of_what_one_sees_is_held_to_its_list():
    modules = (import_module(f"{app}.policies") for app in settings.INSTALLED_APPS if find_spec(f"{app}.policies"))
    rules = {rule for module in modules for name, rule in vars(module).items() if name.startswith("can_view_")}
    assert rules - {rule for _model, _face, rule in FACES} == set()


# Who manages the membership of whom: by role of the one who acts.
MANAGES = {
    "referent_a": {"agent_a", "lead", "member", "two"},
    "editor": {"agent_a", "agent_b", "referent_a", "lead", "member", "two", "guest"},
}


def test_a_referent_touches_neither_themselves_nor_another_commune(world):
    names = {person.pk: role for role, person in world.people.items() if person}
    for role in ROLES:
        user = reader(world, role)
        held = Membership.objects.active().filter(user__in=names).select_related("organisation")
        # One who belongs to two communes is managed by each of them for its own.
        managed = {names[each.user_id] for each in held if policies.can_manage_membership(user, each)}
        assert managed == MANAGES.get(role, set()), role
    two_in_b = Membership.objects.get(user=world.people["two"], organisation=world.b)
    assert not policies.can_manage_membership(reader(world, "referent_a"), two_in_b)


def test_only_editors_say_what_an_organisation_is(world):
    assert {role for role in ROLES if can_identify_organisation(reader(world, role), world.a)} == {"editor"}


def test_answers_belong_to_the_commune_that_is_asked(world):
    for role in ROLES:
        user = reader(world, role)
        assert policies.can_answer_attachment(user, world.asked_a) == (role in ("referent_a", "editor"))
        assert policies.can_answer_move(user, world.arrival) == (role in ("referent_a", "editor"))
        # What leaves the first commune is answered by the second.
        assert policies.can_answer_move(user, world.departure) == (role == "editor")
        assert policies.can_withdraw_move(user, world.departure) == (role in ("referent_a", "editor"))
        assert policies.can_ask_attachment(user) == (role in ("pending", "guest", "left", "administrator"))
