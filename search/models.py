"""What search keeps: one entry for each thing that can be found, and the synonyms that editors add."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from intranet.organisations.models import Organisation

from .querysets import SearchEntryQuerySet
from .shapes import Indexed


class SearchEntry(models.Model):
    """What is found of one object, written in the same transaction as the object.

    It is the projection that engines are rebuilt from, the outbox (`version` ahead of `synced_version` is what an
    engine outside the database has not got yet) and what the database's own engine answers from. A row is never
    removed: what
    can no longer be found is `deleted`, so that its next version still comes after the last.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    space_id = models.BigIntegerField(null=True, blank=True)
    # Tokens of the containers (`space:34`, `agents`): who may read is computed when they ask, never written here.
    containers = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    title = models.TextField(blank=True)
    headings = models.TextField(blank=True)
    body = models.TextField(blank=True)
    attachment = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    group = models.CharField(max_length=80, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    modified = models.DateTimeField(null=True, blank=True)
    version = models.PositiveBigIntegerField(default=0)
    synced_version = models.PositiveBigIntegerField(default=0)
    deleted = models.BooleanField(default=False)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrée de recherche")
        verbose_name_plural = _("entrées de recherche")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_an_object")]
        indexes = [
            models.Index(
                fields=["id"], name="search_entries_to_sync", condition=models.Q(version__gt=models.F("synced_version"))
            )
        ]

    def __str__(self) -> str:
        return self.key

    def indexed(self) -> Indexed:
        """This entry as engines get it."""
        if self.deleted:
            return Indexed(self.key, self.version, deleted=True)
        return Indexed(
            key=self.key,
            version=self.version,
            kind=self.kind,
            organisation=self.organisation_id,
            space=self.space_id,
            containers=tuple(self.containers),
            themes=tuple(self.themes),
            # A part is not found by the title of the whole, or a long thread would fill the page by its title alone.
            title="" if self.group not in ("", self.key) else self.title,
            headings=self.headings,
            body=self.body,
            attachment=self.attachment,
            group=self.group,
            published=self.published,
            modified=self.modified,
        )


class Synonym(models.Model):
    """Terms that mean the same, each found by the others: « PAS, prélèvement à la source »."""

    terms = models.CharField(
        _("termes"),
        max_length=500,
        help_text=_(
            "Séparés par des virgules, par exemple : PAS, prélèvement à la source. "
            "Chercher l’un trouve aussi les autres, un peu plus bas."
        ),
    )

    panels = [FieldPanel("terms")]

    class Meta:
        ordering = ["terms"]
        verbose_name = _("synonymes et sigles")
        verbose_name_plural = _("synonymes et sigles")

    def __str__(self) -> str:
        return self.terms

    def clean(self) -> None:
        if len(split_terms(self.terms)) < 2:
            raise ValidationError({"terms": _("Donnez au moins deux termes, séparés par une virgule.")})


def split_terms(terms: str) -> list[str]:
    """The terms of one group, as they were written."""
    return [term for part in terms.split(",") if (term := " ".join(part.split()))]
