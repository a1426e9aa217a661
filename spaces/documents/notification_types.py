"""What people are told about documents."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.plugs import NotificationType
from spaces.workspaces.models import SpacePage

from .models import Infection


class FileInfected(NotificationType):
    """What you sent had a virus, and is gone."""

    name = "document.infected"
    label = gettext_lazy("Fichiers infectés")
    icon = "triangle-alert"
    mail = True
    reads = ("space",)

    def text(self, actor: Any, about: Infection) -> str:
        words = _("« %(name)s » est infecté (%(found)s) : il n’est pas gardé. Prévenez votre équipe informatique.")
        return words % {"name": about.name, "found": about.found}

    def visible_to(self, user: Any, about: Infection) -> bool:
        return bool(self.visible_among(user, [about]))

    def visible_among(self, user: Any, abouts: list[Infection]) -> list[Infection]:
        mine = [about for about in abouts if about.author_id == user.pk]
        spaces = SpacePage.objects.readable_by(user).filter(pk__in={about.space_id for about in mine})
        readable = set(spaces.values_list("pk", flat=True))
        return [about for about in mine if about.space_id in readable]
