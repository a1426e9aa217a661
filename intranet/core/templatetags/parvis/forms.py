"""Fields of Django forms in the look: label, hint, field, error, in that order and tied together."""

from functools import lru_cache, partial
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, Select, Textarea
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from intranet.core.wording import number

from .marks import crest

register = template.Library()
CHECKED = mark_safe(" checked")


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    label: str = "",
    hint: str = "",
    size: str = "",
    affix: str = "",
    label_hidden: bool = False,
    stones: bool | None = None,
    count: bool = False,
    filters: bool = False,
):
    """`{% field form.title %}`: any field; what was typed stays.

    `size="short"`; `affix="€"`; `stones` draws choices as stones in a row (checkboxes by default, radios not);
    `count` shows how much of `max_length` is used; `filters`: one looks for something, nothing of it is asked for.
    """
    widget = bound.field.widget
    hint = hint or bound.help_text
    parts = [(hint, "helptext"), (bound.errors, "error"), (count, "count")]
    described_by = " ".join(f"{bound.auto_id}_{name}" for there, name in parts if there)
    attrs = {"class": _classes(bound, size), "aria-describedby": described_by or False}
    return {
        "bound": bound,
        "kind": _kind(widget),
        "label": label or bound.label,
        "hint": hint,
        "affix": affix,
        "label_hidden": label_hidden,
        "stones": isinstance(widget, CheckboxSelectMultiple) if stones is None else stones,
        "optional": not (bound.field.required or filters),
        "described_by": described_by,
        "control": "" if widget.use_fieldset else bound.as_widget(attrs=attrs),
        "used": len(bound.value() or "") if count else None,
        "limit": getattr(bound.field, "max_length", None) if count else None,
    }


@register.simple_tag
def facet_item(option: Any, name: str, kind: str) -> SafeString:
    """`{% facet_item option name kind %}`: one choice of a facet, its crest, its name and its number.

    Written in Python: a search shows forty of them. The id lets the focus stay where it was when htmx brings them anew.
    """
    read = option.get if isinstance(option, dict) else partial(_read, option)
    value, count = read("value"), read("count")
    return format_html(
        '<li><label class="facet-item"><input type="{}" id="{}-{}" name="{}" value="{}"{}>{}'
        '<span class="name">{}</span>{}</label></li>',
        kind,
        name,
        _slug(str(value)),
        name,
        value,
        CHECKED if read("checked") else "",
        crest(read("organisation"), "xs"),
        read("label"),
        "" if count is None else format_html('<span class="n">{}</span>', number(count)),
    )


@lru_cache(maxsize=4096)
def _slug(value: str) -> str:
    return slugify(value)


def _read(option: Any, name: str) -> Any:
    return getattr(option, name, None)


@register.inclusion_tag("components/error-summary.html")
def error_summary(*forms):
    """`{% error_summary form formset %}`: what to put right, with links; takes the focus; nothing when all is well."""
    items = [item for form in forms for item in _items(form)]
    return {"items": items, "number": len(items)}


def _items(form):
    """(anchor, label, message) of each error of a form or a formset; an error of no field has but its message."""
    if hasattr(form, "forms"):
        return [("", "", message) for message in form.non_form_errors()] + [
            item for each in form.forms for item in _items(each)
        ]
    return [("", "", message) for message in form.non_field_errors()] + [
        (bound.id_for_label or bound.auto_id, bound.label, message) for bound in form for message in bound.errors
    ]


def _kind(widget) -> str:
    if widget.use_fieldset:
        return "group"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "upload" if isinstance(widget, FileInput) else "control"


def _classes(bound: BoundField, size: str) -> str | bool:
    widget = bound.field.widget
    if isinstance(widget, (CheckboxInput, FileInput)):
        name = ""
    elif isinstance(widget, Textarea):
        name = "textarea"
    else:
        name = "select" if isinstance(widget, Select) else "input"
    sized = f"{name}--{size}" if size and name else ""
    return " ".join(filter(None, [name, sized, widget.attrs.get("class", "")])) or None
