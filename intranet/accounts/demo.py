"""The demo's people: they come, and some leave."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from intranet.core.plugs import Act

from . import actions
from .constants import EDITORS_GROUP, MembershipRole
from .models import Membership, User


def acts(story):
    """Each comes on their day; who left does so on theirs."""
    password = make_password(story.password)
    for row in story.people:
        yield Act(story.joined[row["slug"]], lambda row=row: _come(story, row, password), 5)
        if "left" in row:
            yield Act(story.moment(row["left"], "17:30"), lambda row=row: _leave(story, row), 90)


def _come(story, row, password):
    user = User(
        **{name: row[name] for name in ("first_name", "last_name", "email", "job_title", "bio")},
        skills=", ".join(row.get("skills", [])),
        password=password,
        slug=row["slug"],
    )
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    role = MembershipRole.REFERENT if "referent" in row["roles"] else MembershipRole.AGENT
    for each in row["memberships"]:
        since = story.day(each.get("since") or row["joined"])
        organisation = story.get("organisation", each["organisation"])
        primary = each.get("primary", False)
        actions.attach(by=None, user=user, organisation=organisation, role=role, since=since, primary=primary)
    if "editor" in row["roles"]:
        user.groups.add(Group.objects.get_or_create(name=EDITORS_GROUP)[0])
    story.keep("person", row["slug"], User.objects.get(pk=user.pk))


def _leave(story, row):
    successor = story.get("person", row["handover_to"]) if "handover_to" in row else None
    for membership in Membership.objects.active().filter(user__slug=row["slug"]):
        actions.end_membership(by=None, membership=membership, on=timezone.localdate(), successor=successor)
