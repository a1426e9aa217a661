"""How Parvis is guarded: secrets, cookies, headers, sign-in. Safe by default; production refuses to start unsafe."""

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .base import DATA_DIR, env
from .keys import kept_secret, secret

# "production" is the default: whoever wants less says so.
MODE = env.str("PARVIS_MODE", "production")
if MODE not in ("production", "demo", "development", "test"):
    raise ImproperlyConfigured(f"PARVIS_MODE is production, demo, development or test, not {MODE!r}.")
PRODUCTION = MODE == "production"
DEBUG = False

SECRET_KEY = secret("PARVIS_SECRET_KEY") or ("" if PRODUCTION else kept_secret(DATA_DIR / "secret-key"))
SITE_URL = env.str("PARVIS_URL", "" if PRODUCTION else "http://127.0.0.1:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = env.list("PARVIS_HOSTS", [] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
HTTPS = SITE_URL.startswith("https://")
REQUIRE_MFA = env.bool("PARVIS_REQUIRE_MFA", True)

if PRODUCTION:
    missing = [
        line
        for line, wrong in {
            "PARVIS_SECRET_KEY must be set, 50 characters at least": len(SECRET_KEY) < 50,
            "PARVIS_URL must be set and start with https://": not HTTPS,
            "PARVIS_HOSTS must name the site's hosts": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
            "PARVIS_REQUIRE_MFA may not be off in production": not REQUIRE_MFA,
        }.items()
        if wrong
    ]
    if missing:
        raise ImproperlyConfigured("Parvis does not start unsafe (docs/operations.md): " + "; ".join(missing))

CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_FAILURE_VIEW = "intranet.core.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
BEHIND_PROXY = env.bool("PARVIS_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Attempts to sign in are counted by the address of who makes them, not by that of the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Wagtail's admin shows previews of its own pages in frames and writes style attributes from script.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/connexion/"
ACCOUNT_ADAPTER = "intranet.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "intranet.accounts.forms.SignInForm",
    "signup": "intranet.accounts.forms.SignUpForm",
    "add_email": "intranet.accounts.forms.AddressForm",
    "reauthenticate": "intranet.accounts.forms.ConfirmForm",
    "change_password": "intranet.accounts.forms.ChangePasswordForm",
    "set_password": "intranet.accounts.forms.SetPasswordForm",
    "reset_password": "intranet.accounts.forms.ForgottenForm",
    "reset_password_from_key": "intranet.accounts.forms.NewPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
# Address, password, second factors, sessions, and where a view says so (`intranet/core/confirmation.py`): who one is is
# asked again, unless it was in the last five minutes.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
USERSESSIONS_ADAPTER = "intranet.accounts.sessions.SessionsAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Parvis] "
# Whoever changes what opens an account, its person reads of it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# The key of a failed sign-in is an account seen from an address (`AccountAdapter`). It comes first: who goes on failing
# on one account uses five attempts of those that their town hall has, behind its one address (IPv6: one /64).
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/5m/key,30/m/ip"}
MFA_ADAPTER = "intranet.accounts.adapter.MFAAdapter"
# Second factors are sealed with a key of their own where one is set: another secret key then asks nobody to enrol anew.
MFA_KEY = secret("PARVIS_MFA_KEY") or SECRET_KEY
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Parvis"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
