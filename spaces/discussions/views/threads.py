"""Pages of threads."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.policies import require
from intranet.core.prepared import one_or_404, prepared
from intranet.files.kinds import FileRefused
from spaces.documents.models import Document
from spaces.workspaces.views import space_context, space_or_404

from .. import actions, policies
from ..constants import REACTION_ICONS, ReactionKind, ThreadState
from ..forms import MessageForm, ThreadForm
from ..models import Thread
from .reading import thread_page

FILES_SHOWN = 10


@prepared
def _at(reader, slug, pk):
    threads = Thread.objects.visible_to(reader).filter(pk=pk, space__slug=slug)
    return threads.select_related("space", "author", "accepted__author")


@prepared
def _files_of(thread, space):
    documents = Document.objects.filter(attachments__message__thread=thread, space=space)
    return documents.with_files().distinct()[:FILES_SHOWN]


def thread_or_404(request, slug, pk):
    """The thread `pk` of the space `slug`, through the rule."""
    return one_or_404(_at(request.user, slug, pk))


def reaction_choices():
    """The six words, with their icons."""
    return [{"kind": kind.value, "label": kind.label, "icon": REACTION_ICONS[kind]} for kind in ReactionKind]


def thread_context(request, thread, shown, form):
    """What `thread.html` needs; `?citer=<id>` answers a message."""
    asked = form["quote"].value() or request.GET.get("citer", "")
    return {
        "quoted": form.fields["quote"].queryset.select_related("author").filter(pk=asked).first()
        if str(asked).isdecimal()
        else None,
        "files": _files_of(thread.pk, thread.space_id),
        "thread": thread,
        "space": thread.space,
        "shown": shown,
        "form": form,
        "can_post": policies.can_post_message(request.user, thread),
        "can_manage": policies.can_manage_thread(request.user, thread),
        "reactions": reaction_choices(),
    }


@require_GET
def thread_list(request, slug):
    """All threads of a space, pinned first; `?etat=open` keeps the questions without an answer."""
    space = space_or_404(request, slug, "discussions")
    threads = space.threads.with_unread(request.user).with_authors().latest()
    if request.GET.get("etat") in ThreadState.values:
        threads = threads.filter(state=request.GET["etat"])
    page = Paginator(threads, 30).get_page(request.GET.get("page"))
    return render(request, "discussions/threads.html", {**space_context(request, space, "discussions"), "page": page})


@require_http_methods(["GET", "POST"])
def thread_new(request, slug):
    """Open a thread."""
    space = space_or_404(request, slug, "discussions")
    require(policies.can_open_thread(request.user, space))
    form = ThreadForm(request.POST or None, request.FILES or None, user=request.user, space=space)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.open_thread(author=request.user, space=space, **form.cleaned_data))
        except FileRefused as refusal:  # no room left for it
            form.add_error("files", refusal.reason)
    context = {**space_context(request, space, "discussions"), "form": form}
    return render(request, "discussions/thread_new.html", context, status=422 if form.is_bound else 200)


@require_GET
def thread(request, slug, pk):
    """One thread: its last messages, or those around `?a=<seq>`; what was seen is noted once it is shown."""
    thread = thread_or_404(request, slug, pk)
    shown = thread_page(thread, request.user, around=request.GET.get("a"), before=request.GET.get("avant"))
    # A page read again writes nothing.
    if shown.messages and shown.messages[-1].seq > shown.seen:
        actions.mark_thread_read(user=request.user, thread=thread, seq=shown.messages[-1].seq)
    context = thread_context(request, thread, shown, MessageForm(thread=thread))
    return render(request, "discussions/thread.html", context)


@require_POST
def manage(request, slug, pk):
    """Pin, unpin, close or reopen (`do`)."""
    thread = thread_or_404(request, slug, pk)
    verbs = {
        "pin": lambda: actions.pin_thread(lead=request.user, thread=thread),
        "unpin": lambda: actions.pin_thread(lead=request.user, thread=thread, pinned=False),
        "close": lambda: actions.close_thread(lead=request.user, thread=thread),
        "reopen": lambda: actions.reopen_thread(lead=request.user, thread=thread),
    }
    verb = verbs.get(request.POST.get("do"))
    if not verb:
        return HttpResponse(status=422)
    verb()
    return redirect(thread)
