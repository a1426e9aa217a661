"""How many things a person has not read."""

from django import template

from intranet.notifications.models import Notification

register = template.Library()


@register.simple_tag
def unread_count(user) -> int:
    """`{% unread_count user as n %}`: one query; none for nobody."""
    return Notification.objects.visible_to(user).unread().count() if user.is_authenticated else 0
