"""Components that hold content: `{% section "agenda" _("À venir") %}…{% endsection %}`. Each has its template,
but the one of which pages are made."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html

register = template.Library()

CALLOUT_ICONS = {"": "info", "tip": "lightbulb", "warn": "triangle-alert", "danger": "ban"}
BANNER_ICONS = {"": "info", "ok": "circle-check", "danger": "circle-alert"}


@register.simple_block_tag
def section(content, anchor, title, href="", link="", note="", quiet=False, after=False):
    """A heading under a rule, then rows. `href`, `link`: where all of it is; `note`: words at the end of its line.

    `quiet` for the companion column, `after` when it follows something that is not a section.
    """
    # In Python: a page is made of them, and a template would take longer than all its words.
    return format_html(
        '<section class="section{}{}" aria-labelledby="{}">\n'
        '<div class="section-head"><h2 id="{}">{}</h2>{}{}</div>\n{}\n</section>',
        " section--quiet" if quiet else "",
        " section--after" if after else "",
        anchor,
        anchor,
        title,
        format_html('<a href="{}">{}</a>', href, link) if href else "",
        format_html('<p class="text-s quiet">{}</p>', note) if note else "",
        content,
    )


@register.simple_block_tag
def panel(content, anchor, title, sheet=False):
    """What is consulted or filled in. Never in another panel."""
    return _render("panel", content=content, anchor=anchor, title=title, sheet=sheet)


@register.simple_block_tag
def callout(content, kind="", title="", level=3):
    """Words set apart: kind "" (to know), tip, warn, danger."""
    return _render("callout", content=content, kind=kind, title=title, level=level, icon=CALLOUT_ICONS[kind])


@register.simple_block_tag
def banner(content, kind="", icon="", status=False):
    """A line that says how things stand: kind "" (warning), ok, danger. `status` when it arrives after the page."""
    return _render("banner", content=content, kind=kind, status=status, icon=icon or BANNER_ICONS[kind])


@register.simple_block_tag
def empty_state(content, title, text="", boxed=False, level=3):
    """Nothing here yet: what it is for, and in the block the next gesture."""
    return _render("empty-state", content=content, title=title, text=text, boxed=boxed, level=level)


@register.simple_block_tag
def menu(content, label, icon="", start=False, small=False, quiet=False, icon_only=False):
    """A disclosure of links and buttons: the block gives `<ul role="list"><li>` of `.menu-item`, `<hr>`, …"""
    return _render(
        "menu", content=content, label=label, icon=icon, start=start, small=small, quiet=quiet, icon_only=icon_only
    )


def _render(component, **context):
    return render_to_string(f"components/{component}.html", context)
