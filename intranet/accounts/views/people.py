"""A person's page and photo, one's own settings, and the sign-in page."""

from copy import copy

from allauth.account.views import LoginView
from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from intranet.core.plugs import shown_panels
from intranet.files.serving import serve_thumbnail

from .. import actions
from ..constants import Level
from ..forms import ProfileForm
from ..models import User

# One clear point: what waits for the antivirus is given to nobody, and lets the initials under it be seen.
NOTHING = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


class SignInView(LoginView):
    """Sign in. What stands beside the form (in the demo, the people to sign in as) is plugged in."""

    def get_context_data(self, **kwargs):
        """With the panels of the place `sign-in`."""
        return {**super().get_context_data(**kwargs), "panels": shown_panels("sign-in", self.request)}


@require_GET
def person(request, slug):
    """One person, as much of them as the reader may see."""
    people = User.objects.visible_to(request.user).with_organisations(request.user)
    found = get_object_or_404(people, slug=slug)
    return render(request, "accounts/person.html", {"person": found, "panels": shown_panels("person", request, found)})


@require_safe
def photo(request, slug):
    """Their photo, small and square, for who sees it; whoever may not is told that there is none."""
    people = User.objects.visible_to(request.user).near(request.user).select_related("photo")
    found = get_object_or_404(people, slug=slug)
    if not found.shown.photo_url:
        raise Http404
    if found.photo.is_withheld:
        return HttpResponse(NOTHING, content_type="image/gif", headers={"Cache-Control": "no-store"})
    return serve_thumbnail(request, found.photo, "face")


@require_http_methods(["GET", "POST"])
def own_settings(request):
    """One's profile and who sees it, and the doors to password and second factor."""
    # A copy: what is typed and refused is not what the frame of the page shows.
    kept = User.objects.select_related("photo").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=copy(kept))
    context = {"form": form, "kept": kept, "seen": _seen(kept)}
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_profile(user=request.user, **form.said)
        except ValidationError as error:
            form.add_error(None, error)
        except actions.StaleProfile:
            context["differing"] = form.take_up(kept)
        else:
            flash.success(request, _("Vos réglages sont enregistrés."))
            return redirect("settings")
    return render(request, "accounts/settings.html", context, status=422 if form.is_bound else 200)


def _seen(user):
    """What each circle of readers sees of one's profile now: (circle, labels)."""
    labels = {
        name: User._meta.get_field(name).verbose_name for name in ("job_title", "skills", "bio", "phone", "photo")
    }
    return [(level.label, [labels[name] for name in user.card(level).fields]) for level in Level]
