"""How far a person has read."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from intranet.accounts.models import User
from intranet.core.policies import require
from intranet.live import publish
from intranet.notifications.actions import mark_read
from intranet.notifications.models import Notification

from ..models import Message, ReadMark, Thread
from ..policies import can_view_thread


def mark_thread_read(*, user: User, thread: Thread, seq: int) -> None:
    """Note that `user` saw `thread` up to `seq`; a mark never goes back, nor beyond the last message.

    Effects: their notifications about those messages are read, their other pages hear `read.changed`.
    """
    require(can_view_thread(user, thread))
    with transaction.atomic():
        last = (
            Message.objects.filter(thread=thread, seq__lte=seq).order_by("-seq").values_list("seq", flat=True).first()
        )
        mark, _created = ReadMark.objects.select_for_update().get_or_create(thread=thread, user=user)
        if not last or last <= mark.seq:
            return
        mark.seq, mark.read_at = last, timezone.now()
        mark.save(update_fields=["seq", "read_at"])
        seen = Message.objects.filter(thread=thread, seq__lte=last).values("pk")
        waiting = Notification.objects.filter(
            recipient=user, read_at=None, about_type=ContentType.objects.get_for_model(Message), about_id__in=seen
        )
        mark_read(user=user, ids=waiting.values_list("pk", flat=True))
        publish.hint(f"user:{user.pk}", kind="read.changed", id=thread.pk, seq=last)
