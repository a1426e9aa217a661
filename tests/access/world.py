"""Two communes, every role, and one of everything, in a private space of the first."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from intranet.accounts.constants import Level
from intranet.accounts.models import Dormancy, Membership
from intranet.files.actions import store
from intranet.home.models import NewsIndexPage, NewsPage
from intranet.notifications.models import Notification
from intranet.taxonomy.models import Theme
from knowledge.guides.actions import open_rollout
from knowledge.guides.models import GuideIndexPage, GuidePage, GuideStep
from knowledge.lessons.actions import create_lesson, submit_lesson
from knowledge.lessons.constants import SECTIONS, Audience
from knowledge.lessons.models import LessonPage
from spaces.discussions.actions import open_thread, post_message
from spaces.documents.actions import add_document, create_folder, delete_document
from spaces.events.models import Event
from spaces.workspaces.constants import Access
from spaces.workspaces.models import JoinRequest, Pin, SpaceInvitation
from tests.factories.entry import make_invitation, make_move, make_request
from tests.factories.files import pdf, photo, picture, upload
from tests.factories.people import AgentFactory, UserFactory, editor
from tests.factories.places import OrganisationFactory, make_space

ROLES = [
    "nobody", "pending", "agent_a", "agent_b", "referent_a", "lead", "member", "guest", "two", "left", "editor",
    "administrator",
]  # fmt: skip


def build() -> SimpleNamespace:
    """Everything a row of the tables may name."""
    a = OrganisationFactory(name="Ville d'Amont", slug="amont")
    b = OrganisationFactory(name="Ville d'Aval", slug="aval")
    partner = OrganisationFactory(name="Éditeur", slug="editeur", in_pool=False, kind="partenaire")
    people = {
        "nobody": None,
        "pending": UserFactory(),
        "agent_a": AgentFactory(a),
        "agent_b": AgentFactory(b),
        "referent_a": AgentFactory(a, role="referent"),
        "lead": AgentFactory(a),
        "member": AgentFactory(a),
        "guest": UserFactory(),
        "two": AgentFactory(a),
        "left": UserFactory(),
        "editor": editor(organisation=b),
        "administrator": UserFactory(is_superuser=True),
    }
    Membership.objects.create(user=people["two"], organisation=b, is_primary=False)
    Membership.objects.create(user=people["guest"], organisation=partner)
    today = timezone.localdate()
    Membership.objects.create(
        user=people["left"], organisation=a, started_on=today - timedelta(days=90), ended_on=today
    )
    lead, member, guest = people["lead"], people["member"], people["guest"]
    world = SimpleNamespace(a=a, b=b, people=people, theme=Theme.objects.create(slug="paie", name="Paie"))
    # Who left had been a member: that row alone opens nothing.
    world.private = make_space(access=Access.PRIVATE, lead=lead, members=[member, people["left"]], guests=[guest])
    world.asked = make_space(access=Access.ON_REQUEST, lead=lead, members=[member])
    world.only_a = make_space(access=Access.ORGANISATIONS, organisations=[a], lead=lead)
    world.open = make_space(lead=lead)
    now = timezone.now()
    world.binned_space = make_space(access=Access.PRIVATE, lead=lead, members=[member], binned_at=now)
    world.long_binned = make_space(lead=lead, members=[member], binned_at=now - timedelta(days=31))
    world.space_invitation = SpaceInvitation.objects.create(
        space=world.private, email=people["agent_b"].email, invited_by=lead, expires_at=now + timedelta(days=1)
    )
    SpaceInvitation.objects.create(
        space=world.private, email="personne@ailleurs.example", invited_by=lead, expires_at=now + timedelta(days=1),
        key_digest=SpaceInvitation.digest_of("la-cle"), status="sent",
    )  # fmt: skip
    world.pin = Pin.objects.create(space=world.private, title="Le guide", url="/guides/guide/", added_by=lead)
    world.request = JoinRequest.objects.create(space=world.asked, user=people["agent_a"])
    a.logo = store(upload("blason.png", picture()))
    a.save()
    for person, level in ((lead, Level.AGENTS), (member, Level.SPACES)):
        person.photo, person.photo_level = store(upload("moi.jpg", photo())), level
        person.save()
    world.unused = AgentFactory(a, is_active=False)
    Dormancy.objects.create(user=world.unused, warned_at=now, closed_at=now)
    world.invitation = make_invitation(a)
    world.asked_a = make_request(people["pending"], a)
    world.arrival = make_move(people["agent_b"], a)
    world.departure = make_move(people["agent_a"], b)
    world.thread = open_thread(author=member, space=world.private, title="Entre nous", body="Chut", client_id=uuid4())
    world.message = world.thread.messages.get()
    world.answer, _new = post_message(author=lead, thread=world.thread, body="Oui", client_id=uuid4())
    world.document = add_document(author=member, space=world.private, upload=upload("plan.jpg", photo()))
    world.paper = add_document(author=member, space=world.private, upload=upload("taux.pdf", pdf("Le taux")))
    world.binned = add_document(author=member, space=world.private, upload=upload("vieux.jpg", photo()))
    delete_document(actor=member, document=world.binned)
    world.folder = create_folder(author=member, space=world.private, name="Comptes rendus")
    starts = timezone.now() + timedelta(days=3)
    world.event = Event.objects.create(
        space=world.private, title="Réunion", organiser=member, starts_at=starts, ends_at=starts + timedelta(hours=1)
    )
    world.notification = Notification.objects.get(recipient=member, about_id=world.answer.pk, kind="message.reply")
    words = {name: "Une phrase." for name, _heading, _hint in SECTIONS}
    told = {"organisation": a, **words}
    world.draft = create_lesson(author=member, lesson=LessonPage(title="Brouillon", **told))
    world.submitted = create_lesson(author=member, lesson=LessonPage(title="En relecture", **told))
    submit_lesson(author=member, lesson=world.submitted)
    world.lesson = create_lesson(author=member, lesson=LessonPage(title="Pour tous", **told))
    of_space = LessonPage(title="Pour l'espace", audience=Audience.SPACE, space=world.private, **told)
    world.lesson_of_space = create_lesson(author=member, lesson=of_space)
    for lesson in (world.lesson, world.lesson_of_space):
        lesson.get_latest_revision().publish()
    to_space = LessonPage(title="À l'espace", audience=Audience.SPACE, space=world.private, **told)
    world.submitted_to_space = create_lesson(author=member, lesson=to_space)
    submit_lesson(author=member, lesson=world.submitted_to_space)
    world.guide = GuidePage(title="Guide", slug="guide")
    world.guide.steps = [GuideStep(title="Commencer", do="Faire.")]
    GuideIndexPage.objects.get().add_child(instance=world.guide)
    world.guide.leads.add(lead)
    world.guide.save_revision().publish()
    world.rollout = open_rollout(by=lead, guide=world.guide, organisations=[a, b])
    news = NewsPage(title="Nouvelle", slug="nouvelle", body=[])
    NewsIndexPage.objects.get().add_child(instance=news)
    return world
