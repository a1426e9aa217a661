"""What the lists of the admin hide, none of its addresses opens."""

from django.http import Http404
from wagtail import hooks
from wagtail.admin.urls import display_custom_404
from wagtail.models import Page

ADMIN_PATH = "/gestion/"
# What an address of Wagtail's admin calls the pages it names.
NAMES = {"page_id", "page_pk", "parent_page_id", "page_to_move_id", "destination_id"}


@display_custom_404
def nothing(request):
    """What the admin says of a page that does not exist."""
    raise Http404


class HiddenPagesMiddleware:
    """The explorer's hooks hide pages from its lists alone; Wagtail lets an administrator open, change and delete any
    of them by its address. Here the same hooks answer for each page that an address names.

    A page that is hidden answers as one that does not exist.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(ADMIN_PATH):
            return None
        named = [value for name, value in kwargs.items() if name in NAMES]
        if request.resolver_match.url_name == "wagtail_bulk_action" and kwargs["model_name"] == "page":
            named += [value for value in request.GET.getlist("id") if value.isdecimal()]
        if named and any(_is_hidden(page, request) for page in Page.objects.filter(pk__in=named)):
            return nothing(request)
        return None


def _is_hidden(page, request):
    """Whether the explorer would not list it, wherever it stands."""
    if page.is_root():
        return False
    parent, pages = page.get_parent(), Page.objects.filter(pk=page.pk)
    try:
        for hide in hooks.get_hooks("construct_explorer_page_queryset"):
            pages = hide(parent, pages, request)
    except Http404:
        return True
    return not pages.exists()
