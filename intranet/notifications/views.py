"""What a person has been told."""

from collections import defaultdict
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from .actions import kinds, mark_read
from .models import Notification


def shown(notifications, reader):
    """What each says, for those whose kind is known and whose object is still there to be seen by the reader."""
    known = kinds()
    visible = _visible(notifications, reader, known)
    for each in notifications:
        if each.pk in visible:
            kind = known[each.kind]
            yield {
                "row": each,
                "icon": kind.icon,
                "text": kind.text(each.actor, each.about),
                "url": kind.url(each.about),
            }


def _visible(notifications, reader, known):
    """Ids of those to show. In as many queries as there are kinds, however many there are of each."""
    by_kind = defaultdict(list)
    for each in notifications:
        if each.kind in known and each.about:
            by_kind[each.kind].append(each)
    visible = set()
    for name, rows in by_kind.items():
        abouts = [each.about for each in rows]
        prefetch_related_objects(abouts, *known[name].reads)
        allowed = {about.pk for about in known[name].visible_among(reader, abouts)}
        visible |= {each.pk for each in rows if each.about.pk in allowed}
    return visible


@require_GET
def notification_list(request):
    """All of them, by day, the unread ones marked."""
    rows = Notification.objects.visible_to(request.user).for_display(request.user)
    page = Paginator(rows, 40).get_page(request.GET.get("page"))
    days = groupby(shown(page, request.user), lambda each: timezone.localdate(each["row"].created_at))
    unread = Notification.objects.visible_to(request.user).unread().exists()
    context = {"page": page, "days": [(day, list(rows)) for day, rows in days], "unread": unread}
    return render(request, "notifications/notifications.html", context)


@require_POST
def read_all(request):
    """Everything has been seen."""
    mark_read(user=request.user)
    return redirect("notifications")


@require_GET
def follow(request, pk):
    """Go where a notification leads; it is read from then on."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user).for_display(request.user), pk=pk)
    found = next(shown([notification], request.user), None)
    mark_read(user=request.user, ids=[pk])
    return redirect(found["url"] if found else "notifications")


@require_GET
def count(request):
    """The bell alone, for a page that heard that something came."""
    return render(request, "notifications/_bell.html")
