"""Guides, roll-outs and lessons go on when nobody who leads them may any more, and nobody was named after them."""

import pytest
from django.utils import timezone

from intranet.accounts.actions import close_account, end_membership
from intranet.audit.models import Entry
from intranet.notifications.models import Notification
from knowledge.guides.policies import can_open_rollout
from knowledge.lessons.constants import Audience
from knowledge.lessons.policies import can_edit_lesson
from tests.factories.knowledge import make_lesson, make_rollout
from tests.factories.people import AgentFactory, UserFactory, editor
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(is_superuser=True)


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent")


def led_alone(lead, *places):
    """A guide and its open roll-out, both led by `lead` alone."""
    rollout = make_rollout(lead, places)
    rollout.leads.add(lead)
    return rollout.guide, rollout


def told(person):
    return Notification.objects.filter(recipient=person, kind="stewardship.handed_over").exists()


def keepers(lesson):
    return [row.user for row in lesson.keepers.all()]


def acts():
    return set(Entry.objects.filter(action__endswith=".handed_over").values_list("action", flat=True))


def test_a_referent_goes_on_when_the_account_of_the_only_lead_is_closed(commune, agent, referent, administrator):
    guide, rollout = led_alone(agent, commune)
    close_account(by=administrator, user=agent)
    assert set(guide.leads.all()) == set(rollout.leads.all()) == {agent, referent}
    assert can_open_rollout(referent, guide)
    assert acts() == {"guide.handed_over", "rollout.handed_over"}
    assert told(referent)


def test_so_it_does_when_a_form_of_the_admin_closes_it(commune, agent, referent):
    guide, _rollout = led_alone(agent, commune)
    lesson = make_lesson(agent, published=True)
    agent.is_active = False
    agent.save()
    assert referent in guide.leads.all()
    assert keepers(lesson) == [referent]


def test_what_others_lead_too_stays_theirs(commune, agent, colleague, referent):
    guide, rollout = led_alone(agent, commune)
    guide.leads.add(colleague)
    rollout.leads.add(colleague)
    lesson = make_lesson(agent)
    lesson.signatures.create(user=colleague)
    close_account(by=None, user=agent)
    assert referent not in [*guide.leads.all(), *rollout.leads.all(), *keepers(lesson)]
    assert not told(referent)


def test_a_roll_out_that_is_over_needs_nobody(commune, agent, referent):
    _guide, rollout = led_alone(agent, commune)
    rollout.closed_at = timezone.now()
    rollout.save()
    close_account(by=None, user=agent)
    assert list(rollout.leads.all()) == [agent]


def test_an_editor_goes_on_where_nobody_speaks_for_the_organisation(commune, neighbour, agent):
    chief = editor(organisation=neighbour)
    guide, _rollout = led_alone(agent, commune)
    out, draft = make_lesson(agent, published=True, title="Paru"), make_lesson(agent, title="Brouillon")
    close_account(by=None, user=agent)
    assert chief in guide.leads.all()
    assert keepers(out) == [chief]
    # A draft that was shown to no editor is shown to none by this.
    assert keepers(draft) == []
    assert told(chief)


def test_the_referents_who_leave_with_their_organisation_take_nothing_over(commune, neighbour, agent, referent):
    chief = editor(organisation=neighbour)
    guide, _rollout = led_alone(agent, commune)
    commune.in_pool = False
    commune.save()
    assert referent not in guide.leads.all()
    assert chief in guide.leads.all()


def test_a_lesson_is_looked_after_by_a_referent_of_who_tells_it_drafts_too(agent, referent, administrator):
    lesson = make_lesson(agent)
    close_account(by=administrator, user=agent)
    assert keepers(lesson) == [referent]
    assert can_edit_lesson(referent, lesson)
    assert [each.user for each in lesson.signatures.all()] == [agent]
    assert acts() == {"lesson.handed_over"}
    assert told(referent)


def test_a_lesson_of_a_private_space_stays_with_who_leads_it_now(commune, agent, referent):
    member = AgentFactory(commune)
    space = make_space(access="private", lead=agent, members=[member])
    lesson = make_lesson(agent, audience=Audience.SPACE, space=space)
    close_account(by=None, user=agent)
    assert keepers(lesson) == [member]


def leaves(person, organisation, referent, successor):
    held = person.memberships.get(organisation=organisation)
    end_membership(by=referent, membership=held, on=timezone.localdate(), successor=successor)


def test_who_moves_within_the_pool_goes_on_with_what_they_lead(commune, neighbour, agent, referent):
    guide, rollout = led_alone(agent, commune)
    agent.memberships.create(organisation=neighbour, is_primary=False)
    leaves(agent, commune, referent, AgentFactory(commune))
    assert list(guide.leads.all()) == list(rollout.leads.all()) == [agent]


def test_a_lesson_that_a_colleague_writes_too_needs_no_keeper(commune, agent, referent):
    lesson, mine = make_lesson(agent), make_lesson(agent, title="Seule")
    lesson.signatures.create(user=AgentFactory(commune))
    successor = AgentFactory(commune)
    leaves(agent, commune, referent, successor)
    assert keepers(lesson) == []
    assert keepers(mine) == [successor]
