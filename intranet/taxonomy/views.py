"""Themes."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from intranet.core.plugs import shown_panels

from .models import Theme


@require_GET
def theme(request, slug):
    """One theme, and what every app files under it. For agents: guests have no shared shelves."""
    if not request.user.is_agent:
        raise Http404
    found = get_object_or_404(Theme, slug=slug)
    return render(request, "taxonomy/theme.html", {"theme": found, "panels": shown_panels("theme", request, found)})
