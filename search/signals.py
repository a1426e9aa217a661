"""Every save, deletion or new relation of an object that a source knows writes its entry, whoever saved it.

`update()` and `bulk_create()` send no signal: who uses them calls `projection.project_all`.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from .projection import project, project_all, project_ids
from .sources import registry


def connect() -> None:
    """Listen."""
    for signal, receiver in (
        (post_save, _written),
        (post_delete, _written),
        (m2m_changed, _related),
        (page_published, _page_changed),
        (page_unpublished, _page_changed),
        (post_page_move, _page_moved),
    ):
        signal.connect(receiver, dispatch_uid=f"search.{receiver.__name__}.{id(signal)}")


def _written(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    # A fixture may hold an object before what it depends on: whoever loads one rebuilds.
    if raw:
        return
    known = registry()
    if sender is Page and isinstance(instance, Page):
        # Wagtail saves pages by their base class too: unpublishing, deleting a branch.
        sender = instance.specific_class or sender  # type: ignore[attr-defined]
    for source in known.by_model.get(sender, ()):
        project_ids(source, [instance.pk])
    for source, affected in known.by_related.get(sender, ()):
        project(source, *affected(instance))


def _related(instance: Model, action: str, reverse: bool, model: type[Model], pk_set: Any, **kwargs: Any) -> None:
    if not action.startswith("post_"):
        return
    changed, ids = (model, pk_set or ()) if reverse else (type(instance), [instance.pk])
    for source in registry().by_model.get(changed, ()):
        project_ids(source, ids)


def _page_changed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    # After everything that belongs to the page was saved with it: its steps, its themes.
    for source in registry().by_model.get(sender, ()):
        project_ids(source, [instance.pk])


def _page_moved(instance: Page, **kwargs: Any) -> None:
    for source in registry():
        if issubclass(source.model, Page):
            project_all(source, source.queryset().descendant_of(instance, inclusive=True))
