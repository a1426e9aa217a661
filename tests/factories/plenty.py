"""A site with a little of everything, and as much more of it as is asked for."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from intranet.accounts.models import Dormancy, Membership
from intranet.accounts.notification_types import AgentClosed
from intranet.files.actions import store
from intranet.home.models import NewsIndexPage, NewsPage
from intranet.notifications.actions import notify
from intranet.organisations.models import MailDomain, Siret
from intranet.taxonomy.models import Theme
from knowledge.guides.actions import name_agent, set_step
from knowledge.guides.models import GuideIndexPage, GuidePage, GuideStep
from knowledge.lessons.actions import give_feedback, record_reuse, submit_lesson
from spaces.discussions.actions import open_thread, post_message, react
from spaces.documents.actions import add_document, add_version, create_folder, delete_document, edit_document
from spaces.documents.constants import Audience
from spaces.events.actions import answer_event, create_event
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import JoinRequest, Pin, SpaceInvitation, SpaceMembership
from tests.factories.entry import make_invitation, make_move, make_request
from tests.factories.files import pdf, photo, picture, upload
from tests.factories.knowledge import make_lesson, make_rollout
from tests.factories.people import AgentFactory, UserFactory, editor
from tests.factories.places import OrganisationFactory, make_space


def begin() -> SimpleNamespace:
    """A commune, its referent who leads a space, and one of everything to look at."""
    world = SimpleNamespace(town=OrganisationFactory(name="Ville d'Amont", slug="amont"), others=[])
    reader = world.reader = editor(organisation=world.town, role="referent", bio="Là.", skills="paie")
    world.administrator = UserFactory(is_superuser=True)
    world.colleague = AgentFactory(world.town, bio="Là aussi.", skills="paie, budget")
    world.town.logo = store(upload("blason.png", picture()))
    world.town.save()
    world.colleague.photo = store(upload("moi.jpg", photo()))
    world.colleague.save()
    world.theme = Theme.objects.create(slug="paie", name="Paie")
    world.space = make_space(access=Access.ON_REQUEST, lead=reader, members=[world.colleague])
    world.space.themes.add(world.theme)
    world.space.save()
    world.binned_space = make_space(lead=reader, binned_at=timezone.now())
    world.space_invitation = SpaceInvitation.objects.create(
        space=make_space(access=Access.PRIVATE, lead=world.colleague), email=reader.email,
        invited_by=world.colleague, expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    world.thread = open_thread(author=reader, space=world.space, title="Taux", body="Le taux ?", client_id=uuid4())
    world.first_message = world.thread.messages.get()
    file = upload("taux.pdf", pdf("Le taux"))
    world.document = add_document(author=reader, space=world.space, upload=file, audience=Audience.POOL)
    edit_document(editor=reader, document=world.document, title="Taux", audience=Audience.POOL, tags=["paie"])
    world.binned = add_document(author=reader, space=world.space, upload=upload("vieux.pdf", pdf("Vieux")))
    delete_document(actor=reader, document=world.binned)
    world.folder = create_folder(author=reader, space=world.space, name="Comptes rendus")
    world.picture = add_document(author=reader, space=world.space, upload=upload("plan.jpg", photo()))
    world.event = meeting(reader, world.space, 3)
    world.lesson = make_lesson(reader, published=True, title="Le taux", themes=[world.theme])
    world.draft = make_lesson(reader, title="À finir")
    world.rollout = make_rollout(reader, [world.town], title="Prélèvement")
    world.guide = world.rollout.guide
    world.unopened = GuidePage(title="Pas encore", slug="pas-encore")
    world.unopened.steps = [GuideStep(title="Commencer", do="Faire.")]
    GuideIndexPage.objects.get().add_child(instance=world.unopened)
    world.unopened.leads.add(reader)
    world.unopened.save_revision().publish()
    world.news = news("Une nouvelle", world.theme)
    return world


def grow(world: SimpleNamespace, n: int) -> None:
    """One more of everything that a page may list."""
    reader, space = world.reader, world.space
    town = OrganisationFactory()
    agent = AgentFactory(town, bio="Là.", skills=f"paie, savoir {n}", photo=store(upload("moi.jpg", photo())))
    OrganisationFactory(parent=world.town)
    MailDomain.objects.create(organisation=world.town, domain=f"amont{n}.example")
    Siret.objects.create(organisation=world.town, number=f"{n:014}")
    Membership.objects.create(user=agent, organisation=world.town, is_primary=False)
    SpaceMembership.objects.create(space=space, user=agent, role=SpaceRole.LEAD if n % 2 else SpaceRole.MEMBER)
    JoinRequest.objects.create(space=space, user=AgentFactory(town), message="Bonjour")
    SpaceInvitation.objects.create(space=space, email=f"{n}@ailleurs.example", expires_at=timezone.now())
    Pin.objects.create(space=space, title=f"À lire {n}", url="/agenda/")
    make_space(lead=agent, is_template=True)
    make_space(lead=reader, binned_at=timezone.now())
    joined = make_space(lead=agent, members=[reader])
    meeting(agent, joined, n + 1)
    open_thread(author=agent, space=joined, title=f"Ailleurs {n}", body="Le taux", client_id=uuid4())
    world.others.append(make_space(access=Access.ON_REQUEST, lead=agent, members=[AgentFactory(town)]))
    theme = Theme.objects.create(slug=f"theme-{n}", name=f"Thème {n}")
    # The referent's page: who asks, who is invited, who comes and goes.
    make_request(UserFactory(), world.town)
    unused = AgentFactory(world.town, is_active=False)
    gone = Dormancy.objects.create(user=unused, warned_at=timezone.now(), closed_at=timezone.now())
    notify(AgentClosed, recipients=[reader], about=gone)
    make_invitation(world.town, f"invitee{n}@exemple.example", invited_by=reader)
    make_move(AgentFactory(town), world.town, proposed_by=agent)
    make_move(AgentFactory(world.town), town, proposed_by=reader, successor=agent)
    led = make_space(lead=world.colleague, title=f"Animé {n}")
    SpaceMembership.objects.create(space=led, user=agent)
    make_lesson(world.colleague, title=f"De la collègue {n}")
    # A space: threads, documents, meetings.
    other = open_thread(author=agent, space=space, title=f"Taux {n}", body="Le taux", client_id=uuid4())
    other.themes.add(world.theme, theme)
    document = add_document(author=agent, space=space, upload=upload(f"{n}.pdf", pdf(f"Taux {n}")))
    edit_document(editor=reader, document=document, title=f"Taux {n}", tags=["paie", f"{n}"])
    create_folder(author=agent, space=space, name=f"Dossier {n}")
    inside = create_folder(author=agent, space=space, name=f"Dossier {n}", parent=world.folder)
    add_document(author=agent, space=space, upload=upload(f"r{n}.pdf", pdf(f"Rangé {n}")), folder=world.folder)
    add_document(author=agent, space=space, upload=upload(f"r{n}.pdf", pdf(f"Rangé {n}")), folder=inside)
    delete_document(actor=agent, document=add_document(author=agent, space=space, upload=upload("v.pdf", pdf("Vieux"))))
    add_version(author=agent, document=world.document, upload=upload("taux.pdf", pdf(f"Taux, version {n}")))
    meeting(agent, space, n + 1)
    meeting(agent, space, -n - 1)
    answer_event(user=agent, event=world.event, comes=True)
    # A thread: an answer with everything around it.
    message, _new = post_message(
        author=agent, thread=world.thread, body=f"Le taux, @{reader.slug} et @{agent.slug}.", client_id=uuid4(),
        quote=world.first_message, documents=[document],
    )  # fmt: skip
    for kind in ("merci", "utile"):
        react(user=agent, message=world.first_message, kind=kind)
        react(user=reader, message=message, kind=kind)
    # Lessons: reused, judged, to be reviewed, drafts.
    record_reuse(agent=agent, lesson=world.lesson, organisation=town, note="Repris.")
    give_feedback(agent=agent, lesson=world.lesson, rating=3, comment="Utile.")
    lesson = make_lesson(agent, published=True, title=f"Taux {n}", themes=[world.theme], documents=[world.document])
    make_lesson(reader, title=f"Brouillon {n}")
    submit_lesson(author=agent, lesson=make_lesson(agent, title=f"À relire {n}"))
    # Guides and their roll-outs.
    step = world.guide.steps.order_by("sort_order").first()
    step.lessons.add(lesson)
    step.save()
    world.rollout.organisations.add(town)
    name_agent(referent=reader, rollout=world.rollout, organisation=world.town, user=agent)
    Membership.objects.filter(user=agent, organisation=town).update(role="referent")
    agent = type(agent).objects.get(pk=agent.pk)
    set_step(
        agent=agent, rollout=world.rollout, organisation=town, step_key=step.key, status="blocked", note="En attente."
    )
    rollout = make_rollout(agent, [world.town, town], title=f"Guide {n}")
    rollout.guide.themes.add(world.theme)
    rollout.guide.save()
    news(f"Nouvelle {n}", world.theme, theme)


def meeting(organiser, space, days: int):
    starts = timezone.now() + timedelta(days=days)
    return create_event(
        organiser=organiser, space=space, title="Le taux", starts_at=starts, ends_at=starts + timedelta(hours=1)
    )


def news(title: str, *themes: Theme) -> NewsPage:
    page = NewsPage(title=title, slug=f"nouvelle-{uuid4().hex[:8]}", body=[("paragraph", "<p>Le taux.</p>")])
    NewsIndexPage.objects.get().add_child(instance=page)
    page.themes.add(*themes)
    page.save_revision().publish()
    return page
