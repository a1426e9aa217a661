"""Cells of the board of a roll-out."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def board_cell(guide, organisation, cell) -> SafeString:
    """`{% board_cell guide line.organisation cell %}`: drawn once for each way it can look. A board has hundreds."""
    return _drawn(guide.slug, organisation.slug, cell.number, cell.status, cell.note, get_language())


@lru_cache(maxsize=16_384)
def _drawn(guide, organisation, number, status, note, language) -> SafeString:
    context = {"guide": guide, "organisation": organisation, "number": number, "status": status, "note": note}
    return render_to_string("guides/_board_cell.html", context)
