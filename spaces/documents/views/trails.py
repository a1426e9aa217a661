"""The way from the spaces down to a folder."""

from django.urls import reverse
from django.utils.translation import gettext as _


def trail(space, folder=None):
    """(label, address) of each step down to `folder`, itself included; its parents are read already."""
    steps = []
    while folder:
        steps.insert(0, (folder.name, reverse("folder", args=[space.slug, folder.pk])))
        folder = folder.parent
    top = (_("Documents"), reverse("documents", args=[space.slug]))
    return [(_("Espaces"), "/espaces/"), (space.title, space.get_absolute_url()), top, *steps]
