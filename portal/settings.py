"""All settings, read from the environment: a safe default or a loud failure (docs/operation.md lists them)."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from portal.claims import roles_by_claim
from portal.database import local_url

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("PORTAL_DATA", BASE_DIR / ".data"))


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} saknas i miljön. Sätt den, eller sätt PORTAL_DEMO=1 för en demonstration."
        )
    return value


def words(name: str, default: str = "") -> list[str]:
    return os.environ.get(name, default).split()


def demonstration_secret(file: Path) -> str:
    """This demonstration's own secret, made once: sessions survive a restart and no two portals share one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_urlsafe(50))
    return file.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's words for a libpq address or connection string."""
    parts = conninfo_to_dict(url)
    known = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    found = {key: str(parts.pop(word, "") or "") for word, key in known.items()}
    return found | {"OPTIONS": parts}


def own_address() -> str:
    """The portal's address where no request tells it, on paper and in mail; without a slash at its end."""
    host = next((host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"), "")
    if DEMO:
        known = f"http://{os.environ.get('PORTAL_BIND', '127.0.0.1:8000')}"
    else:
        known = f"https://{host}" if host else ""
    return (os.environ.get("PORTAL_ADDRESS") or known or required("PORTAL_ADDRESS")).rstrip("/")


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def openid_connect() -> dict[str, Any]:
    """The one provider, in allauth's words. The address that an account is found by must be verified, or in a domain that is vouched for."""
    app = {
        "provider_id": "organisation",
        "name": OIDC_NAME,
        "client_id": required("PORTAL_OIDC_CLIENT"),
        "secret": required("PORTAL_OIDC_SECRET"),
        "settings": {
            "server_url": OIDC_SERVER,
            "oauth_pkce_enabled": True,
            "verified_email": words("PORTAL_OIDC_EMAIL_DOMAINS"),
        },
    }
    return {"openid_connect": {"APPS": [app]}}


# --- what kind of portal this is

# A demonstration has known accounts, its own PostgreSQL and plain HTTP on the loopback; production has none of them.
DEMO = os.environ.get("PORTAL_DEMO") == "1"
DEBUG = False
PORTAL_NAME = os.environ.get("PORTAL_NAME", "Strategiportalen")
# Who answers for the portal by law, where to write to them, and to their data protection officer; what is not given is said to be so.
RESPONSIBLE_BODY = os.environ.get("PORTAL_BODY", "")
# As the vocabulary of publishers' types that DCAT-AP uses calls it.
BODY_TYPE = os.environ.get("PORTAL_BODY_TYPE", "RegionalAuthority")
CONTACT_EMAIL = os.environ.get("PORTAL_CONTACT", "")
DATA_PROTECTION_EMAIL = os.environ.get("PORTAL_DATA_PROTECTION", "")

# The terms of what the portal publishes as open data. A portal whose owners have agreed on others names them.
LICENCE = os.environ.get("PORTAL_LICENCE", "https://creativecommons.org/publicdomain/zero/1.0/")
LICENCE_NAME = os.environ.get("PORTAL_LICENCE_NAME", "CC0 1.0")

SECRET_KEY = (
    demonstration_secret(DATA_DIR / "secret_key") if DEMO else required("PORTAL_SECRET_KEY")
)
SECRET_KEY_FALLBACKS = words("PORTAL_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = words("PORTAL_HOSTS", "localhost 127.0.0.1 [::1]" if DEMO else "")
PORTAL_ADDRESS = own_address()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not DEMO and host != "*"]

# Whether the one who asks for a plan to be published may approve it too. It shows on the edition. A demonstration has few people.
ONE_APPROVER = os.environ.get("PORTAL_ONE_APPROVER", "1" if DEMO else "0") == "1"

# --- rooms

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "portal.legal.apps.LegalConfig",
    "strategies",
    "actors",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "pghistory",
    "pgtrigger",
]

MIDDLEWARE = [
    "strategies.reading.door.DoorMiddleware",  # the first, so that what it keeps has all headers
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.signing_in.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.history.HistoryMiddleware",
    "portal.second_factor.SecondFactorMiddleware",
]

ROOT_URLCONF = "portal.urls"
# The portal is at the root of its host; a header that says otherwise is a visitor's.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
        },
    },
]

