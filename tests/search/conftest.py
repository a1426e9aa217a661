"""Engines over an index of their own, and a site that searches with them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from intranet.core.plugs import SearchEntryData, SearchSource
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme
from search import engines, sources, sync
from search.engines import scratch
from search.engines.base import Engine

ENGINES = ["sqlite", "elasticsearch"]


@pytest.fixture(params=ENGINES)
def engine(request, db):
    """Each engine in turn, empty. Without its service the test fails."""
    with scratch.scratch(request.param) as made:
        yield made


@dataclass
class Site:
    """A site that searches with `engine`; `settle` lets it find what was just written."""

    engine: Engine
    settle: Callable[[], object]


@pytest.fixture
def site(engine, settings, monkeypatch):
    """The site on each engine in turn: FTS5 in the database, Elasticsearch outside of it."""
    outside = engine.name == "elasticsearch"
    settings.SEARCH_ENGINE = "elasticsearch" if outside else "database"
    monkeypatch.setattr(engines, "elsewhere", lambda: engine if outside else None)
    monkeypatch.setattr(engines, "database", lambda: None if outside else engine)
    return Site(engine, lambda: (sync.sync(), engine.refresh()))


class ThemeSource(SearchSource):
    """Themes, for agents; one whose description says so is for nobody, one that names a space is in it."""

    kind = "test-theme"
    label = "Thèmes d'essai"
    model = Theme
    published = None
    related = {Organisation: lambda organisation: Theme.objects.filter(name__startswith=organisation.short_name)}

    def queryset(self):
        return Theme.objects.all()

    def entry(self, theme):
        if theme.description == "brouillon":
            return None
        return SearchEntryData(
            title=theme.name,
            url=f"/themes/{theme.slug}/",
            containers=("space:1",) if "espace" in theme.description else ("agents",),
            body=theme.description,
            published=self.published,
            organisation=Organisation.objects.filter(short_name=theme.name.split()[0]).first(),
        )

    def shown_to(self, user):
        return Theme.objects.exclude(description__contains="caché")


@pytest.fixture
def only(monkeypatch):
    """Plug these sources in, and no other."""

    def plug(*chosen):
        monkeypatch.setattr(sources, "plugged", lambda hook: chosen)
        sources.registry.cache_clear()

    yield plug
    sources.registry.cache_clear()


@pytest.fixture
def themes(site, only):
    """The site with themes as its only source."""
    only(ThemeSource())
    return site


@pytest.fixture
def page(themes, client, agent):
    """Ask the page as an agent; what was just written is found."""
    client.force_login(agent)

    def ask(query="", **headers):
        themes.settle()
        return client.get(f"/recherche/?{query}", headers=headers)

    return ask
