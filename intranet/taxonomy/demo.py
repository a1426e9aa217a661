"""The demo's themes."""

from intranet.core.plugs import Act

from .models import Theme


def acts(story):
    """All of them stand on the first day."""
    first = min(story.joined.values())
    for row in story.themes:
        yield Act(first, lambda row=row: story.keep("theme", row["slug"], Theme.objects.create(**row)), 1)
