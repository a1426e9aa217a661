"""What a person may do with lessons."""

from __future__ import annotations

from typing import Any

from wagtail.models import WorkflowState

from intranet.core.prepared import prepared
from intranet.organisations.models import Organisation
from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_lead_space, can_post_in_space

from .constants import Audience
from .models import LessonPage


def can_view_lesson(user: Any, lesson: LessonPage) -> bool:
    """Read it, or its draft (`visible_to`)."""
    return bool(LessonPage.objects.visible_to(user).filter(pk=lesson.pk).exists())


def can_write_lesson(user: Any) -> bool:
    """Begin one: any agent."""
    return bool(user.is_authenticated and user.is_agent)


def can_edit_lesson(user: Any, lesson: LessonPage) -> bool:
    """Change its draft: its authors and who looks after it in their stead, while they are agents."""
    return bool(user.is_authenticated and user.is_agent and _writes(user, lesson) and not _is_archived(lesson))


def can_review_lesson(user: Any, lesson: LessonPage) -> bool:
    """Answer for its publication: editors; for one of a space, the leads of that space alone."""
    if lesson.audience == Audience.SPACE:
        return lesson.space is not None and can_lead_space(user, lesson.space)
    return bool(user.is_authenticated and user.is_editor)


def can_publish_lesson(user: Any, lesson: LessonPage) -> bool:
    """Publish its newest draft: whoever answers for it, once it was submitted; a lead, also what they wrote."""
    if not can_review_lesson(user, lesson):
        return False
    if lesson.audience == Audience.SPACE:
        return lesson.submitted_at is not None or can_edit_lesson(user, lesson)
    state = lesson.current_workflow_state
    return state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS


def can_place_lesson(user: Any, space: SpacePage) -> bool:
    """Write one for this space: whoever posts there."""
    return can_post_in_space(user, space)


def can_rate_lesson(user: Any, lesson: LessonPage) -> bool:
    """Give feedback: whoever reads it and did not write it."""
    signs = any(each.user_id == user.pk for each in lesson.signatures.all())
    return not signs and _reads(user, lesson) and not _is_archived(lesson)


def can_reuse_lesson(user: Any, lesson: LessonPage, organisation: Organisation) -> bool:
    """Say that an organisation did it in its turn: its agents who read it; not the organisation that tells it."""
    ours = organisation.pk in user.pool_organisation_ids and organisation.pk != lesson.organisation_id
    return ours and _reads(user, lesson) and not _is_archived(lesson)


def _is_archived(lesson: LessonPage) -> bool:
    """Whether it belongs to a space that is read and no longer written."""
    return lesson.audience == Audience.SPACE and lesson.space is not None and lesson.space.archived_at is not None


def _writes(user: Any, lesson: LessonPage) -> bool:
    """The queryset's `written_by`, of rows that a page may have read already."""
    return any(each.user_id == user.pk for rows in (lesson.signatures, lesson.keepers) for each in rows.all())


def _reads(user: Any, lesson: LessonPage) -> bool:
    return bool(_published(user, lesson.pk))


@prepared
def _published(reader: Any, lesson: Any) -> Any:
    return LessonPage.objects.published_to(reader).filter(pk=lesson).values_list("pk")
