"""Laying the page tree: the home page, and one section a kind of page."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site

from intranet.accounts.constants import EDITORS_GROUP

from .models import HomePage


def lay_home() -> HomePage:
    """The home page and the site that serves it, made when missing. Idempotent; called after each migration."""
    home: HomePage | None = HomePage.objects.first()
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


def lay_section(model: type[Page], *, slug: str, title: str, edited: bool = False) -> Page:
    """The index page of one section under the home page, made when missing. Idempotent; called after each migration.

    `edited`: the métropole's editors write, change and publish there. They have no right on the root, nor on spaces.
    """
    section = model.objects.first()
    if not section:
        home = lay_home()
        home.refresh_from_db()
        section = home.add_child(instance=model(title=title, slug=slug))
    if edited:
        _let_editors_in(section)
    return section


def _let_editors_in(section: Page) -> None:
    """Wagtail's own migrations give its groups the root; ours has the sections it edits, and the admin's door."""
    Group.objects.filter(name__in=["Editors", "Moderators"]).delete()
    editors = Group.objects.get_or_create(name=EDITORS_GROUP)[0]
    editors.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=["add_page", "change_page", "publish_page"],
    )
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=editors, page_id=section.pk, permission=permission)
