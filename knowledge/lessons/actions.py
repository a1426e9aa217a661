"""What people do with lessons.

Every draft is a Wagtail revision; nothing written here reaches the page before its review.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import LogContext
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from intranet.accounts.constants import EDITORS_GROUP
from intranet.accounts.models import User
from intranet.accounts.notification_types import HandedOver
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.notifications.actions import notify
from intranet.organisations.models import Organisation
from spaces.workspaces.models import SpacePage

from .constants import SECTIONS, Audience
from .models import Author, Feedback, Keeper, LessonIndexPage, LessonPage, Reuse
from .notification_types import ChangesAsked, LessonPublished, LessonReused, ReviewAsked
from .policies import (
    can_edit_lesson,
    can_place_lesson,
    can_publish_lesson,
    can_rate_lesson,
    can_reuse_lesson,
    can_write_lesson,
)

REVIEW = "Relecture"


class StaleDraft(Exception):
    """Somebody saved the draft since it was opened."""


class InReview(Exception):
    """The draft is being read over: it waits for the answer."""


def create_lesson(
    *, author: User, lesson: LessonPage, authors: list[User] | None = None, slug: str = "", related: Any = None
) -> LessonPage:
    """Add the unsaved `lesson` as a draft signed by `author` (and `authors`) and return it. Effects: audit.

    `related`: values of its many-to-many fields by name. Raises PermissionDenied when the author may not write (there).
    """
    require(can_write_lesson(author))
    if lesson.audience == Audience.SPACE and lesson.space:
        require(can_place_lesson(author, lesson.space))
    with transaction.atomic():
        lesson.live, lesson.has_unpublished_changes, lesson.owner = False, True, author
        lesson.slug = slug or _free_slug(lesson)
        parent: Any = lesson.space if lesson.audience == Audience.SPACE else LessonIndexPage.objects.get()
        type(parent).objects.select_for_update(of=("self",)).get(pk=parent.pk)
        parent.refresh_from_db()
        parent.add_child(instance=lesson)
        for order, person in enumerate(authors or [author]):
            Author.objects.create(lesson=lesson, user=person, order=order)
        for name, values in (related or {}).items():
            getattr(lesson, name).set(values)
        lesson.save()
        lesson.save_revision(user=author, clean=False, log_action=True)
        audit.record(author, "lesson.begun", lesson, organisation=lesson.organisation)
    return lesson


def save_draft(*, author: User, lesson: LessonPage, draft: LessonPage, base: int | None) -> None:
    """Keep `draft`, the changed object of the revision `base`, as the newest revision. The page itself does not change.

    Raises StaleDraft when somebody saved since, InReview while it is being read over.
    """
    require(can_edit_lesson(author, lesson))
    with transaction.atomic():
        row = LessonPage.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
        if base != row.latest_revision_id:
            raise StaleDraft
        if (lock := row.get_lock()) and lock.for_user(author):
            raise InReview
        draft.save_revision(user=author, clean=False, log_action=True)


def remove_with_space(space: SpacePage) -> None:
    """A space goes for good: its lessons go with it, in the caller's transaction, which records it."""
    for lesson in LessonPage.objects.filter(space=space):
        lesson.delete()


def submit_lesson(*, author: User, lesson: LessonPage) -> None:
    """Ask for the review of the newest draft. Effects: workflow, audit, those who may publish are told.

    Raises ValidationError when a section is empty. Submitting twice is once.
    """
    require(can_edit_lesson(author, lesson))
    with transaction.atomic():
        row = LessonPage.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
        draft = row.get_latest_revision_as_object()
        empty = {name: _("Dites-en au moins une phrase.") for name, _h, _hint in SECTIONS if not getattr(draft, name)}
        if empty:
            raise ValidationError(empty)
        if row.audience == Audience.SPACE:
            readers = row.space.leads if row.space else []
            LessonPage.objects.filter(pk=row.pk).update(submitted_at=timezone.now())
        else:
            state = row.current_workflow_state
            if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
                state.resume(user=author)
            elif not state:
                row.get_workflow().start(row, author)
            readers = list(User.objects.filter(groups__name=EDITORS_GROUP, is_active=True))
        audit.record(author, "lesson.submitted", row, organisation=row.organisation)
        notify(ReviewAsked, recipients=readers, about=row, actor=author)


def publish_lesson(*, by: User, lesson: LessonPage) -> None:
    """Publish the newest draft: editors by approving it, the leads of its space on the site.

    Effects: see `tell_published`.
    """
    with transaction.atomic(), LogContext(user=by):
        row = LessonPage.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
        require(can_publish_lesson(by, row))
        state = row.current_workflow_state
        if state and state.current_task_state:
            state.current_task_state.approve(user=by)
        else:
            # Our own rule has answered: the leads of a space have no right in the admin.
            row.latest_revision.publish(user=by, skip_permission_checks=True)


