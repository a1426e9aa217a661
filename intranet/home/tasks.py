"""Pages whose hour has come."""

from datetime import timedelta

from django.core.management import call_command

from intranet.core.jobs import sweep


@sweep("home.publish_scheduled", every=timedelta(minutes=5))
def publish_scheduled() -> None:
    """Publish and take down what editors gave a date to: Wagtail's own command, safe to run twice."""
    call_command("publish_scheduled", verbosity=0)
