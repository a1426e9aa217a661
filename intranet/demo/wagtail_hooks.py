"""What the demo plugs into the house: the people to sign in as, on the sign-in page, in the demo alone."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.accounts.models import User
from intranet.core.plugs import Panel

SHOWS = {
    "agent": _("Agent"),
    "project_lead": _("Chef de projet"),
    "referent": _("Référente de deux communes"),
    "editor": _("Animatrice du réseau"),
    "guest": _("Invité, chez un éditeur"),
}


def people_to_sign_in_as(request, _obj):
    """The five of `content/sign_in.yaml`, in its order; nothing anywhere but in the demo."""
    if settings.MODE != "demo":
        return None
    from .story import PASSWORD, Story  # noqa: PLC0415 — its library is installed in the demo only

    rows = Story().sign_in
    people = {
        user.slug: user for user in User.objects.filter(slug__in=[r["person"] for r in rows]).with_organisations()
    }
    shown = [
        {"user": people[row["person"]], "shows": SHOWS[row["shows"]], "first_glance": row["first_glance"]}
        for row in rows
        if row["person"] in people
    ]
    return {"people": shown, "password": PASSWORD}


SIGN_IN = Panel("sign-in", "demo", _("Démonstration"), "demo/_sign_in.html", people_to_sign_in_as)
hooks.register("register_panel", lambda: SIGN_IN)
