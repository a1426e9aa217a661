"""What documents plug into the house."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.core.plugs import Panel

from .actions import remove_with_space
from .api import router
from .demo import acts
from .search_sources import DocumentSource, follow_modules

ON_SPACE = 4


def recent_documents(request, space):
    """The last documents filed in a space."""
    return {
        "documents": list(space.documents.with_files()[:ON_SPACE]),
        "count": space.documents.count(),
        "space": space,
    }


def depositors(data):
    """Who filed the documents that the panel shows."""
    return ((document.current, "author") for document in data["documents"])


def tab_url(space):
    """The page of a space's documents."""
    return reverse("documents", args=[space.slug])


SPACE_PANEL = Panel(
    "space", "documents", _("Documents"), "documents/_space_panel.html", recent_documents, 20, tab_url,
    people=depositors, optional=True,
)  # fmt: skip

hooks.register("register_panel", lambda: SPACE_PANEL)
hooks.register("register_api_router", lambda: ("/documents", router))
hooks.register("register_search_source", DocumentSource)
hooks.register("register_space_modules", lambda: follow_modules)
hooks.register("register_space_removal", lambda: remove_with_space)
hooks.register("load_demo", acts)
