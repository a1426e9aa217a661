"""What every page's frame needs, and no query unless the frame is drawn."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

THEMES = ("light", "dark")
# Under which door stands what has an address of its own.
WITHIN = {"/espaces/": ("/documents/", "/messages/"), "/annuaire/": ("/organisations/",)}


@dataclass(frozen=True)
class NavItem:
    """One entry of the main navigation; `current` is the value of `aria-current`, empty elsewhere."""

    label: str
    url: str
    current: str = ""


def navigation(request):
    """The main navigation of this person, the name of the place, and the theme that they chose on this device.

    `nav_items` is called by the template that shows it: a fragment that has no frame asks nothing of the database.
    """
    theme = request.COOKIES.get("theme")
    return {
        "nav_items": cache(lambda: nav_items(request)),
        "place": settings.PLACE,
        "source_url": settings.SOURCE_URL,
        "theme": theme if theme in THEMES else "",
    }


def nav_items(request) -> list[NavItem]:
    """The doors that are open to the person: all of them for an agent, spaces and their events for a guest."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    doors = [(_("Espaces"), "/espaces/"), (_("Agenda"), "/agenda/")]
    if user.is_agent:
        doors = [
            (_("Accueil"), "/"),
            (_("Espaces"), "/espaces/"),
            (_("Retours d’expérience"), "/retours-d-experience/"),
            (_("Guides"), "/guides/"),
            (_("Agenda"), "/agenda/"),
            (_("Annuaire"), "/annuaire/"),
        ]
    return [NavItem(label, url, _current(request.path, url)) for label, url in doors]


def _current(path: str, url: str) -> str:
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith((url, *WITHIN.get(url, ()))) else ""