def tell_published(*, by: User | None, lesson: LessonPage) -> None:
    """A lesson has just been published, here or in the admin: audit, and its authors are told."""
    LessonPage.objects.filter(pk=lesson.pk).update(submitted_at=None)
    audit.record(by, "lesson.published", lesson, organisation=lesson.organisation)
    notify(LessonPublished, recipients=lesson.authors.all(), about=lesson, actor=by)


def tell_changes_asked(*, by: User | None, lesson: LessonPage) -> None:
    """A review has sent a lesson back: audit, and its authors are told."""
    audit.record(by, "lesson.changes_asked", lesson, organisation=lesson.organisation)
    notify(ChangesAsked, recipients=lesson.authors.all(), about=lesson, actor=by)


def record_reuse(*, agent: User, lesson: LessonPage, organisation: Organisation, note: str = "") -> Reuse:
    """« Nous le reprenons », for one of the agent's organisations; twice is once. Effects: audit, its authors told."""
    require(can_reuse_lesson(agent, lesson, organisation))
    with transaction.atomic():
        reuse, created = Reuse.objects.get_or_create(
            lesson=lesson, organisation=organisation, defaults={"agent": agent, "note": note}
        )
        if created:
            audit.record(agent, "lesson.reused", lesson, organisation=organisation)
            notify(LessonReused, recipients=lesson.authors.all(), about=reuse, actor=agent)
    return reuse


def give_feedback(*, agent: User, lesson: LessonPage, rating: int, comment: str = "") -> Feedback:
    """Say whether it helped, with a word; saying it again replaces what was said."""
    require(can_rate_lesson(agent, lesson))
    feedback, _created = Feedback.objects.update_or_create(
        lesson=lesson, agent=agent, defaults={"rating": rating, "comment": comment}
    )
    return feedback


def pass_on_lessons(
    *, by: User | None, person: User, successor: User | None, organisation: Organisation, leaving: bool
) -> None:
    """Have `successor` look after what `person` alone writes for `organisation`, drafts too; the signature stays.

    The caller has asked who may. Effects: keepers, audit. Nothing without a successor, whether they are leaving or not.
    """
    if successor is None:
        return
    with transaction.atomic():
        for lesson in LessonPage.objects.left_by(person, organisation):
            Keeper.objects.filter(lesson=lesson, user=person).delete()
            if lesson.signatures.filter(user=successor).exists():
                continue
            _kept, created = Keeper.objects.get_or_create(lesson=lesson, user=successor)
            if created:
                audit.record(by, "lesson.handed_over", lesson, organisation=organisation, to=str(successor))


def outlive_lessons(*, by: User | None, people: Iterable[User]) -> None:
    """`people` may write no more, and nobody was named after them: what nobody else writes is looked after by the first
    lead of its space, or by a referent of who tells it; what is out, where there is none, by an editor.

    The caller has asked who may. The signature stays. Effects: keepers, audit, who looks after it told.
    """
    agents = User.objects.agents()
    with transaction.atomic():
        for person in people:
            alone = LessonPage.objects.written_by(person).exclude(authors__in=agents).exclude(keepers__user__in=agents)
            told = set()
            for lesson in alone.select_related("organisation", "space").order_by("pk"):
                heir = _heir_of(lesson)
                if heir:
                    Keeper.objects.get_or_create(lesson=lesson, user=heir)
                    audit.record(by, "lesson.handed_over", lesson, organisation=lesson.organisation, to=str(heir))
                    told.add(heir)
            notify(HandedOver, recipients=told, about=person, actor=by)


def _heir_of(lesson: LessonPage) -> User | None:
    if lesson.audience == Audience.SPACE and lesson.space:
        leads = lesson.space.memberships.leading().select_related("user").order_by("joined_at", "pk")
        first = leads.first()
        return first.user if first else None
    heir: User | None = User.objects.going_on_in([lesson.organisation]).first()
    # A draft is its authors': no editor reads it who was not asked to.
    is_theirs = heir is not None and (lesson.live or lesson.organisation in heir.organisations)
    return heir if is_theirs else None


def _free_slug(lesson: LessonPage) -> str:
    """Made of its title; of one that is not for the whole pool, its address tells nobody who tries its title."""
    base = slugify(lesson.title)[:200] or "retour-d-experience"
    if lesson.audience == Audience.POOL and not LessonPage.objects.filter(slug=base).exists():
        return base
    return f"{base}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"


def lay_review(section: Page) -> None:
    """Lessons go through the editors before they are out: one workflow, on their section. Idempotent."""
    WorkflowPage.objects.exclude(page=section.pk).filter(workflow__name="Moderators approval").delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    task = GroupApprovalTask.objects.filter(name=REVIEW).first()
    if not task:
        task = GroupApprovalTask.objects.create(name=REVIEW)
        task.groups.add(Group.objects.get_or_create(name=EDITORS_GROUP)[0])
    workflow = Workflow.objects.filter(name=REVIEW).first() or Workflow.objects.create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowPage.objects.get_or_create(page_id=section.pk, defaults={"workflow": workflow})
