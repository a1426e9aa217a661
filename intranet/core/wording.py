"""Figures and lists as French writes them; other languages through the catalogue."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def number(value: int | float) -> str:
    """`value` with its thousands apart by a narrow no-break space: « 12 700 »."""
    return number_format(value, force_grouping=True).replace("\xa0", "\u202f")


def filesize(size: int | None) -> str:
    """`size` bytes: « 86 Ko », « 1,2 Mo »; thousands, as file managers show them. Nothing when unknown."""
    if size is None:
        return ""
    if size < 1000:
        return _("%(n)s o") % {"n": size}
    if round(size / 1000) < 1000:
        return _("%(n)s Ko") % {"n": round(size / 1000)}
    if round(size / 10**6, 1) < 1000:
        return _("%(n)s Mo") % {"n": _short(size / 10**6)}
    return _("%(n)s Go") % {"n": _short(size / 10**9)}


def and_list(items: Iterable) -> SafeString:
    """« A, B et C ». Each item is escaped unless it is already safe."""
    *first, last = [conditional_escape(item) for item in items] or [""]
    if not first:
        return mark_safe(last)  # noqa: S308 — escaped on the line above
    start = mark_safe(", ".join(first))  # noqa: S308 — escaped above
    return format_html(_("{} et {}"), start, last)


def _short(value: float) -> str:
    """One decimal under ten, none above: what one reads, not what one measures."""
    if value >= 10:
        return number(round(value))
    return number_format(round(value, 1), 1).removesuffix(",0").removesuffix(".0")
