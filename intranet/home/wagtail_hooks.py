"""What the home app plugs into the house, and into Wagtail."""

from django.http import Http404
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.models import Page

from .demo import acts
from .search_sources import NewsSource

hooks.register("register_search_source", NewsSource)
hooks.register("load_demo", acts)


@hooks.register("before_serve_page")
def only_flat_addresses(page, request, serve_args, serve_kwargs):
    """Pages are served by the apps' own views, through the rule; by the page tree alone, nothing is."""
    raise Http404


@hooks.register("construct_reports_menu")
def only_reports_that_open(request, items):
    """The report of page types says how many pages there are of what the reader may not see: its door is shut."""
    items[:] = [item for item in items if item.name != "page-types-usage"]


@hooks.register("construct_homepage_summary_items", order=100)
def no_count_of_all_pages(request, items):
    """Nor does the admin's home count them."""
    items[:] = [item for item in items if not isinstance(item, PagesSummaryItem)]


@hooks.register("construct_page_chooser_queryset")
def choose_among_what_one_edits(pages, request):
    """The chooser offers the published news, lessons and guides, and nothing of a space."""
    return pages.exclude(pk__in=_of_spaces().values("pk"))


@hooks.register("construct_explorer_page_queryset")
def no_space_in_the_explorer(parent, pages, request):
    """The admin is no way into spaces: neither their pages nor what stands under them."""
    if _of_spaces().filter(pk=parent.pk).exists():
        raise Http404
    return pages.exclude(pk__in=_of_spaces().values("pk"))


def _of_spaces():
    section = Page.objects.filter(content_type__app_label="workspaces").order_by("depth").first()
    return Page.objects.descendant_of(section, inclusive=True) if section else Page.objects.none()
