"""What people write is Markdown; what the page shows is safe HTML made from it here, and nowhere else."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_NESTING = 20
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "s",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h5": "h4", "h6": "h4"}

_illustrated = MarkdownIt(
    "commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING}
).enable(["table", "strikethrough", "linkify"])
_markdown = (
    MarkdownIt("commonmark", _illustrated.options).enable(["table", "strikethrough", "linkify"]).disable(["image"])
)
MENTION = re.compile(r"(?<![\w@.])@([a-z0-9]+(?:-[a-z0-9]+)*)")
CALLOUT = re.compile(r"\[!(\w+)\]\s*")
CALLOUTS = {
    "note": ("", "À noter"),
    "conseil": ("callout--tip", "Conseil"),
    "tip": ("callout--tip", "Conseil"),
    "attention": ("callout--warn", "Attention"),
    "warning": ("callout--warn", "Attention"),
    "danger": ("callout--danger", "Danger"),
}
_cleaner = nh3.Cleaner(
    tags=TAGS | {"img"},
    allowed_classes={"a": {"mention"}, "blockquote": {"callout", "callout--tip", "callout--warn", "callout--danger"}},
    attributes=ATTRIBUTES | {"img": {"alt", "loading", "src"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer nofollow",
)


def render_markdown(
    source: str,
    people: Mapping[str, tuple[str, str]] | None = None,
    picture: Callable[[str], str] | None = None,
) -> SafeString:
    """Safe HTML of the Markdown `source`. Headings begin at h2 (the page has the h1); no raw HTML, no script.

    `people` gives for each slug that may be mentioned its name and address: `@slug` in the text becomes a link.
    `picture` gives, for the address of an image, where its picture is served; what has none becomes a link. Without
    `picture` there is no image at all.
    """
    markdown = _illustrated if picture else _markdown
    tokens = markdown.parse(source.replace("\x00", ""))
    _set_apart(tokens)
    for token in tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = spaced(child.content)
        if token.type in ("heading_open", "heading_close"):
            token.tag = HEADINGS.get(token.tag, token.tag)
        if people and token.children:
            token.children = [piece for child in token.children for piece in _with_mentions(child, people)]
        if picture and token.children:
            token.children = [piece for child in token.children for piece in _with_picture(child, picture)]
    html = markdown.renderer.render(tokens, markdown.options, {})
    return mark_safe(_cleaner.clean(html))  # noqa: S308 — cleaned on this very line


def images_of(source: str) -> list[str]:
    """The addresses of the images that the Markdown `source` shows."""
    pieces = [child for token in _illustrated.parse(source) for child in token.children or ()]
    return [str(piece.attrs["src"]) for piece in pieces if piece.type == "image"]


def _set_apart(tokens: list[Token]) -> None:
    """A quotation that begins with `[!note]`, `[!conseil]`, `[!attention]` or `[!danger]` is a callout, with that word
    as its title.
    """
    for quote, paragraph, line in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if quote.type != "blockquote_open" or paragraph.type != "paragraph_open" or not line.children:
            continue
        first = line.children[0]
        found = CALLOUT.match(first.content) if first.type == "text" else None
        if not found or found[1].lower() not in CALLOUTS:
            continue
        look, title = CALLOUTS[found[1].lower()]
        quote.attrSet("class", " ".join(filter(None, ("callout", look))))
        rest = first.content[found.end() :]
        line.children[:1] = [
            Token("strong_open", "strong", 1),
            Token("text", "", 0, content=title),
            Token("strong_close", "strong", -1),
            *([Token("text", "", 0, content=f" {rest}")] if rest else []),
        ]


def _with_picture(token: Token, picture: Callable[[str], str]) -> Iterator[Token]:
    if token.type != "image":
        yield token
        return
    address = str(token.attrs["src"])
    if source := picture(address):
        token.attrs |= {"src": source, "loading": "lazy"}
        yield token
        return
    yield Token("link_open", "a", 1, attrs={"href": address})
    yield Token("text", "", 0, content=token.content or address)
    yield Token("link_close", "a", -1)


def _with_mentions(token: Token, people: Mapping[str, tuple[str, str]]) -> list[Token]:
    if token.type != "text" or "@" not in token.content:
        return [token]
    pieces, end = [], 0
    for found in MENTION.finditer(token.content):
        if found[1] not in people:
            continue
        name, url = people[found[1]]
        pieces += [
            Token("text", "", 0, content=token.content[end : found.start()]),
            Token("link_open", "a", 1, attrs={"href": url, "class": "mention"}),
            Token("text", "", 0, content=f"@{name}"),
            Token("link_close", "a", -1),
        ]
        end = found.end()
    return [*pieces, Token("text", "", 0, content=token.content[end:])]


def spaced(text: str) -> str:
    """French spaces: none of `: ; ! ? » % €` begins a line, and no line ends with `«`."""
    text = re.sub(r" ([;!?])", "\u202f\\1", text)
    return re.sub(r" ([:»%€])", "\u00a0\\1", text).replace("« ", "«\u00a0")


def plain_text(html: str) -> str:
    """The words of `html`, for search entries and excerpts: tags become spaces, entities letters, white space
    single.
    """
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def excerpt(text: str, length: int = 160) -> str:
    """The first `length` characters of `text`, cut at a word, with an ellipsis when something is left out."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
