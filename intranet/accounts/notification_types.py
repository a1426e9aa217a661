"""What people are told about who belongs where."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.plugs import NotificationType
from intranet.organisations.policies import can_manage_agents

from .constants import MembershipRole
from .models import AttachmentRequest, Dormancy, Membership, Move, User
from .policies import can_view_dormancy


class AttachmentAsked(NotificationType):
    """Somebody asks to belong: the referents of that organisation."""

    name = "attachment.asked"
    label = gettext_lazy("Demandes de rattachement")
    icon = "user-plus"
    reads = ("organisation",)

    def text(self, actor: Any, about: AttachmentRequest) -> str:
        values = {"name": actor, "organisation": about.organisation}
        return _("%(name)s demande son rattachement à %(organisation)s") % values

    def visible_to(self, user: Any, about: AttachmentRequest) -> bool:
        return can_manage_agents(user, about.organisation)


class AttachmentAnswered(NotificationType):
    """A referent answered: who asked, by mail too since they may see nothing else."""

    name = "attachment.answered"
    label = gettext_lazy("Réponses à votre demande de rattachement")
    icon = "landmark"
    mail = True
    reads = ("organisation",)

    def text(self, actor: Any, about: AttachmentRequest) -> str:
        if about.accepted:
            return _("%(organisation)s vous a rattaché : Parvis vous est ouvert") % {"organisation": about.organisation}
        return _("%(organisation)s n’a pas donné suite à votre demande de rattachement") % {
            "organisation": about.organisation
        }

    def excerpt(self, about: AttachmentRequest) -> str:
        return about.answer

    def url(self, about: AttachmentRequest) -> str:
        return reverse("home" if about.accepted else "pending")

    def visible_to(self, user: Any, about: AttachmentRequest) -> bool:
        return about.user_id == user.pk


class AgentArrived(NotificationType):
    """An agent more, by invitation or by their address: the referents."""

    name = "membership.begun"
    label = gettext_lazy("Arrivées dans votre collectivité")
    icon = "user-plus"
    reads = ("organisation", "user")

    def text(self, actor: Any, about: Membership) -> str:
        return _("%(name)s a rejoint %(organisation)s") % {"name": about.user, "organisation": about.organisation}

    def url(self, about: Membership) -> str:
        return reverse("agents", args=[about.organisation.slug])

    def visible_to(self, user: Any, about: Membership) -> bool:
        return can_manage_agents(user, about.organisation)


class RoleChanged(NotificationType):
    """One's role in an organisation changed: that person."""

    name = "membership.role_changed"
    label = gettext_lazy("Votre rôle dans votre collectivité")
    icon = "landmark"
    reads = ("organisation",)

    def text(self, actor: Any, about: Membership) -> str:
        if about.role == MembershipRole.REFERENT:
            return _("Vous êtes référent de %(organisation)s") % {"organisation": about.organisation}
        return _("Vous n’êtes plus référent de %(organisation)s") % {"organisation": about.organisation}

    def url(self, about: Membership) -> str:
        return about.organisation.get_absolute_url()

    def visible_to(self, user: Any, about: Membership) -> bool:
        return about.user_id == user.pk and user.is_agent


class MoveProposed(NotificationType):
    """An agent is proposed to an organisation: its referents."""

    name = "move.proposed"
    label = gettext_lazy("Mobilités proposées")
    icon = "route"
    reads = ("destination", "membership__user", "membership__organisation")

    def text(self, actor: Any, about: Move) -> str:
        values = {"origin": about.membership.organisation, "name": about.membership.user, "place": about.destination}
        return _("%(origin)s propose que %(name)s rejoigne %(place)s") % values

    def visible_to(self, user: Any, about: Move) -> bool:
        return can_manage_agents(user, about.destination)


class MoveAnswered(NotificationType):
    """The organisation of arrival answered: who proposed."""

    name = "move.answered"
    label = gettext_lazy("Réponses à vos mobilités")
    icon = "route"
    reads = ("destination", "membership__user", "membership__organisation")

    def text(self, actor: Any, about: Move) -> str:
        values = {"name": about.membership.user, "place": about.destination}
        if about.accepted:
            return _("%(place)s a accueilli %(name)s") % values
        return _("%(place)s n’a pas accepté la venue de %(name)s") % values

    def url(self, about: Move) -> str:
        return reverse("agents", args=[about.membership.organisation.slug])

    def visible_to(self, user: Any, about: Move) -> bool:
        return can_manage_agents(user, about.membership.organisation)


class Moved(NotificationType):
    """One has moved: the agent."""

    name = "move.done"
    label = gettext_lazy("Votre changement de collectivité")
    icon = "route"
    mail = True
    reads = ("destination", "membership__organisation")

    def text(self, actor: Any, about: Move) -> str:
        values = {"origin": about.membership.organisation, "place": about.destination}
        return _("Vous avez quitté %(origin)s et rejoint %(place)s") % values

    def url(self, about: Move) -> str:
        return about.destination.get_absolute_url()

    def visible_to(self, user: Any, about: Move) -> bool:
        return about.membership.user_id == user.pk and bool(about.accepted)


class HandedOver(NotificationType):
    """What somebody led is now one's own: the successor."""

    name = "stewardship.handed_over"
    label = gettext_lazy("Ce qui vous est confié")
    icon = "heart-handshake"
    again = True

    def text(self, actor: Any, about: User) -> str:
        return _("Ce que %(name)s animait vous est confié") % {"name": about}

    def url(self, about: User) -> str:
        return reverse("spaces")

    def visible_to(self, user: Any, about: User) -> bool:
        return bool(user.is_agent)


class AgentIdle(NotificationType):
    """An account is not used and will close: those who manage the agents of its person."""

    name = "account.idle"
    label = gettext_lazy("Comptes inutilisés")
    icon = "clock"
    again = True
    reads = ("user", "organisation")

    def text(self, actor: Any, about: Dormancy) -> str:
        if not about.closes_on:
            return _("Le compte de %(name)s ne servait plus") % {"name": about.user}
        day = date_format(about.closes_on, "j F Y")
        return _("Le compte de %(name)s ne sert plus : il fermera le %(day)s") % {"name": about.user, "day": day}

    def url(self, about: Dormancy) -> str:
        return reverse("agents", args=[about.organisation.slug]) if about.organisation else reverse("directory")

    def visible_to(self, user: Any, about: Dormancy) -> bool:
        return can_view_dormancy(user, about)

    def visible_among(self, user: Any, abouts: list[Any]) -> list[Any]:
        known = Dormancy.objects.visible_to(user).filter(pk__in=[about.pk for about in abouts])
        allowed = set(known.values_list("pk", flat=True))
        return [about for about in abouts if about.pk in allowed]


class AgentClosed(AgentIdle):
    """An account that was not used has closed: the same people."""

    name = "account.closed_idle"
    label = gettext_lazy("Comptes fermés faute d’usage")
    icon = "lock"

    def text(self, actor: Any, about: Dormancy) -> str:
        return _("Le compte de %(name)s est fermé, faute d’usage") % {"name": about.user}


class SuccessorWanted(AgentIdle):
    """An account stays open because nobody could take over what its person leads alone: the same people, once."""

    name = "account.successor_wanted"
    label = gettext_lazy("Comptes inutilisés à qui succéder")
    icon = "route"
    again = False

    def text(self, actor: Any, about: Dormancy) -> str:
        values = {"name": about.user}
        return _("Le compte de %(name)s ne peut pas fermer : ce qu’il anime seul attend un successeur") % values
