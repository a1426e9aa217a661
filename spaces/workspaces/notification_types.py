"""What people are told about spaces."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.plugs import NotificationType

from .constants import SpaceRole
from .models import JoinRequest, SpaceMembership, SpacePage
from .policies import can_lead_space, can_read_space


class JoinAsked(NotificationType):
    """Someone asks to enter a space: its leads."""

    name = "space.join_asked"
    label = gettext_lazy("Demandes d’entrée")
    icon = "user-plus"
    reads = ("space",)

    def text(self, actor: Any, about: JoinRequest) -> str:
        return _("%(name)s demande à entrer dans « %(space)s »") % {"name": actor, "space": about.space.title}

    def visible_to(self, user: Any, about: JoinRequest) -> bool:
        return can_lead_space(user, about.space)

    def visible_among(self, user: Any, abouts: list[JoinRequest]) -> list[JoinRequest]:
        led = SpaceMembership.objects.giving_access_to(user).filter(role=SpaceRole.LEAD)
        spaces = set(led.values_list("space", flat=True))
        return [about for about in abouts if about.space_id in spaces]


class JoinAnswered(NotificationType):
    """A lead accepted or refused: who asked."""

    name = "space.join_answered"
    label = gettext_lazy("Réponses à vos demandes d’entrée")
    icon = "door-open"
    reads = ("space",)

    def text(self, actor: Any, about: JoinRequest) -> str:
        values = {"name": actor, "space": about.space.title}
        if about.accepted:
            return _("%(name)s vous a ouvert « %(space)s »") % values
        return _("%(name)s n’a pas donné suite à votre demande d’entrer dans « %(space)s »") % values

    def url(self, about: JoinRequest) -> str:
        return about.space.get_absolute_url()

    def visible_to(self, user: Any, about: JoinRequest) -> bool:
        return about.user_id == user.pk


class Welcomed(NotificationType):
    """A lead brought someone in: that person."""

    name = "space.welcomed"
    label = gettext_lazy("Invitations dans un espace")
    icon = "door-open"
    reads = ("space",)

    def text(self, actor: Any, about: SpaceMembership) -> str:
        return _("%(name)s vous a fait entrer dans « %(space)s »") % {"name": actor, "space": about.space.title}

    def url(self, about: SpaceMembership) -> str:
        return about.space.get_absolute_url()

    def visible_to(self, user: Any, about: SpaceMembership) -> bool:
        return about.user_id == user.pk and can_read_space(user, about.space)

    def visible_among(self, user: Any, abouts: list[SpaceMembership]) -> list[SpaceMembership]:
        spaces = SpacePage.objects.readable_by(user).filter(pk__in=[about.space_id for about in abouts])
        readable = set(spaces.values_list("pk", flat=True))
        return [about for about in abouts if about.user_id == user.pk and about.space_id in readable]
