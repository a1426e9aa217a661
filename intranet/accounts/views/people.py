"""People: the directory, a person's page, one's own settings, and the sign-in page."""

from allauth.account.views import LoginView
from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.core.plugs import shown_panels
from intranet.organisations.models import Organisation

from .. import actions
from ..forms import ProfileForm
from ..models import User


class SignInView(LoginView):
    """Sign in. What stands beside the form (in the demo, the people to sign in as) is plugged in."""

    def get_context_data(self, **kwargs):
        """With the panels of the place `sign-in`."""
        return {**super().get_context_data(**kwargs), "panels": shown_panels("sign-in", self.request)}


@require_GET
def directory(request):
    """Every agent, searched by name, function or skill, filtered by organisation. Guests have none."""
    if not request.user.is_agent:
        raise Http404
    people = User.objects.visible_to(request.user).agents()
    asked = request.GET.get("q", "").strip()[:100]
    for word in asked.split():
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(job_title__icontains=word)
            | Q(skills__icontains=word)
        )
    organisations = list(Organisation.objects.visible_to(request.user).in_pool())
    chosen = {each.pk for each in organisations if each.slug in request.GET.getlist("collectivite")}
    if chosen:
        held = User.memberships.rel.related_model.objects.active().filter(organisation__in=chosen)
        people = people.filter(pk__in=held.values("user"))
    page = Paginator(people.with_organisations().order_by("last_name", "first_name", "pk"), 30)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "q": asked,
        "options": [
            {"value": each.slug, "label": each.short_name, "checked": each.pk in chosen, "organisation": each}
            for each in organisations
        ],
        "number": len(chosen),
    }
    return render(request, "accounts/directory.html", context)


@require_GET
def person(request, slug):
    """One person, as much of them as the reader may see."""
    people = User.objects.visible_to(request.user).with_organisations()
    found = get_object_or_404(people, slug=slug)
    return render(request, "accounts/person.html", {"person": found, "panels": shown_panels("person", request, found)})


@require_http_methods(["GET", "POST"])
def own_settings(request):
    """One's profile, and the doors to password and second factor."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(user=request.user, fields=form.cleaned_data)
        flash.success(request, _("Vos réglages sont enregistrés."))
        return redirect("settings")
    return render(request, "accounts/settings.html", {"form": form}, status=422 if form.is_bound else 200)
