"""Settings of the tests: the same site; only what would slow them or reach outside is changed."""

from . import *  # noqa: F403
from . import services
from .base import env

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
EMBEDDED_WORKER = False
# Each test empties the cache: on Redis that would empty the channel layer with it.
CACHES = {**services.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Tests sign people in without a form, hence without a second factor: those of the factor itself turn it on.
REQUIRE_MFA = env.bool("PARVIS_REQUIRE_MFA", False)
