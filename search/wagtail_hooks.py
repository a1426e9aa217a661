"""What search plugs into the house."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .api import router
from .demo import acts
from .models import Synonym


class SynonymViewSet(SnippetViewSet):
    """Synonyms and acronyms, for editors. They hold from the next query on."""

    model = Synonym
    icon = "tag"
    add_to_admin_menu = True
    menu_order = 500
    list_display = ["terms"]
    search_fields = ["terms"]


register_snippet(SynonymViewSet)
hooks.register("register_api_router", lambda: ("/search", router))
hooks.register("load_demo", acts)
