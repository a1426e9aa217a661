"""What the métropole publishes goes on record."""

from wagtail.signals import page_published

from intranet.audit import actions as audit
from intranet.audit.middleware import present_user

from .models import NewsPage


def news_published(sender, instance, **kwargs):
    """A piece of news is out: by whoever asked, or by the house at the hour set."""
    audit.record(present_user(), "news.published", instance)


def connect():
    """Listen."""
    page_published.connect(news_published, sender=NewsPage, dispatch_uid="home_news_published")
