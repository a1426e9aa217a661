"""Figures and lists as French writes them; other languages through the catalogue."""

import unicodedata
from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Names that begin with an article, and organisations that are called by what they are.
_CONTRACTED = {"Le": "du", "Les": "des"}
_ARTICLES = {
    "Agglomération": "de l’", "CCAS": "du", "Commune": "de la", "Communauté": "de la", "Département": "du",
    "École": "de l’", "Mairie": "de la", "Métropole": "de la", "Région": "de la", "SIVOM": "du", "SIVU": "du",
    "Syndicat": "du", "Ville": "de la",
}  # fmt: skip


def number(value: int | float) -> str:
    """`value` with its thousands apart by a narrow no-break space: « 12 700 »."""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)
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


def of(named: object) -> SafeString:
    """« de Corvelles », « d’Ormecy », « du Faou », « des Essarts », « de la Métropole ».

    Of several, as `and_list` does.
    """
    if isinstance(named, Iterable) and not isinstance(named, str):
        return and_list(map(of, named))
    name = str(named)
    if not (get_language() or "").startswith("fr"):
        return conditional_escape(_("de %(name)s") % {"name": name})
    first, _space, rest = name.partition(" ")
    if first in _CONTRACTED and rest:
        return conditional_escape(f"{_CONTRACTED[first]} {rest}")
    if first in _ARTICLES:
        article = _ARTICLES[first]
        return conditional_escape(f"{article}{'' if article.endswith('’') else ' '}{name}")
    # An h is silent in names of places and people, as a rule.
    elided = fold(name[:1]).lower() in set("aeiouyh")
    return conditional_escape(f"d’{name}" if elided else f"de {name}")


def fold(text: str) -> str:
    """`text` without its accents and ligatures."""
    text = text.replace("œ", "oe").replace("Œ", "Oe")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _short(value: float) -> str:
    """One decimal under ten, none above: what one reads, not what one measures."""
    if value >= 10:
        return number(round(value))
    return number_format(round(value, 1), 1).removesuffix(",0").removesuffix(".0")
