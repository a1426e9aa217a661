"""Dates and times, in words for people and in ISO 8601 for machines."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from intranet.core import dates

register = template.Library()
register.filter("clock", dates.clock)
register.filter("day", dates.day)
register.filter("long_day", dates.long_day)


@register.simple_tag
def when(moment: date | datetime | None, after_word: bool = False) -> SafeString | str:
    """`{% when message.created_at %}`: « il y a 5 min » with the exact time behind it; a plain day stays a day.

    `after_word=True` after a participle: « publié le 16 octobre ».
    """
    if not moment:
        return ""
    moment = dates.local(moment)
    words = format_html(
        '<time datetime="{}" title="{}">{}</time>',
        dates.machine(moment),
        dates.exact(moment),
        dates.words_for(moment, after_word=after_word),
    )
    return format_html("<relative-time>{}</relative-time>", words) if isinstance(moment, datetime) else words


@register.simple_tag
def at_clock(moment: datetime) -> SafeString:
    """`{% at_clock message.created_at %}`: « 9 h 07 », for a line under the day's own heading."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', dates.machine(moment), dates.exact(moment), dates.clock(moment)
    )


@register.simple_tag
def on_day(moment: date | datetime) -> SafeString:
    """`{% on_day lesson.published_at %}`: « 6 octobre »."""
    return format_html('<time datetime="{}">{}</time>', dates.machine(moment), dates.day(moment))


@register.simple_tag
def dateblock(moment: date | datetime, weekday: bool = False) -> SafeString:
    """`{% dateblock event.starts_at %}`: the day as a block, over its month, or over its weekday."""
    local = dates.local(moment)
    return format_html(
        '<time class="dateblock" datetime="{}"><b>{}</b> {}</time>',
        dates.machine(moment),
        local.day,
        date_format(local, "D") + "." if weekday else date_format(local, "N"),
    )
