"""What people are told about spaces."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.plugs import NotificationType

from .constants import SpaceRole
from .models import JoinRequest, SpaceInvitation, SpaceMembership, SpacePage
from .policies import can_answer_invitation, can_read_space, can_take_lead, can_view_space, leads_space


def _led_by(user: Any) -> set[int]:
    led = SpaceMembership.objects.giving_access_to(user).filter(role=SpaceRole.LEAD)
    return set(led.values_list("space", flat=True))


class JoinAsked(NotificationType):
    """Someone asks to enter a space: its leads."""

    name = "space.join_asked"
    label = gettext_lazy("Demandes d’entrée")
    icon = "user-plus"
    reads = ("space",)

    def text(self, actor: Any, about: JoinRequest) -> str:
        return _("%(name)s demande à entrer dans « %(space)s »") % {"name": actor, "space": about.space.title}

    def excerpt(self, about: JoinRequest) -> str:
        return about.message

    def visible_to(self, user: Any, about: JoinRequest) -> bool:
        return leads_space(user, about.space)

    def visible_among(self, user: Any, abouts: list[JoinRequest]) -> list[JoinRequest]:
        spaces = _led_by(user)
        return [about for about in abouts if about.space_id in spaces]


class JoinAnswered(NotificationType):
    """A lead accepted or refused, with a word: who asked."""

    name = "space.join_answered"
    label = gettext_lazy("Réponses à vos demandes d’entrée")
    icon = "door-open"
    mail = True
    reads = ("space",)

    def text(self, actor: Any, about: JoinRequest) -> str:
        values = {"name": actor, "space": about.space.title, "word": " ".join(about.answer.split())}
        if about.accepted:
            said = _("%(name)s vous a ouvert « %(space)s »") % values
        else:
            said = _("%(name)s n’a pas donné suite à votre demande d’entrer dans « %(space)s »") % values
        return said + (_(" : « %(word)s »") % values if about.answer else "")

    def url(self, about: JoinRequest) -> str:
        return about.space.get_absolute_url()

    def visible_to(self, user: Any, about: JoinRequest) -> bool:
        return about.user_id == user.pk and can_view_space(user, about.space)

    def visible_among(self, user: Any, abouts: list[JoinRequest]) -> list[JoinRequest]:
        # What has become private since has a name of its own.
        spaces = SpacePage.objects.visible_to(user).filter(pk__in=[about.space_id for about in abouts])
        listed = set(spaces.values_list("pk", flat=True))
        return [about for about in abouts if about.user_id == user.pk and about.space_id in listed]


class Invited(NotificationType):
    """A lead invites you into a space: accept or decline. The invitation has its own mail."""

    name = "space.invited"
    label = gettext_lazy("Invitations dans un espace")
    icon = "mail"
    reads = ("space",)

    def text(self, actor: Any, about: SpaceInvitation) -> str:
        return _("%(name)s vous invite dans « %(space)s »") % {"name": actor, "space": about.space.title}

    def visible_to(self, user: Any, about: SpaceInvitation) -> bool:
        return can_answer_invitation(user, about)

    def visible_among(self, user: Any, abouts: list[SpaceInvitation]) -> list[SpaceInvitation]:
        waiting = SpaceInvitation.objects.visible_to(user).filter(pk__in=[about.pk for about in abouts])
        mine = set(waiting.values_list("pk", flat=True))
        return [about for about in abouts if about.pk in mine]


class OfMembership(NotificationType):
    """About somebody's place in a space."""

    icon = "door-open"
    reads = ("space",)

    def url(self, about: SpaceMembership) -> str:
        return about.space.get_absolute_url()


class InvitationAccepted(OfMembership):
    """Whom you invited is in."""

    name = "space.invitation_accepted"
    label = gettext_lazy("Invitations acceptées")

    def text(self, actor: Any, about: SpaceMembership) -> str:
        return _("%(name)s a accepté votre invitation dans « %(space)s »") % {
            "name": actor,
            "space": about.space.title,
        }

    def visible_to(self, user: Any, about: SpaceMembership) -> bool:
        return leads_space(user, about.space)

    def visible_among(self, user: Any, abouts: list[SpaceMembership]) -> list[SpaceMembership]:
        spaces = _led_by(user)
        return [about for about in abouts if about.space_id in spaces]


class HandedOver(OfMembership):
    """A lead hands a space over to you."""

    name = "space.handed_over"
    label = gettext_lazy("Espaces qu’on vous confie")
    icon = "flag"
    again = True

    def text(self, actor: Any, about: SpaceMembership) -> str:
        if not actor:
            return _("« %(space)s » n’avait plus d’animateur : vous l’animez désormais") % {"space": about.space.title}
        return _("%(name)s vous confie l’animation de « %(space)s »") % {"name": actor, "space": about.space.title}

    def visible_to(self, user: Any, about: SpaceMembership) -> bool:
        return about.user_id == user.pk and can_read_space(user, about.space)

    def visible_among(self, user: Any, abouts: list[SpaceMembership]) -> list[SpaceMembership]:
        spaces = SpacePage.objects.readable_by(user).filter(pk__in=[about.space_id for about in abouts])
        readable = set(spaces.values_list("pk", flat=True))
        return [about for about in abouts if about.user_id == user.pk and about.space_id in readable]


class LeadTaken(InvitationAccepted):
    """An administrator made themselves lead of your space, and says why."""

    name = "space.lead_taken"
    label = gettext_lazy("Interventions des administrateurs")
    icon = "key-round"
    mail = True
    again = True

    def text(self, actor: Any, about: SpaceMembership) -> str:
        return _("%(name)s, administrateur, s’est fait animateur de « %(space)s » : « %(reason)s »") % {
            "name": actor,
            "space": about.space.title,
            "reason": " ".join(about.reason.split()),
        }


class WithoutLead(NotificationType):
    """Nobody is left to lead a space: the administrators, until one of them does or somebody may again."""

    name = "space.without_lead"
    label = gettext_lazy("Espaces sans animateur")
    icon = "flag"
    mail = True
    again = True

    def text(self, actor: Any, about: SpacePage) -> str:
        return _("« %(space)s » n’a plus d’animateur, ni de membre qui puisse le devenir : reprenez-le") % {
            "space": about.title
        }

    def url(self, about: SpacePage) -> str:
        return reverse("space-take-lead", args=[about.slug])

    def visible_to(self, user: Any, about: SpacePage) -> bool:
        return can_take_lead(user, about) and SpacePage.objects.without_lead().filter(pk=about.pk).exists()

    def visible_among(self, user: Any, abouts: list[SpacePage]) -> list[SpacePage]:
        if not (user.is_active and user.is_superuser):
            return []
        alone = SpacePage.objects.without_lead().filter(pk__in=[about.pk for about in abouts])
        left = set(alone.values_list("pk", flat=True))
        return [about for about in abouts if about.pk in left]


KINDS = (JoinAsked, JoinAnswered, Invited, InvitationAccepted, HandedOver, LeadTaken, WithoutLead)
