"""What documents plug into the house."""

import re

from django.conf import settings
from django.db.models import Count, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from intranet.core.plugs import Held, Panel, Stewardship
from intranet.core.prepared import known, prepared

from .actions import copy_folders, remove_with_space
from .api import router
from .demo import acts
from .models import Document
from .notification_types import FileInfected
from .search_sources import DocumentSource, follow_modules

ON_SPACE = 4
PAGE = re.compile(r"/documents/(\d{1,18})/")


@prepared
def _latest(space):
    documents = Document.objects.filter(space=space)
    total = documents.order_by().values("space").annotate(n=Count("pk")).values("n")
    return documents.with_files(space=False).annotate(total=Subquery(total))[:ON_SPACE]


def recent_documents(request, space):
    """The last documents filed in a space."""
    documents = known(_latest(space.pk), space=space)
    return {"documents": documents, "count": documents[0].total if documents else 0, "space": space}


def depositors(data):
    """Who filed the documents that the panel shows."""
    return ((document.current, "author") for document in data["documents"])


def tab_url(space):
    """The page of a space's documents."""
    return reverse("documents", args=[space.slug])


def picture(space, address):
    """The picture of an image filed in the space, for its introduction: by the address of its page."""
    path = address.removeprefix(settings.SITE_URL) if settings.SITE_URL else address
    found = PAGE.fullmatch(path)
    document = space.documents.with_files().filter(pk=found[1]).first() if found and space.pk else None
    return reverse("document-thumbnail", args=[document.pk, "l"]) if document and document.current.file.is_image else ""


def filed_by(person, organisation, reader):
    """How many documents a person filed: they stay where they are, signed."""
    if count := Document.objects.filter(author=person).count():
        yield Held(ngettext("%(n)d document déposé", "%(n)d documents déposés", count) % {"n": count})


FILED = Stewardship("documents", _("Documents"), "file-text", filed_by)
SPACE_PANEL = Panel(
    "space", "documents", _("Documents"), "documents/_space_panel.html", recent_documents, 20, tab_url,
    people=depositors, optional=True,
)  # fmt: skip

hooks.register("register_panel", lambda: SPACE_PANEL)
hooks.register("register_stewardship", lambda: FILED)
hooks.register("register_api_router", lambda: ("/documents", router))
hooks.register("register_search_source", DocumentSource)
hooks.register("register_notification_type", FileInfected)
hooks.register("register_space_modules", lambda: follow_modules)
hooks.register("register_space_removal", lambda: remove_with_space)
hooks.register("register_space_template", lambda: copy_folders)
hooks.register("register_space_picture", lambda: picture)
hooks.register("load_demo", acts)
