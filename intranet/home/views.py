"""The home page, news, and the footer's pages."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from intranet.core.plugs import shown_panels
from intranet.core.prepared import prepared
from intranet.organisations.models import Organisation

from .models import NewsIndexPage, NewsPage

NEWS_ON_HOME = 3


@prepared
def _latest(reader):
    news = NewsPage.objects.visible_to(reader).order_by("-pinned", "-published_at")
    return news.select_related("author")[:NEWS_ON_HOME]


@prepared
def _members():
    return Organisation.objects.in_pool()


@require_GET
def home(request):
    """What waits for the reader: panels of every app, and the métropole's news.

    Who is no agent is led to what they have.
    """
    user = request.user
    if not user.is_agent:
        return redirect("spaces") if _is_guest(user) else redirect("pending")
    context = {
        "panels": shown_panels("home", request),
        "news": _latest(user),
        "today": timezone.localdate(),
        "members": _members(),
    }
    return render(request, "home/home.html", context)


@require_GET
def pending(request):
    """The one page of somebody who belongs nowhere yet: what happens next, and whom to ask. A guest belongs in their
    spaces; those who asked to be an agent as well read here what is answered.
    """
    user = request.user
    if user.is_agent or (_is_guest(user) and not user.attachment_requests.exists()):
        return redirect("home")
    return render(request, "home/pending.html", {"panels": shown_panels("pending", request)})


def _is_guest(user):
    return user.space_memberships.giving_access_to(user).exists()


@require_GET
def news_list(request):
    """All the news, the latest first."""
    news = NewsPage.objects.visible_to(request.user).order_by("-published_at").select_related("author")
    page = Paginator(news, 20).get_page(request.GET.get("page"))
    section = NewsIndexPage.objects.first() if request.user.is_editor else None
    return render(request, "home/news_list.html", {"page": page, "section": section})


@require_GET
def news(request, slug):
    """One piece of news."""
    found = get_object_or_404(NewsPage.objects.visible_to(request.user).select_related("author", "owner"), slug=slug)
    return render(request, "home/news.html", {"news": found})


def footer_page(name):
    """The view of one of the footer's pages: open to anyone."""

    @require_GET
    def page(request):
        return render(request, f"home/{name}.html")

    page.login_required = False
    return page
