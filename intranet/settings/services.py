"""What Parvis talks to. Nothing set: the embedded default, in one process and one folder."""

from dj_database_url import parse as database_url
from dj_email_url import parse as email_url
from django.core.exceptions import ImproperlyConfigured

from .base import DATA_DIR, ROOT, env
from .keys import secret
from .security import MODE

DATABASE_URL = secret("DATABASE_URL")
if DATABASE_URL:
    DATABASES = {"default": {**database_url(DATABASE_URL), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "intranet.core.sqlite",
            "NAME": DATA_DIR / "parvis.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
                    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000;"
                ),
            },
        }
    }

REDIS_URL = secret("REDIS_URL")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {
                # The layer's blocking read lasts 5 s: redis-py's own time-out, 5 s too, would break it on each quiet
                # one.
                "hosts": [{"address": REDIS_URL, "max_connections": 1000, "socket_timeout": 15}],
                "capacity": 20_000,
                # Hubs are listed again at each beat; one that was killed is soon forgotten.
                "group_expiry": 300,
                "prefix": env.str("PARVIS_REDIS_PREFIX", "parvis"),
            },
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env.str("PARVIS_REDIS_PREFIX", "parvis"),
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 20_000}}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# What was drawn and would be drawn the same again: a process's own, since what is kept under a key never changes.
CACHES["drawn"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "drawn",
    "TIMEOUT": None,
    "OPTIONS": {"MAX_ENTRIES": 5_000},
}

# Sockets: a beat at least this often (seconds, 30 at most), and how long events are kept to catch up from.
LIVE_HEARTBEAT = min(30.0, max(0.1, env.float("PARVIS_LIVE_HEARTBEAT", 25)))
LIVE_KEEP_DAYS = env.int("PARVIS_LIVE_KEEP_DAYS", 30)

ELASTICSEARCH_URL = secret("ELASTICSEARCH_URL")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", "parvis")
SEARCH_ENGINE = env.str("PARVIS_SEARCH_ENGINE", "elasticsearch" if ELASTICSEARCH_URL else "database")
if SEARCH_ENGINE not in ("database", "elasticsearch"):
    raise ImproperlyConfigured(f"PARVIS_SEARCH_ENGINE is database or elasticsearch, not {SEARCH_ENGINE!r}.")
if SEARCH_ENGINE == "elasticsearch" and not ELASTICSEARCH_URL:
    raise ImproperlyConfigured("PARVIS_SEARCH_ENGINE is elasticsearch: ELASTICSEARCH_URL must be set.")

# Uploaded files: private, served by a view that asks the rule each time; there is no media address.
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "intranet.core.staticfiles.BundledStaticFilesStorage"},
}
S3_BUCKET = env.str("PARVIS_S3_BUCKET", "")
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "intranet.files.stores.S3Store",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("PARVIS_S3_ENDPOINT", "") or None,
            "region_name": env.str("PARVIS_S3_REGION", "") or None,
            "location": env.str("PARVIS_S3_PREFIX", ""),
            "addressing_style": env.str("PARVIS_S3_ADDRESSING", "auto"),
            "access_key": secret("PARVIS_S3_KEY"),
            "secret_key": secret("PARVIS_S3_SECRET"),
        },
    }
MAX_UPLOAD_BYTES = env.int("PARVIS_MAX_UPLOAD_MB", 100) * 2**20
# What the documents of a space, and those that the people of an organisation file, may take; 0 is no limit.
SPACE_QUOTA_BYTES = env.int("PARVIS_SPACE_QUOTA_MB", 5_000) * 10**6
ORGANISATION_QUOTA_BYTES = env.int("PARVIS_ORGANISATION_QUOTA_MB", 50_000) * 10**6
# How long an act stays on record before a purge takes it; the database itself keeps six months.
AUDIT_MONTHS = env.int("PARVIS_AUDIT_MONTHS", 36)
if AUDIT_MONTHS < 6:
    raise ImproperlyConfigured("PARVIS_AUDIT_MONTHS must be 6 at least.")
# How long a document stays in the bin of its space.
BIN_DAYS = env.int("PARVIS_BIN_DAYS", 30)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20

# An antivirus, `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`: what it has not looked at is given to nobody.
CLAMAV_URL = env.str("PARVIS_CLAMAV_URL", "")
if CLAMAV_URL and not CLAMAV_URL.startswith(("tcp://", "unix:/")):
    raise ImproperlyConfigured(f"PARVIS_CLAMAV_URL begins with tcp:// or unix:/, not {CLAMAV_URL!r}.")

EMAIL_URL = secret("EMAIL_URL")
if EMAIL_URL:
    vars().update({name: value for name, value in email_url(EMAIL_URL).items() if name.startswith("EMAIL_")})
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("PARVIS_MAIL_FROM", "") or "Parvis <parvis@localhost>"
EMAIL_TIMEOUT = 20

# How long an invitation can be accepted.
INVITATION_DAYS = env.int("PARVIS_INVITATION_DAYS", 14)
# How long one that is over is kept, here and in spaces.
INVITATION_KEEP_MONTHS = env.int("PARVIS_INVITATION_KEEP_MONTHS", 12)
if INVITATION_KEEP_MONTHS < 1:
    raise ImproperlyConfigured("PARVIS_INVITATION_KEEP_MONTHS must be 1 at least.")

# An account is warned after so many months without a sign-in, and closed after so many; 0 and 0 is never. The people of
# the demo have never signed in.
INACTIVE_WARN_MONTHS = env.int("PARVIS_INACTIVE_WARN_MONTHS", 0 if MODE == "demo" else 11)
INACTIVE_CLOSE_MONTHS = env.int("PARVIS_INACTIVE_CLOSE_MONTHS", 0 if MODE == "demo" else 12)
if (INACTIVE_WARN_MONTHS, INACTIVE_CLOSE_MONTHS) != (0, 0) and not 1 <= INACTIVE_WARN_MONTHS < INACTIVE_CLOSE_MONTHS:
    raise ImproperlyConfigured("PARVIS_INACTIVE_WARN_MONTHS must be 1 at least and under PARVIS_INACTIVE_CLOSE_MONTHS.")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# The embedded default runs jobs in a thread of the server; production has worker processes.
EMBEDDED_WORKER = env.bool("PARVIS_EMBEDDED_WORKER", MODE != "production")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "intranet.core.secrets.HideSecrets"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {
        "handlers": ["console"],
        "level": env.str("PARVIS_LOG_LEVEL", "INFO" if MODE == "production" else "WARNING"),
    },
}
DEMO_DIR = ROOT / "intranet" / "demo" / "content"
