"""Organisations of the pool."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from intranet.core.plugs import shown_panels

from .models import Organisation
from .policies import can_manage_agents


@require_GET
def organisation_list(request):
    """Every organisation, the pool's first."""
    shown = Organisation.objects.visible_to(request.user).order_by("-in_pool", "name")
    return render(request, "organisations/organisations.html", {"organisations": shown})


@require_GET
def organisation(request, slug):
    """One organisation, and what every app shows of it."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    return render(
        request,
        "organisations/organisation.html",
        {
            "organisation": found,
            "can_manage": can_manage_agents(request.user, found),
            "panels": shown_panels("organisation", request, found),
        },
    )
