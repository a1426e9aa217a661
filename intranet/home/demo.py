"""The demo's news."""

from intranet.core.plugs import Act
from intranet.core.text import render_markdown

from .models import NewsIndexPage, NewsPage


def acts(story):
    """Each at its time."""
    for row in story.news:
        yield Act(story.moment(row["at"]), lambda row=row: _publish(story, row), 80)


def _publish(story, row):
    author = story.get("person", row["author"])
    paragraphs = [("paragraph", str(render_markdown(part))) for part in row["body"].split("\n\n")]
    news = NewsPage(
        title=row["title"],
        slug=row["slug"],
        author=author,
        owner=author,
        published_at=story.moment(row["at"]),
        pinned=row.get("pinned", False),
        body=paragraphs,
    )
    NewsIndexPage.objects.get().add_child(instance=news)
    news.themes.set(story.filed_under(row["themes"]))
    news.save()
    story.keep("news", row["slug"], news)
