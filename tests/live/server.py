"""A server in a process of its own, with the streams of these tests: `python -m tests.live.server DATABASE PORT`."""

import os
import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    name, port = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "intranet.settings.test"
    settings.DATABASES["default"]["NAME"] = name
    django.setup()
    import_module("tests.live.rooms")
    call_command("serve", port=int(port))
