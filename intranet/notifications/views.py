"""What a person has been told."""

from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from .actions import kinds, mark_read
from .models import Notification


def shown(notifications):
    """What each says, for those whose kind is known and whose object is still there to be seen by its recipient."""
    known = kinds()
    for each in notifications:
        kind = known.get(each.kind)
        if kind and each.about and kind.visible_to(each.recipient, each.about):
            yield {
                "row": each,
                "icon": kind.icon,
                "text": kind.text(each.actor, each.about),
                "url": kind.url(each.about),
            }


@require_GET
def notification_list(request):
    """All of them, by day, the unread ones marked."""
    rows = Notification.objects.visible_to(request.user).for_display()
    page = Paginator(rows, 40).get_page(request.GET.get("page"))
    for row in page:
        row.recipient = request.user
    days = groupby(shown(page), lambda each: timezone.localdate(each["row"].created_at))
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
    notification = get_object_or_404(Notification.objects.visible_to(request.user).for_display(), pk=pk)
    notification.recipient = request.user
    found = next(shown([notification]), None)
    mark_read(user=request.user, ids=[pk])
    return redirect(found["url"] if found else "notifications")


@require_GET
def count(request):
    """The bell alone, for a page that heard that something came."""
    return render(request, "notifications/_bell.html")