# --- data

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        **database(os.environ.get("DATABASE_URL") or local_url(DATA_DIR / "postgres")),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
    }
}
# The pool and its health checks carry requests over a restart of PostgreSQL (measured: none fails).
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": int(os.environ.get("PORTAL_POOL", "8")),
    "timeout": 10,
}
DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 0  # for portal/prepared.py alone
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all workers, so that rate limits hold over them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    },
    # Pieces of templates that are the same on many pages, for as long as the process lives ({% cache %} asks for this name).
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Work outside the request waits in the database for a worker (manage.py db_worker); tests do it at once.
TASKS = {"default": {"BACKEND": os.environ.get("PORTAL_TASKS", "django_tasks_db.DatabaseBackend")}}

# --- public pages that a process has at hand

# How old what it shows may be, and how much memory it takes in each process.
PUBLIC_PAGE_SECONDS = 1.0
PUBLIC_PAGE_BYTES = int(os.environ.get("PORTAL_PAGE_MEMORY", "64")) * 1024 * 1024
# And of editions' plans: in characters of JSON, each of which takes about four bytes as objects. As many characters of HTML may be kept of their trees.
PLAN_CHARACTERS = int(os.environ.get("PORTAL_PLAN_MEMORY", "16")) * 1024 * 1024 // 4

# How often one client may ask the API, by all processes together.
API_REQUESTS_A_MINUTE = int(os.environ.get("PORTAL_API_LIMIT", "300"))

# --- who

AUTH_USER_MODEL = "actors.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "portal.accounts.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a changed password, a second factor or a key
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
# Beside allauth's own limits: asking for news by e-mail, from one place and to one address; and telling of faults, where somebody who has
# much to report has room for it, and a program that fills in forms has not.
ACCOUNT_RATE_LIMITS = {"follow": "20/h/ip,5/h/key", "report_fault": "10/h/ip"}
# A second factor: codes from an app, passkeys and security keys, and recovery codes for the day when they are gone.
MFA_ADAPTER = "portal.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PORTAL_NAME
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute wrong
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    DEMO  # keys on plain HTTP: only a demonstration on the loopback has it
)
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by administrators, never typed by strangers
REQUIRE_MFA = os.environ.get("PORTAL_REQUIRE_MFA") == "1"
# Sign-in through the organisation's own (OpenID Connect), where one is named; its page is asked for by a form, never by a link.
SOCIALACCOUNT_ADAPTER = "portal.openid.OrganisationSignIn"
OIDC_SERVER = os.environ.get("PORTAL_OIDC_SERVER", "").rstrip("/")
OIDC_NAME = os.environ.get("PORTAL_OIDC_NAME", "organisationens konto")
OIDC_ROLES = roles_by_claim(os.environ.get("PORTAL_OIDC_ROLES", ""))
SOCIALACCOUNT_PROVIDERS = openid_connect() if OIDC_SERVER else {}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# --- language

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("svenska"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

# --- files

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("PORTAL_STATIC", BASE_DIR / ".static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What people have loaded: never served as it lies there, only through a view that asks who may open it.
MEDIA_ROOT = Path(os.environ.get("PORTAL_MEDIA", DATA_DIR / "media"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- security

form_targets = words("PORTAL_OIDC_ORIGINS") or ([origin(OIDC_SERVER)] if OIDC_SERVER else [])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        # Browsers hold the provider's page, where the sign-in form leads, to this too.
        "form-action": [SELF, *form_targets],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "camera",
        "display-capture",
        "geolocation",
        "microphone",
        "payment",
        "usb",
    )
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO
if os.environ.get("PORTAL_BEHIND_PROXY") == "1":
    # Only a proxy that sets this header itself, whatever the visitor sent, may stand in front.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # rate limits count visitors, not the proxy
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- mail

# A demonstration has no mail server; what it would have sent is on the screen.
_sender = "console" if DEMO else "smtp"
EMAIL_BACKEND = os.environ.get(
    "PORTAL_EMAIL_BACKEND", f"django.core.mail.backends.{_sender}.EmailBackend"
)
EMAIL_HOST = os.environ.get("PORTAL_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("PORTAL_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("PORTAL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PORTAL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("PORTAL_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 30  # seconds; a mail server that says nothing holds nobody for ever
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_FROM", "portalen@localhost")

# --- logs: to standard error, without personal data

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

# History is told apart from what it tells of, in tables of the same app.
PGHISTORY_CONTEXT_FIELD_NULL = True
