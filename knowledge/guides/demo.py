"""The demo's guides: written, published, opened for everyone, and set step by step by each commune."""

from datetime import timedelta

from intranet.accounts.models import User
from intranet.core.plugs import Act
from intranet.organisations.models import Organisation

from . import actions
from .models import GuideIndexPage, GuidePage, GuideStep, Rollout

STATES = {"in_progress": "doing", "not_applicable": "na"}
EDITOR = "helene-vautrin"
MINUTE = timedelta(minutes=1)


def acts(story):
    """A guide is there as soon as its owners are; its last update is when its lessons are all there."""
    for row in story.guides:
        opened = max(story.joined[slug] for slug in (*row["owners"], *row["leads"])) + timedelta(hours=1)
        yield Act(opened, lambda row=row: _write(story, row), 100)
        yield Act(story.moment(row["updated"], "10:00"), lambda row=row: _update(story, row), 100)
        for line in row["rollout"]:
            for each in line["steps"]:
                if each["status"] == "todo" or ("agent" not in each and each["status"] != "not_applicable"):
                    continue
                yield from _step_act(story, row, line["organisation"], each, opened)


def _step_act(story, row, organisation, each, opened):
    said = "day" in each or "date" in each
    at = story.moment(each if said else row["updated"], "14:00")
    agent = each.get("agent")
    at = max(at, opened + MINUTE, _first_referent(story, organisation) + MINUTE)
    at = max(at, story.joined[agent] + MINUTE) if agent else at
    yield Act(at, lambda: _set(story, row, organisation, each), 110)


def _first_referent(story, organisation):
    """When the first referent of an organisation came: nobody speaks for it before."""
    came = [
        max(story.joined[person["slug"]], story.moment(held["since"], "08:00") if "since" in held else opened)
        for opened in [story.moment(-4000)]
        for person in story.people
        for held in person["memberships"]
        if "referent" in person["roles"] and held["organisation"] == organisation
    ]
    return min(came, default=story.moment(-4000))


def _write(story, row):
    guide = GuidePage(title=row["title"], slug=row["slug"], intro=row["intro"])
    guide.steps = [
        GuideStep(
            sort_order=step["number"],
            title=step["title"],
            do=step["do"],
            who=step["who"],
            proof=step["expected_proof"],
            duration=step["typical_duration"],
            traps=step["traps"],
        )
        for step in row["steps"]
    ]
    GuideIndexPage.objects.get().add_child(instance=guide)
    guide.themes.set(story.filed_under(row["themes"]))
    owners = [story.get("person", slug) for slug in row["owners"]]
    guide.leads.set(owners)
    guide.owner = owners[0]
    guide.save()
    guide.save_revision(user=owners[0]).publish(user=story.get("person", EDITOR))
    rollout = actions.open_rollout(
        by=owners[0],
        guide=guide,
        organisations=[story.get("organisation", line["organisation"]) for line in row["rollout"]],
        space=story.made.get(("space", row["space"])),
        leads=[story.get("person", slug) for slug in row["leads"]],
        starts_on=story.day(row["start"]),
        target_on=story.day(row["target"]),
    )
    story.keep("guide", row["slug"], guide)
    story.keep("rollout", row["slug"], rollout)


def _update(story, row):
    guide = GuidePage.objects.get(pk=story.get("guide", row["slug"]).pk)
    for step, each in zip(guide.steps.all(), row["steps"], strict=True):
        found = [story.made.get(("lesson", slug)) for slug in each.get("lessons", [])]
        step.lessons.set([lesson for lesson in found if lesson])
    documents = [story.made.get(("document", slug)) for slug in row["documents"]]
    guide.documents.set([document for document in documents if document])
    owner = story.get("person", row["owners"][0])
    guide.save_revision(user=owner).publish(user=story.get("person", EDITOR))
    Rollout.objects.filter(guide=guide, space=None).update(space=story.get("space", row["space"]))


def _set(story, row, slug, each):
    rollout = Rollout.objects.select_related("guide").get(pk=story.get("rollout", row["slug"]).pk)
    organisation = story.get("organisation", slug)
    agent = story.get("person", each.get("agent", row["leads"][0]))
    if "agent" not in each and organisation not in agent.organisations:
        agent = _referent(organisation)
    if not agent or not agent.is_agent:
        return
    if organisation not in agent.refers_to and "agent" in each:
        referent = _referent(organisation)
        if referent:
            actions.name_agent(referent=referent, rollout=rollout, organisation=organisation, user=agent)
    key = rollout.guide.steps.order_by("sort_order")[each["step"] - 1].key
    actions.set_step(
        agent=agent,
        rollout=rollout,
        organisation=organisation,
        step_key=key,
        status=STATES.get(each["status"], each["status"]),
        note=each.get("note", ""),
        on=story.day(each) if "day" in each or "date" in each else None,
    )


def _referent(organisation: Organisation) -> User | None:
    held = organisation.memberships.active().filter(role="referent").order_by("pk").first()
    return held.user if held else None
