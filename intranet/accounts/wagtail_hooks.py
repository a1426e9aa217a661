"""What accounts plug into the house."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.audit import actions as audit
from intranet.core.plugs import Panel

from . import actions, second_factor
from .demo import acts
from .models import User
from .search_sources import PersonSource

SHOWN = 12


def people_of(request, organisation):
    """The people of an organisation, referents first."""
    held = organisation.memberships.active().filter(user__is_active=True)
    people = User.objects.visible_to(request.user).filter(pk__in=held.values("user")).with_organisations()
    return {"people": people.order_by("last_name")[:SHOWN], "url": f"/annuaire/?collectivite={organisation.slug}"}


PEOPLE = Panel("organisation", "people", _("Qui y travaille"), "accounts/_organisation_panel.html", people_of, 10)

hooks.register("register_panel", lambda: PEOPLE)
hooks.register("register_search_source", PersonSource)
hooks.register("load_demo", acts)
hooks.register("register_live_door", lambda: second_factor.opens_live)


@hooks.register("after_bulk_action")
def many_accounts_changed(request, action_type, objects, action):
    """Accounts that the admin closes or opens several at once tell nobody themselves."""
    if action_type != "set_active_state":
        return
    opened = action.cleaned_form.cleaned_data["mark_as_active"]
    for person in objects:
        person.refresh_from_db(fields=["is_active"])
        if opened and person.is_active:
            audit.record(request.user, "account.opened", person)
        elif not opened and not person.is_active:
            actions.close_account(by=request.user, user=person)
