"""Entries to put in an engine, and questions to ask it, in one line each."""

from datetime import UTC, datetime

from search.asked import read
from search.queries.finding import find
from search.shapes import Filters, Indexed, Question
from search.synonyms import thesaurus_of

AGENTS = ("agents",)
LONG_AGO = datetime(2020, 3, 1, 12, tzinfo=UTC)


def entry(key, title="", body="", *, containers=AGENTS, version=1, **more):
    """An entry that agents may read, unless said otherwise."""
    kind = more.pop("kind", key.split(":")[0])
    more.setdefault("published", LONG_AGO)
    return Indexed(key=key, version=version, title=title, body=body, containers=tuple(containers), kind=kind, **more)


def fill(engine, *entries):
    """Put these in, to be found at once."""
    assert engine.index(list(entries)) == set()
    engine.refresh()


def ask(engine, words, *, containers=AGENTS, synonyms=(), filters=None, **more):
    """What `engine` finds for someone who may read `containers`."""
    thesaurus = thesaurus_of(tuple(synonyms))
    question = Question(read(words, thesaurus), tuple(containers), filters or Filters(), **more)
    return find(engine, question, thesaurus)


def keys(engine, words, **more):
    """The keys of what is found, in order."""
    return [hit.key for hit in ask(engine, words, **more).answer.hits]
