"""The index: French analysis, one document an entry.

Every text stands three times: by stems, as written, and two by two.
"""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl import (
    Boolean,
    Date,
    Document,
    Index,
    Keyword,
    Long,
    MetaField,
    Text,
    analyzer,
    char_filter,
    mapped_field,
    token_filter,
)

from ...analysis.stopwords import ARTICLES, STOP_WORDS
from ...analysis.words import acronym
from ...shapes import Indexed

elision = token_filter("fr_elision", "elision", articles_case=True, articles=list(ARTICLES))
# Before letters are made small: PAS is not « pas ». What this filter rewrites, the stemmer leaves alone.
acronyms = token_filter(
    "fr_acronyms",
    "stemmer_override",
    rules=[f"{word.upper()} => {acronym(word)}" for word in sorted(STOP_WORDS) if len(word) > 1],
)
stop = token_filter("fr_stop", "stop", stopwords=sorted(STOP_WORDS))
stems = token_filter("fr_stem", "stemmer", language="light_french")
pairs = token_filter(
    "fr_bigrams", "shingle", min_shingle_size=2, max_shingle_size=2, output_unigrams=False, filler_token=""
)
prefixes = token_filter("prefixes", "edge_ngram", min_gram=2, max_gram=15)

# The standard tokenizer takes these for parts of a word: French's narrow space in « MFA ? », fiche_reflexe.pdf, 1,5.
_PARTING = ("\u202f", "_", ".", ",", ":", "·")
parted = char_filter("fr_parted", "mapping", mappings=[f"{each} => /" for each in _PARTING])


def _analyzer(name: str, *filters: Any) -> Any:
    return analyzer(name, char_filter=[parted], tokenizer="standard", filter=list(filters))


french = _analyzer("fr", elision, acronyms, "lowercase", stop, stems, "asciifolding")
exact = _analyzer("fr_exact", elision, acronyms, "lowercase", stop, "asciifolding")
shingles = _analyzer("fr_shingle", elision, acronyms, "lowercase", stop, stems, "asciifolding", pairs)
prefix = _analyzer("prefix", elision, "lowercase", "asciifolding", prefixes)
prefix_search = _analyzer("prefix_search", elision, "lowercase", "asciifolding")


def _text(**more: Any) -> Text:
    fields = {"exact": Text(analyzer=exact), "shingle": Text(analyzer=shingles), **more}
    return Text(analyzer=french, copy_to="words", fields=fields)


class EntryDocument(Document):
    """An entry, as Elasticsearch keeps it."""

    key: str = mapped_field(Keyword())
    kind: str = mapped_field(Keyword())
    org: str = mapped_field(Keyword())
    space: str = mapped_field(Keyword())
    container: str = mapped_field(Keyword())
    themes: str = mapped_field(Keyword())
    group: str = mapped_field(Keyword())
    published: Any = mapped_field(Date())
    modified: Any = mapped_field(Date())
    version: int = mapped_field(Long())
    deleted: bool = mapped_field(Boolean())
    # Every word of every text as written: what a misspelt one may have meant.
    words: str = mapped_field(Text(analyzer=exact, index_options="docs", norms=False))
    title: str = mapped_field(_text(prefix=Text(analyzer=prefix, search_analyzer=prefix_search, index_options="docs")))
    headings: str = mapped_field(_text())
    body: str = mapped_field(_text())
    attachment: str = mapped_field(_text())

    class Meta:
        dynamic = MetaField("strict")


def new_index(name: str, alias: str) -> Index:
    """The index `name`, which answers to `alias`; not made yet."""
    index = Index(name)
    index.settings(number_of_shards=1, auto_expand_replicas="0-1", refresh_interval="1s")
    index.document(EntryDocument)
    index.aliases(**{alias: {}})
    return index


def source(document: Indexed) -> dict[str, Any]:
    """`document` as it is sent. A tombstone has no container: nobody may read it."""
    if document.deleted:
        return {"key": document.key, "version": document.version, "deleted": True}
    return {
        "key": document.key,
        "version": document.version,
        "deleted": False,
        "kind": document.kind,
        "org": document.organisation,
        "space": document.space,
        "container": list(document.containers),
        "themes": list(document.themes),
        "group": document.group,
        "published": document.published,
        "modified": document.modified,
        "title": document.title,
        "headings": document.headings,
        "body": document.body,
        "attachment": document.attachment,
    }
