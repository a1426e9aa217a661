"""What is done with messages."""

from uuid import uuid4

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.policies import require
from intranet.files.kinds import FileRefused

from .. import actions, policies
from ..forms import MessageEditForm, MessageForm
from ..models import Message
from .reading import thread_page
from .threads import reaction_choices, thread_context, thread_or_404


def message_or_404(request, pk):
    """The message `pk`, through the rule."""
    messages = Message.objects.visible_to(request.user).select_related("thread__space", "author")
    return get_object_or_404(messages, pk=pk)


@require_GET
def message(request, pk):
    """One message and what this reader may do with it."""
    messages = Message.objects.visible_to(request.user).for_display().select_related("thread__space")
    message = get_object_or_404(messages, pk=pk)
    user = request.user
    context = {
        "message": message,
        "thread": message.thread,
        "space": message.thread.space,
        "reactions": reaction_choices(),
        "mine": {reaction.kind for reaction in message.reactions.all() if reaction.user_id == user.pk},
        "can_react": policies.can_react_to_message(user, message),
        "can_edit": policies.can_edit_message(user, message),
        "can_delete": policies.can_delete_message(user, message),
        "can_accept": policies.can_accept_answer(user, message),
    }
    return render(request, "discussions/message.html", context)


@require_POST
def reply(request, slug, pk):
    """Post a message: a live page sends it from a script and hears it on the socket; without one, back to the
    thread.
    """
    thread = thread_or_404(request, slug, pk)
    require(policies.can_post_message(request.user, thread))
    form = MessageForm(request.POST, request.FILES, thread=thread)
    if form.is_valid():
        try:
            message, new = actions.post_message(author=request.user, thread=thread, **form.cleaned_data)
        except FileRefused as refusal:  # no room left for it
            form.add_error("files", refusal.reason)
    if not form.is_valid():
        if _by_script(request):
            return JsonResponse({"errors": form.errors}, status=422)
        shown = thread_page(thread, request.user)
        return render(request, "discussions/thread.html", thread_context(request, thread, shown, form), status=422)
    if _by_script(request):
        return JsonResponse({"id": message.pk, "seq": message.seq}, status=201 if new else 200)
    return redirect(message)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change one's own words."""
    message = message_or_404(request, pk)
    require(policies.can_edit_message(request.user, message))
    form = MessageEditForm(request.POST or None, initial={"body": message.body, "client_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        actions.edit_message(editor=request.user, message=message, body=form.cleaned_data["body"])
        return redirect(message)
    context = {"message": message, "thread": message.thread, "space": message.thread.space, "form": form}
    return render(request, "discussions/message_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def delete(request, pk):
    """Take a message away, after a page that asks."""
    message = message_or_404(request, pk)
    if request.method == "POST":
        actions.delete_message(actor=request.user, message=message)
        flash.success(request, _("Message supprimé."))
        return redirect(message)
    require(policies.can_delete_message(request.user, message))
    context = {"message": message, "thread": message.thread, "space": message.thread.space}
    return render(request, "discussions/message_delete.html", context)


@require_POST
def react(request, pk):
    """Put a word under a message, or take it back."""
    message = message_or_404(request, pk)
    try:
        actions.react(user=request.user, message=message, kind=request.POST.get("kind", ""))
    except ValidationError as error:
        return HttpResponse(error.messages[0], status=422)
    return _back(request, message)


@require_POST
def accept(request, pk):
    """Keep a message as the answer, or let it go."""
    message = message_or_404(request, pk)
    actions.accept_answer(actor=request.user, message=message)
    return _back(request, message)


def _by_script(request):
    return request.headers.get("Accept", "").startswith("application/json")


def _back(request, message):
    return HttpResponse(status=204) if _by_script(request) else redirect(message)
