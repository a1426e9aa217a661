"""The site's root page, and news by editors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from intranet.core.models import Previewed
from intranet.taxonomy.models import Theme

from .blocks import NewsBlocks
from .querysets import NewsManager


class HomePage(Page):
    """The root of the site. What it shows is made for each reader, by `views.home`."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("accueil")


class NewsIndexPage(Page):
    """The section where editors write news."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("rubrique des nouvelles")


class NewsPage(Previewed, Page):
    """One piece of news, written in the admin, read by every agent."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("auteur")
    )
    published_at = models.DateTimeField(_("date affichée"), default=timezone.now)
    pinned = models.BooleanField(_("à la une"), default=False)
    body = StreamField(NewsBlocks(), verbose_name=_("texte"))
    themes = ParentalManyToManyField(Theme, blank=True, related_name="news", verbose_name=_("thèmes"))

    objects = NewsManager()

    template = "home/preview.html"
    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("pinned"), FieldPanel("themes")]
    settings_panels = [FieldPanel("author"), FieldPanel("published_at"), *Page.settings_panels]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("nouvelle")
        verbose_name_plural = _("nouvelles")

    def get_absolute_url(self) -> str:
        """Its address, the same as in the page tree."""
        return f"/actualites/{self.slug}/"
