"""What one may still see under the bell: asked of one thing, or of a page of them, the rule answers the same."""

from django.utils import timezone

from intranet.accounts.models import AttachmentRequest, Dormancy, Membership, Move, User
from intranet.notifications.actions import kinds
from knowledge.lessons.constants import Audience
from knowledge.lessons.models import LessonPage, Reuse
from spaces.discussions.models import Message, Thread
from spaces.documents.models import Infection
from spaces.workspaces.actions import invite
from spaces.workspaces.models import JoinRequest, SpaceInvitation, SpaceMembership, SpacePage
from tests.factories.knowledge import make_lesson
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import make_space
from tests.factories.plenty import begin, grow

ABOUT = {
    "attachment.asked": AttachmentRequest,
    "attachment.answered": AttachmentRequest,
    "membership.begun": Membership,
    "membership.role_changed": Membership,
    "move.proposed": Move,
    "move.answered": Move,
    "move.done": Move,
    "stewardship.handed_over": User,
    "account.idle": Dormancy,
    "account.closed_idle": Dormancy,
    "account.successor_wanted": Dormancy,
    "message.mention": Message,
    "message.reply": Message,
    "message.accepted": Message,
    "lesson.review_asked": LessonPage,
    "lesson.published": LessonPage,
    "lesson.changes_asked": LessonPage,
    "lesson.reused": Reuse,
    "document.infected": Infection,
    "thread.opened": Thread,
    "space.join_asked": JoinRequest,
    "space.join_answered": JoinRequest,
    "space.invited": SpaceInvitation,
    "space.invitation_accepted": SpaceMembership,
    "space.handed_over": SpaceMembership,
    "space.lead_taken": SpaceMembership,
    "space.without_lead": SpacePage,
}


def test_every_kind_answers_for_a_page_as_for_one(db):
    world = begin()
    grow(world, 0)
    lead = world.others[0].leads[0]
    guest = UserFactory()
    private = make_space(access="private", lead=lead, guests=[guest])
    make_lesson(lead, published=True, title="Entre nous", audience=Audience.SPACE, space=private)
    JoinRequest.objects.create(space=world.others[0], user=world.colleague)
    Message.objects.filter(pk=Message.objects.latest("pk").pk).update(deleted_at=timezone.now())
    invite(lead=lead, space=private, email=world.colleague.email)
    Infection.objects.create(space=world.space, author=world.reader, name="paie.ods", found="Virus")
    Infection.objects.create(space=private, author=world.reader, name="paie.ods", found="Virus")
    Dormancy.objects.create(user=world.colleague, warned_at=timezone.now())
    Dormancy.objects.create(user=lead, warned_at=timezone.now())
    make_space(lead=UserFactory(is_active=False))
    moved = Move.objects.first()
    Move.objects.filter(pk=moved.pk).update(accepted=True, answered_at=timezone.now())
    pending = AttachmentRequest.objects.first().user
    people = [moved.membership.user, pending, world.reader, world.colleague, lead, guest, AgentFactory(), UserFactory()]
    people.append(UserFactory(is_superuser=True))
    assert set(kinds()) == set(ABOUT)
    for name, rule in kinds().items():
        abouts = list(ABOUT[name].objects.order_by("pk"))
        answers = set()
        for person in people:
            # As a request finds them.
            reader = type(person).objects.get(pk=person.pk)
            one_by_one = [about for about in abouts if rule.visible_to(reader, about)]
            assert rule.visible_among(reader, abouts) == one_by_one, (name, person)
            answers.add(len(one_by_one))
        assert len(answers) > 1, f"{name}: everyone sees as much, nothing was tried"
