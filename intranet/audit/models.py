"""The record of who did what.

Names are copied and nothing points elsewhere, so that a row outlives what it tells of.
"""

from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .constants import ACTS, DETAILS, NAMED, VALUES
from .querysets import EntryQuerySet


class Entry(models.Model):
    """One act. Never changed: `actions.record` is the only writer, and the database refuses updates and removals."""

    at = models.DateTimeField(_("date"), db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(_("personne"), max_length=200, blank=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    organisation_name = models.CharField(_("collectivité"), max_length=200, blank=True)
    action = models.CharField(_("acte"), max_length=60, db_index=True)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_name = models.CharField(_("objet"), max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_kind", "object_id"]),
            models.Index(fields=["organisation_id", "-at"], name="audit_entry_of_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action} {self.object_name}"

    @property
    def act(self) -> str:
        """What was done, in words; its own name when it has none."""
        return str(ACTS.get(self.action, self.action))

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is told with it, in words: a label and a value each; what has no words stays in the export."""
        told = ((key, value) for key, value in self.details.items() if key in DETAILS and value not in ("", [], None))
        return [(str(DETAILS[key]), _in_words(value)) for key, value in told]

    @property
    def is_named(self) -> bool:
        """Whether a referent reads what it is about: people and organisations. What stands in a space has its rule."""
        return not NAMED.isdisjoint({self.object_kind, self.object_kind.split(".")[0]})


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_in_words, value))
    try:
        return date_format(date.fromisoformat(value), "j F Y")
    except (TypeError, ValueError):
        return str(VALUES.get(str(value), value))
