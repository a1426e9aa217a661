"""Which lessons a person may read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Cast
from wagtail.models import PageManager, WorkflowState
from wagtail.query import PageQuerySet

from intranet.core.rules import compiled_once
from spaces.workspaces.querysets import led_by, readable

from .constants import Audience


class LessonQuerySet(PageQuerySet):
    """Lessons, through the rule."""

    def visible_to(self, user: Any) -> LessonQuerySet:
        """Published ones of one's audience; one's own drafts; for editors, and for the leads of a space, what was
        submitted to them.
        """
        entering = user.is_authenticated and user.is_active
        return self.visible_as(user, editor=user.is_editor) if entering else self.none()

    def visible_as(self, user: Any, *, editor: bool) -> LessonQuerySet:
        """The same of somebody who may enter, once it is known whether they are an editor."""
        rule = Q(pk__in=published(user))
        if user.is_agent:
            rule |= self._authored(user)
            rule |= Q(audience=Audience.SPACE, submitted_at__isnull=False, space__in=led_by(user))
        if editor:
            rule |= Q(in_review=True) & ~Q(audience=Audience.SPACE)
        return self.with_review().filter(rule)

    def published_to(self, user: Any) -> LessonQuerySet:
        """What `user` may read among the published: what lists, search and counts show."""
        return self.filter(pk__in=published(user))

    def written_by(self, user: Any) -> LessonQuerySet:
        """Of which `user` is an author, or which they look after in the authors' stead."""
        return self.filter(self._authored(user))

    def left_by(self, person: Any, organisation: Any) -> LessonQuerySet:
        """Told by `organisation`, which nobody there but `person` writes: no other author or keeper is its agent."""
        users = apps.get_model("accounts", "User").objects.of(organisation).exclude(pk=person.pk)
        rule = Q()
        for name in ("Author", "Keeper"):
            others = apps.get_model("lessons", name).objects.filter(user__in=users.values("pk"))
            rule |= Q(pk__in=others.values("lesson"))
        return self.written_by(person).filter(~rule, organisation=organisation)

    def with_review(self) -> LessonQuerySet:
        """With `in_review`: it has been submitted and not answered for good."""
        open_state = WorkflowState.objects.filter(
            status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
            base_content_type=ContentType.objects.get_for_model(apps.get_model("wagtailcore", "Page")),
            object_id=Cast(OuterRef("pk"), WorkflowState._meta.get_field("object_id")),
        )
        return self.annotate(in_review=Exists(open_state))

    def for_panel(self) -> LessonQuerySet:
        """With what a brief row shows."""
        return self.select_related("organisation").prefetch_related("reuses")

    def for_list(self) -> LessonQuerySet:
        """With what a row shows."""
        users = apps.get_model("accounts", "User").objects.with_organisations()
        return self.for_panel().prefetch_related(Prefetch("authors", queryset=users))

    def latest(self) -> LessonQuerySet:
        """The last published first."""
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")

    def _authored(self, user: Any) -> Q:
        rows = [apps.get_model("lessons", name).objects.filter(user=user) for name in ("Author", "Keeper")]
        return Q(pk__in=rows[0].values("lesson")) | Q(pk__in=rows[1].values("lesson"))


@compiled_once
def published(user: Any) -> LessonQuerySet:
    """Ids of the published ones `user` may read: the pool's for agents, those of one's organisations, those of the
    spaces one reads.
    """
    lessons = apps.get_model("lessons", "LessonPage")
    rule = Q(audience=Audience.SPACE, space__in=readable(user))
    if user.is_agent:
        listed = lessons.organisations.through.objects.filter(organisation__in=user.pool_organisation_ids)
        rule |= Q(audience=Audience.POOL)
        rule |= Q(audience=Audience.ORGANISATIONS, pk__in=listed.values("lessonpage"))
    return lessons.objects.filter(rule, live=True).values("pk")


LessonManager = PageManager.from_queryset(LessonQuerySet)
