"""What the leads keep in sight on a space's home."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from intranet.core.policies import require

from .. import actions, policies
from ..forms import PinForm
from .context import space_or_404
from .spaces import space_home


@require_POST
def pin(request, slug):
    """Keep something in sight."""
    space = space_or_404(request, slug)
    require(policies.can_lead_space(request.user, space))
    form = PinForm(request.POST)
    if form.is_valid():
        try:
            actions.pin(lead=request.user, space=space, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(space)
    return space_home(request, space, form)


@require_POST
def manage(request, slug, pk):
    """Move it up or down, or keep it in sight no longer (`do`)."""
    space = space_or_404(request, slug)
    require(policies.can_lead_space(request.user, space))
    pinned = get_object_or_404(space.pins.select_related("space"), pk=pk)
    verbs = {
        "up": lambda: actions.move_pin(lead=request.user, pinned=pinned, up=True),
        "down": lambda: actions.move_pin(lead=request.user, pinned=pinned, up=False),
        "unpin": lambda: actions.unpin(lead=request.user, pinned=pinned),
    }
    verb = verbs.get(request.POST.get("do"))
    if not verb:
        return HttpResponse(status=422)
    verb()
    return redirect(space)
