"""Organisations of the pool: their pages, and what their referents and the editors say of them."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from intranet.core.plugs import shown_panels
from intranet.core.policies import require
from intranet.files.serving import serve_thumbnail

from . import actions
from .forms import ContactForm, IdentityForm
from .models import Organisation
from .policies import can_edit_organisation, can_identify_organisation, can_manage_agents


@require_GET
def organisation_list(request):
    """Every organisation, the pool's first."""
    shown = Organisation.objects.visible_to(request.user).order_by("-in_pool", "short_name")
    context = {"organisations": shown, "can_add": can_identify_organisation(request.user, Organisation())}
    return render(request, "organisations/organisations.html", context)


@require_GET
def organisation(request, slug):
    """One organisation, and what every app shows of it."""
    shown = Organisation.objects.visible_to(request.user).select_related("parent")
    found = get_object_or_404(shown.prefetch_related("tools", "children"), slug=slug)
    context = {
        "organisation": found,
        "can_manage": can_manage_agents(request.user, found),
        "can_identify": can_identify_organisation(request.user, found),
        "panels": shown_panels("organisation", request, found),
    }
    if context["can_identify"]:
        context["sirets"] = found.sirets.all()
        context["domains"] = found.mail_domains.all()
    return render(request, "organisations/organisation.html", context)


@require_safe
def logo(request, slug):
    """Its logo, made small."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user).select_related("logo"), slug=slug)
    if not found.logo:
        raise Http404
    return serve_thumbnail(request, found.logo, "s")


@require_http_methods(["GET", "POST"])
def organisation_edit(request, slug):
    """How to reach it, what it works with, its logo."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    require(can_edit_organisation(request.user, found))
    form = ContactForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_organisation(by=request.user, organisation=found, **form.said)
        except ValidationError as error:
            _tell(form, found, error)
        else:
            flash.success(request, _("C’est enregistré."))
            return redirect(found)
    context = {"form": form, "organisation": found}
    return render(request, "organisations/organisation_edit.html", context, status=422 if form.is_bound else 200)


def _tell(form, organisation, error):
    """What is wrong; when someone changed it since, what is kept too. Sent again, it is sent knowingly."""
    if hasattr(error, "error_dict") or error.code != "changed":
        form.add_error(None, error)
        return
    kept = ContactForm(instance=Organisation.objects.get(pk=organisation.pk))
    shown = [*kept.contact_fields, *kept.tool_fields]
    differs = [each for each in shown if (form.cleaned_data[each.name] or "") != (each.initial or "")]
    now = ", ".join(f"{each.label}\u00a0: {each.initial or _('vide')}" for each in differs)
    words = _(
        "%(said)s Ce qui est gardé et diffère de ce que vous avez tapé : %(now)s. Enregistrez de nouveau pour mettre "
        "ce qui suit à la place."
    ) % {"said": error.messages[0], "now": now or _("le logo")}
    form.add_error(None, words)
    form.data = form.data.copy()
    form.data["before"] = kept.initial["before"]


@require_http_methods(["GET", "POST"])
def organisation_identity(request, slug=None):
    """What it is, for editors; without a name in the address, a new one."""
    if slug is None:
        found = Organisation(in_pool=True)
        if not request.user.is_agent:
            raise Http404
    else:
        found = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    require(can_identify_organisation(request.user, found))
    form = IdentityForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.identify_organisation(by=request.user, organisation=form.save(commit=False), **form.said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            flash.success(request, _("C’est enregistré."))
            return redirect(kept)
    # As it is called, not as it is being typed.
    known = Organisation.objects.filter(pk=found.pk).first() if slug else None
    context = {"form": form, "organisation": known}
    return render(request, "organisations/organisation_identity.html", context, status=422 if form.is_bound else 200)
