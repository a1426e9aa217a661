"""Themes: the subjects everything is filed under."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Theme(models.Model):
    """A subject, as editors name it (`prélèvement à la source`)."""

    slug = models.SlugField(_("adresse"), unique=True, max_length=80)
    name = models.CharField(_("nom"), max_length=100, unique=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        # Without accents: « Éducation » stands between « Eau » and « Enfance », whatever the database.
        ordering = ["slug"]
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])
