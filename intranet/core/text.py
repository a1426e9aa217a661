"""What people write is Markdown; what the page shows is safe HTML made from it here, and nowhere else."""

import re
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MAX_NESTING = 20
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "s",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h5": "h4", "h6": "h4"}

_markdown = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING})
    .enable(["table", "strikethrough", "linkify"])
    .disable(["image"])
)
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)


def render_markdown(source: str) -> SafeString:
    """Safe HTML of the Markdown `source`. Headings begin at h2 (the page has the h1); no raw HTML, no image, no script."""
    tokens = _markdown.parse(source.replace("\x00", ""))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADINGS.get(token.tag, token.tag)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return mark_safe(_cleaner.clean(html))  # noqa: S308 — cleaned on this very line


def plain_text(html: str) -> str:
    """The words of `html`, for search entries and excerpts: tags become spaces, entities letters, white space single."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def excerpt(text: str, length: int = 160) -> str:
    """The first `length` characters of `text`, cut at a word, with an ellipsis when something is left out."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
