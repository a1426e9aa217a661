"""The words of acts."""

from django.utils.translation import gettext_lazy as _

# What is in the record by the name of its noun and verb; an act without words here is shown by that name.
ACTS = {
    "access.denied": _("Accès refusé"),
    "account.closed": _("Compte fermé"),
    "account.opened": _("Compte ouvert"),
    "audit.exported": _("Journal exporté"),
    "audit.purged": _("Journal purgé"),
    "document.added": _("Document déposé"),
    "document.destroyed": _("Document supprimé définitivement"),
    "factor.added": _("Second facteur ajouté"),
    "factor.removed": _("Second facteur retiré"),
    "factor.renewed": _("Codes de secours renouvelés"),
    "guide.published": _("Guide publié"),
    "lesson.published": _("Retour d’expérience publié"),
    "membership.begun": _("Rattachement ouvert"),
    "membership.ended": _("Rattachement terminé"),
    "news.published": _("Nouvelle publiée"),
    "password.changed": _("Mot de passe changé"),
    "role.given": _("Rôle donné"),
    "role.taken": _("Rôle retiré"),
    "session.closed": _("Session fermée"),
    "session.opened": _("Session ouverte"),
    "session.refused": _("Connexion refusée"),
    "space.created": _("Espace créé"),
    "space.joined": _("Espace rejoint"),
    "space.left": _("Espace quitté"),
    "space.removed": _("Membre retiré d’un espace"),
    "space.role_changed": _("Rôle changé dans un espace"),
}

# Apps whose things a referent reads the name of.
NAMED = {"accounts", "organisations"}
