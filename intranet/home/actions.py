"""Laying the page tree: the home page, and one section a kind of page."""

from django.db import transaction
from wagtail.models import Page, Site

from .models import HomePage


def lay_home() -> HomePage:
    """The home page and the site that serves it, made when missing. Idempotent; called after each migration."""
    home = HomePage.objects.first()
    if home:
        return home
    with transaction.atomic():
        root = Page.get_first_root_node()
        root.get_children().filter(slug="home", content_type__model="page").delete()
        root.refresh_from_db()
        home = root.add_child(instance=HomePage(title="Parvis", slug="accueil"))
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Parvis"},
        )
    return home


def lay_section(model: type[Page], *, slug: str, title: str) -> Page:
    """The index page of one section under the home page, made when missing. Idempotent; called after each migration."""
    section = model.objects.first()
    if section:
        return section
    home = lay_home()
    home.refresh_from_db()
    return home.add_child(instance=model(title=title, slug=slug))
