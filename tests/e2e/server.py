"""The site in a process of its own: `python -m tests.e2e.server DATABASE PORT FILES`."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

if __name__ == "__main__":
    name, port, files = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "intranet.settings.test"
    settings.DATABASES["default"]["NAME"] = name
    settings.STORAGES["default"]["OPTIONS"]["location"] = settings.MEDIA_ROOT = files
    django.setup()
    call_command("serve", port=int(port))
