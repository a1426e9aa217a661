"""Marks: icons, crests, avatars, stones, the square. Written in Python: a page shows hundreds of them.

None of them queries: the caller loads what they read (people `with_organisations()`).
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core.square import plan

register = template.Library()

SPRITE = "vendor/icons.svg"
NOTHING = mark_safe("")
_MARKS = {
    "done": mark_safe('<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 6.5 5 9l4.5-6"/></svg>'),
    "blocked": mark_safe('<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M6 2v5M6 10v.01"/></svg>'),
    "na": mark_safe('<svg viewBox="0 0 12 12" aria-hidden="true"><path d="M2.5 6h7"/></svg>'),
}


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """`{% icon "bell" %}`, `{% icon "check" "s" %}`: an icon of the sprite; `label` is said by screen readers only."""
    drawn = _icon(_sprite(), name, size)
    return drawn + format_html('<span class="visually-hidden">{}</span>', label) if label else drawn


@cache
def _sprite() -> str:
    return static(SPRITE)


@lru_cache(maxsize=512)
def _icon(sprite: str, name: str, size: str) -> SafeString:
    of_size = f" icon--{size}" if size else ""
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>', of_size, sprite, name)


@register.simple_tag
def crest(organisation, size: str = "") -> SafeString:
    """`{% crest organisation "s" %}`: sizes xs, s, (none), l, xl; always beside the name; empty without one."""
    if organisation is None or organisation == "":
        return NOTHING
    return _crest(organisation.crest_tincture, organisation.crest_division, organisation.crest_letters, size)


@lru_cache(maxsize=4096)
def _crest(tincture: int, division: int, letters: str, size: str) -> SafeString:
    return format_html(
        '<span class="crest{}" data-t="{}" data-d="{}" aria-hidden="true">{}</span>',
        f" crest--{size}" if size else "",
        tincture,
        division,
        letters,
    )


@register.simple_tag
def crest_name(organisation, link: bool = False) -> SafeString:
    """`{% crest_name organisation %}`: the small crest and the name; `link=True` leads to its page."""
    if organisation is None or organisation == "":
        return NOTHING
    name = format_html("<span>{}</span>", organisation)
    if link:
        name = format_html('<a href="{}">{}</a>', organisation.get_absolute_url(), organisation)
    return format_html('<span class="crest-name">{}{}</span>', crest(organisation, "xs"), name)


@register.simple_tag
def crests(organisations: Iterable, size: str = "s", limit: int | None = None, named: bool = False) -> SafeString:
    """`{% crests organisations "xs" limit=7 %}`: crests in a row, decorative; `named=True`: a list that is read out."""
    shown = list(organisations)[:limit]
    if named:
        items = format_html_join(
            "",
            '<li>{}<span class="visually-hidden">{}</span></li>',
            ((crest(each, size), each) for each in shown),
        )
        return format_html('<ul class="crests" role="list">{}</ul>', items)
    return format_html(
        '<span class="crests{}" aria-hidden="true">{}</span>',
        " crests--tight" if size == "xs" else "",
        format_html_join("", "{}", ((crest(each, size),) for each in shown)),
    )


@register.simple_tag
def avatar(user, size: str = "") -> SafeString:
    """`{% avatar user "s" %}`: initials on stone, the primary organisation at the foot; a dash when gone."""
    of_size = f" avatar--{size}" if size else ""
    if not user or not user.is_active:
        return format_html('<span class="avatar{} avatar--gone" aria-hidden="true">–</span>', of_size)
    return format_html(
        '<span class="avatar{}" aria-hidden="true">{}{}</span>',
        of_size,
        user.initials,
        crest(user.primary_organisation, "s" if size == "l" else "xs"),
    )


def stone(state) -> SafeString:
    """One stone, without words."""
    state = _state(state)
    return format_html('<span class="stone" data-s="{}" aria-hidden="true">{}</span>', state, _MARKS.get(state, ""))


@register.simple_tag
def stone_mark(state) -> SafeString:
    """`{% stone_mark "done" %}`: what is drawn on a stone, for a cell of the board, which is a stone itself."""
    return _MARKS.get(_state(state), NOTHING)


@register.simple_tag(name="status")
def status_tag(state, words: str = "") -> SafeString:
    """`{% status step %}` or `{% status "done" %}`: the stone and its word."""
    state = _state(state)
    return format_html('<span class="status status--{}">{}{}</span>', state, stone(state), words or state_words(state))


@register.simple_tag
def paving(steps: Iterable, size: str = "") -> SafeString:
    """`{% paving steps %}`: one stone a step, decorative: say the same beside it (`{{ steps|paving_words }}`)."""
    return format_html(
        '<span class="paving{}" aria-hidden="true">{}</span>',
        f" paving--{size}" if size else "",
        format_html_join("", "{}", ((stone(step),) for step in steps)),
    )


@register.filter
def paving_words(steps: Iterable) -> str:
    """`{{ steps|paving_words }}`: « 4 étapes sur 9, une en cours », or « Terminé » when nothing is left."""
    states = [_state(step) for step in steps]
    if states and set(states) <= {"done", "na"}:
        return _("Terminé")
    done, blocked, doing = (states.count(state) for state in ("done", "blocked", "doing"))
    words = ngettext("%(done)d étape sur %(all)d", "%(done)d étapes sur %(all)d", done) % {
        "done": done,
        "all": len(states),
    }
    if blocked:
        words += ", " + ngettext("une bloquée", "%(n)d bloquées", blocked) % {"n": blocked}
    if doing:
        words += ", " + ngettext("une en cours", "%(n)d en cours", doing) % {"n": doing}
    return words


@register.filter
def state_words(state) -> str:
    """`{{ step|state_words }}`: the word of a step's state."""
    return {
        "todo": _("À faire"),
        "doing": _("En cours"),
        "done": _("Fait"),
        "blocked": _("Bloqué"),
        "na": _("Sans objet"),
    }[_state(state)]


@register.simple_tag
def filemark(extension: str, size: str = "") -> SafeString:
    """`{% filemark "ods" "s" %}`: the sheet with a corner that stands before a file's name."""
    return format_html(
        '<span class="filemark{}" aria-hidden="true">{}</span>', f" filemark--{size}" if size else "", extension[:4]
    )


@register.simple_tag
def square(organisations: Iterable = (), shape: str = "sheet") -> SafeString:
    """`{% square organisations "wide" %}`: the plan of the square; shapes sheet, wide (a greeting), tall (sign-in).

    Without organisations it shows every tincture, so that it tells a stranger nothing. Equal members, one drawing.
    """
    return plan(tuple(each.crest_tincture for each in organisations or ()), shape)


def _state(step) -> str:
    """The state of a step given as itself or as something that has a `status`."""
    return str(getattr(step, "status", step))
