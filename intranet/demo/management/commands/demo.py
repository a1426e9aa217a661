"""`manage.py demo`: migrate, load the story once, and serve, in one process."""

import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from intranet.core.staticfiles import collect_if_stale
from intranet.demo import actions
from intranet.demo.story import PASSWORD, Story


class Command(BaseCommand):
    """The site with the demo in it, on a loopback address."""

    help = "Load the demo where nobody lives yet, and serve it."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *, host, port, **options):
        if settings.MODE != "demo":
            raise CommandError("The demo runs with PARVIS_MODE=demo only: its passwords are known to all.")
        began = time.monotonic()
        collect_if_stale()
        call_command("migrate", verbosity=0, interactive=False)
        if not actions.is_loaded():
            self.say(f"Database ready ({time.monotonic() - began:.0f} s). Loading the demo…")
            count = actions.load_demo(self.show)
            self.say(f"\n{count} acts played ({time.monotonic() - began:.0f} s).")
        self.say(f"\nParvis is at http://{host}:{port}/  (Ctrl-C ends it)\n")
        self.say(f"Sign in with the password {PASSWORD} as:")
        story = Story()
        people = {row["slug"]: row for row in story.people}
        for row in story.sign_in:
            self.say(f"  {people[row['person']]['email']:<48} {row['shows'].replace('_', ' ')}")
        self.say("")
        call_command("serve", host=host, port=port)

    def say(self, line):
        """Print at once: people are watching."""
        self.stdout.write(line)
        self.stdout.flush()

    def show(self, done, total):
        """One line that counts, on a terminal; a line now and then elsewhere."""
        if self.stdout.isatty():
            self.stdout.write(f"\r  {done}/{total}", ending="")
            self.stdout.flush()
        elif done % 500 == 0:
            self.say(f"  {done}/{total}")
