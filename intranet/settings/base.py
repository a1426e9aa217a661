"""What Parvis is made of, the same everywhere."""

from pathlib import Path

from environs import Env

env = Env()
ROOT = Path(__file__).resolve().parent.parent.parent

# Where the embedded default keeps its database, files and collected static files.
DATA_DIR = Path(env.str("PARVIS_DATA_DIR", str(ROOT / "var")))

INSTALLED_APPS = [
    "knowledge.guides",
    "knowledge.lessons",
    "spaces.events",
    "spaces.discussions",
    "spaces.documents",
    "spaces.workspaces",
    "search",
    "intranet.home",
    "intranet.demo",
    "intranet.accounts",
    "intranet.organisations",
    "intranet.notifications",
    "intranet.files",
    "intranet.taxonomy",
    "intranet.audit",
    "intranet.live",
    "intranet.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "channels",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "intranet.core.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intranet.core.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "intranet.audit.middleware.DenialMiddleware",
    "intranet.accounts.middleware.LoginRequiredMiddleware",
    "intranet.accounts.middleware.SecondFactorMiddleware",
    "intranet.accounts.middleware.AdminDoorMiddleware",
    "intranet.accounts.middleware.ConfirmedRightsMiddleware",
    "intranet.home.middleware.HiddenPagesMiddleware",
    "intranet.core.middleware.WrongMethodMiddleware",
    "intranet.core.middleware.UnreadableRequestMiddleware",
]

ROOT_URLCONF = "intranet.urls"
ASGI_APPLICATION = "intranet.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / package / "templates" for package in ("intranet", "spaces", "knowledge", "search")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "intranet.core.context_processors.navigation",
            ],
        },
    }
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "intranet" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Under the name of the house, on every page: whose place it is; and where its source is, as the licence asks.
PLACE = env.str("PARVIS_PLACE", "")
SOURCE_URL = env.str("PARVIS_SOURCE_URL", "")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "intranet" / "static"]

WAGTAIL_SITE_NAME = "Parvis"
WAGTAIL_I18N_ENABLED = False
# Addresses have no accents: « décalée » is `decalee`.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_FRONTEND_LOGIN_URL = "/connexion/"
TAGGIT_CASE_INSENSITIVE = True

AUTH_USER_MODEL = "accounts.User"

# An administrator may take a space away once it has been this long in the bin; an invitation into one holds so long.
SPACE_BIN_DAYS = env.int("PARVIS_SPACE_BIN_DAYS", 30)
SPACE_INVITATION_DAYS = env.int("PARVIS_SPACE_INVITATION_DAYS", 14)
