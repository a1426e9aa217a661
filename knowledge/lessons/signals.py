"""What Wagtail does to lessons in its admin, told to the house. Its own mails are off: we notify ourselves."""

from wagtail.log_actions import get_active_log_context
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from . import actions
from .models import LessonPage

WAGTAIL_MAILS = [
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
]


def published(sender, instance, revision, **kwargs):
    """A lesson is out."""
    by = get_active_log_context().user or (revision.user if revision else None)
    actions.tell_published(by=by, lesson=instance)


def sent_back(sender, instance, user, **kwargs):
    """A review asks for changes."""
    lesson = instance.content_object.specific  # a workflow knows a page, not what kind of page
    if isinstance(lesson, LessonPage):
        actions.tell_changes_asked(by=user, lesson=lesson)


def connect():
    """Ours on, Wagtail's mails off: they leave inside the transaction, and to superusers too."""
    page_published.connect(published, sender=LessonPage, dispatch_uid="lesson_published")
    workflow_rejected.connect(sent_back, sender=WorkflowState, dispatch_uid="lesson_sent_back")
    for signal, sender, uid in WAGTAIL_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=uid)
