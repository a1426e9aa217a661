"""`manage.py files_scan_again`: what the antivirus could not look into is sent to it anew."""

from django.core.management.base import BaseCommand

from intranet.files import actions


class Command(BaseCommand):
    """Names the files that stayed closed, each with its reason, and has them looked into again."""

    help = "Have the antivirus look again into the files that it could not look into, and name them."

    def handle(self, **options):
        refused = actions.scan_again()
        for stored in refused:
            self.stdout.write(f"{stored.pk}\t{stored.name}\t{stored.size} bytes\t{stored.scan_found}")
        self.stdout.write(f"{len(refused)} to look into again.")
