"""The directory: every agent, as much of them as the reader sees. Nobody takes it away: it has no export."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from intranet.organisations.models import Organisation

from ..models import Membership, User, split_skills
from ..querysets import UserQuerySet

ON_A_PAGE = 30
MOST_WORDS = 8
# The skills that are offered: those that most people share.
MOST_SKILLS = 100


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Every agent, searched by name, function or skill, filtered by organisation, skill, function. Guests have none.

    What a person hides from the reader finds nobody, and is counted nowhere.
    """
    reader: Any = request.user
    if not reader.is_agent:
        raise Http404
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "collectivite", "competence", "fonction")}
    people = _answering(User.objects.visible_to(reader).agents(), reader, asked["q"], asked["fonction"])
    organisations = list(Organisation.objects.visible_to(reader).in_pool())
    chosen = next((each for each in organisations if each.slug == asked["collectivite"]), None)
    if chosen:
        people = people.filter(pk__in=Membership.objects.active().filter(organisation=chosen).values("user"))
    skills, holders = _skills(people, reader, asked["competence"])
    if asked["competence"]:
        people = people.filter(pk__in=holders)
    found = people.with_organisations(reader).order_by("last_name", "first_name", "pk")
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "organisations": organisations,
        "chosen": chosen,
        "skills": skills,
        "filtered": bool(asked["q"] or chosen or asked["competence"] or asked["fonction"]),
    }
    return render(request, "accounts/directory.html", context)


def _answering(people: UserQuerySet, reader: Any, words: str, function: str) -> UserQuerySet:
    """Those whose name, or function or skills as far as the reader sees them, hold each word."""
    for word in words.split()[:MOST_WORDS]:
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(pk__in=User.objects.showing(reader, "job_title", job_title__icontains=word).values("pk"))
            | Q(pk__in=User.objects.showing(reader, "skills", skills__icontains=word).values("pk"))
        )
    if function:
        people = people.filter(
            pk__in=User.objects.showing(reader, "job_title", job_title__icontains=function).values("pk")
        )
    return people


def _skills(people: UserQuerySet, reader: Any, chosen: str) -> tuple[list[dict[str, Any]], list[int]]:
    """The skills that the reader sees among `people`, with how many have each, and who has the chosen one: one query.

    However they are written: « Paie » and « paie » are one, called as most people call it.
    """
    written: dict[str, Counter[str]] = {}
    holders = []
    rows = people.showing(reader, "skills").exclude(skills="").order_by().values_list("pk", "skills")
    for pk, skills in rows:
        for skill in split_skills(skills):
            written.setdefault(skill.casefold(), Counter())[skill] += 1
            if skill.casefold() == chosen.casefold():
                holders.append(pk)
    most = sorted(written.items(), key=lambda item: (-item[1].total(), item[0]))[:MOST_SKILLS]
    if chosen and chosen.casefold() not in dict(most):
        most.append((chosen.casefold(), written.get(chosen.casefold(), Counter({chosen: 0}))))
    options = [
        {
            "value": names.most_common(1)[0][0],
            "count": names.total(),
            "selected": key == chosen.casefold(),
        }
        for key, names in most
    ]
    return sorted(options, key=lambda option: option["value"].casefold()), holders
