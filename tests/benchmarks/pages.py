"""Our pages against a bare Wagtail page: a StreamField page, signed in, by Wagtail's own `serve`, in our frame.

Same server, same run, pages asked in turn; printed as medians and ratios. `make bench` runs it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.site import cookie_of, demo_database, milliseconds, served  # first: it sets Django up

from django.conf import settings
from django.urls import path
from wagtail import hooks
from wagtail.views import serve

from intranet import urls
from intranet.asgi import application
from intranet.home.models import NewsPage
from spaces.discussions.models import Thread

ROUNDS = 60
LIMITS = {"space home": 1.5, "lesson": 1.5, "search": 1.5, "thread of 50": 3.0, "board": 3.0}


def main() -> int:
    """Print the table; 1 when a page is over its limit."""
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
    # The bench alone lets Wagtail serve a page by itself.
    hooks._hooks.pop("before_serve_page", None)
    NewsPage.template = "bare.html"
    urls.urlpatterns.insert(0, path("nu/<path:path>", serve))
    with demo_database(), served(application) as port:
        news = NewsPage.objects.live().first()
        thread = Thread.objects.order_by("-message_count").first()
        paths = {
            "bare Wagtail page": f"/nu{news.url}",
            "home": "/",
            "space home": "/espaces/paie-et-carrieres/",
            "lesson": "/retours-d-experience/pas-pontrevault-bascule/",
            "search": "/recherche/?q=paie",
            "guide": "/guides/prelevement-a-la-source/",
            "thread of 50": thread.get_absolute_url(),
            "board": "/guides/prelevement-a-la-source/deploiement/",
        }
        times = milliseconds(port, paths, cookie_of("thomas-guerinel"), ROUNDS)
    bare = times["bare Wagtail page"]
    over = 0
    print(f"\nPages, {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}, median of {ROUNDS}:")
    for name, taken in times.items():
        limit = LIMITS.get(name)
        over += bool(limit and taken / bare > limit)
        print(f"  {name:<20} {taken:7.1f} ms   {taken / bare:5.2f}×" + (f"   (at most {limit}×)" if limit else ""))
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
