"""Finding one's way: breadcrumb, pages of a list, and what has just been done."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*steps, current: str):
    """`{% breadcrumb _("Espaces") "/espaces/" space.title space.get_absolute_url current=_("Documents") %}`."""
    if len(steps) % 2:
        raise template.TemplateSyntaxError("breadcrumb: a label and an address for each step, then current=")
    return {"steps": list(zip(steps[::2], steps[1::2], strict=True)), "current": current}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, label: str = "", param: str = "page"):
    """`{% pagination page_obj _("Pages des discussions") %}`: keeps the rest of the query; empty for a single page."""
    query = context["request"].GET.copy()

    def url(number):
        query[param] = number
        return f"?{query.urlencode()}"

    each_page = page.paginator.page_range
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "label": label or _("Pages"),
        "several": page.has_other_pages(),
        "previous": url(page.previous_page_number()) if page.has_previous() else "",
        "next": url(page.next_page_number()) if page.has_next() else "",
        "pages": [
            {"number": number, "url": url(number), "current": number == page.number} if number in each_page else None
            for number in numbers
        ],
    }


@register.inclusion_tag("components/toasts.html", takes_context=True)
def toasts(context, oob: bool = True):
    """`{% toasts %}` in a fragment: the pending messages, put in the page's tray by htmx, out of band."""
    return {"messages": context.get("messages"), "oob": oob}


@register.filter
def banner_kind(level_tag: str) -> str:
    """The banner's kind for a message of the framework: `{% banner message.level_tag|banner_kind %}`."""
    return {"success": "ok", "error": "danger"}.get(level_tag, "")
