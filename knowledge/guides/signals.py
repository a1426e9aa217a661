"""Guides that are published go on record."""

from wagtail.signals import page_published

from intranet.audit import actions as audit
from intranet.audit.middleware import present_user

from .models import GuidePage


def guide_published(sender, instance, **kwargs):
    """A guide is out: by whoever asked, or by the house at the hour set."""
    audit.record(present_user(), "guide.published", instance)


def connect():
    """Listen."""
    page_published.connect(guide_published, sender=GuidePage, dispatch_uid="guides_guide_published")
