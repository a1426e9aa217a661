"""Components that hold content: `{% section "agenda" _("À venir") %}…{% endsection %}`. Each has its template."""

from django import template
from django.template.loader import render_to_string

register = template.Library()

CALLOUT_ICONS = {"": "info", "tip": "lightbulb", "warn": "triangle-alert", "danger": "ban"}
BANNER_ICONS = {"": "info", "ok": "circle-check", "danger": "circle-alert"}


@register.simple_block_tag
def section(content, anchor, title, href="", link="", note="", quiet=False, after=False):
    """A heading under a rule, then rows. `href`, `link`: where all of it is; `note`: words at the end of its line.

    `quiet` for the companion column, `after` when it follows something that is not a section.
    """
    return _render(
        "section",
        content=content,
        anchor=anchor,
        title=title,
        href=href,
        link=link,
        note=note,
        quiet=quiet,
        after=after,
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
