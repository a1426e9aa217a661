"""`manage.py audit_purge`: what is older than `PARVIS_AUDIT_MONTHS` leaves the record."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from intranet.audit import actions


class Command(BaseCommand):
    """Removes old acts, and puts on record that it did."""

    help = "Remove from the audit record what is older than PARVIS_AUDIT_MONTHS months."

    def handle(self, **options):
        before = timezone.now() - settings.AUDIT_MONTHS * actions.MONTH
        self.stdout.write(f"{actions.purge(before=before)} removed, all before {before:%Y-%m-%d}.")
