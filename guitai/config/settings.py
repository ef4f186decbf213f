"""All settings of the product, in the order a request meets them."""

from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from guitai.config import (
    api_settings,
    database,
    demo_only,
    environment,
    gateway_settings,
    logs,
    navigation,
    scanner_settings,
)
from guitai.config.account_settings import *  # noqa: F403 - settings are a list of names; these are how people sign in

ROOT = environment.ROOT
VAR = environment.VAR
DEMO = environment.flag("GUITAI_DEMO")  # one-click sign-in, assumed parameters, movable clock: never in production
DEBUG = False
SECRET_KEY = environment.secret_key()
MASTER_KEY = environment.master_key()
SECRETS_FILE = environment.SECRETS_FILE  # read again when the master key is rotated
SERVICES_DIR = Path(environment.value("GUITAI_SERVICES_DIR", str(ROOT / "services")))
FILES_DIR = Path(environment.value("GUITAI_FILES_DIR", str(VAR / "files")))
# Attachments are handed out at an origin of their own, where no cookie of the pages is sent.
FILES_URL = environment.value("GUITAI_FILES_URL", "http://127.0.0.1:8013").rstrip("/")
FILES_GATES = {
    "case": "guitai.desk.handing.case",
    "guardian_request": "guitai.desk.handing.guardian_request",
}
SCANNER_SOCKET = scanner_settings.socket(demo=DEMO)  # "" in a demo without a scanner
SCANNER_NEEDS_SIGNATURES = not DEMO  # the demo has no internet; our own test signatures suffice there
SCANNER_SECONDS = 10.0
CLOCK_MOVABLE = DEMO
ASSUMED_PARAMETERS_ALLOWED = DEMO
GATEWAYS = gateway_settings.gateways(demo=DEMO)
BASE_URL = environment.value("GUITAI_BASE_URL", "http://localhost:8000")
WAITING_URL = environment.value("GUITAI_WAITING_URL").rstrip("/")  # where people wait; empty: nobody does
WAITING_ORDERS_URL = environment.value("GUITAI_WAITING_ORDERS_URL", WAITING_URL).rstrip("/")  # the room, from here
ALLOWED_HOSTS = environment.value("GUITAI_HOSTS", "localhost,127.0.0.1,testserver").split(",")
demo_only.demo(DEMO, base_url=BASE_URL, hosts=ALLOWED_HOSTS)

INSTALLED_APPS = [
    "guitai.core",
    "guitai.audit",
    "guitai.outbox",
    "guitai.accounts",
    "guitai.consents",
    "guitai.files",
    "guitai.facts",
    "guitai.waiting",
    "guitai.eforms",
    "guitai.rules",
    "guitai.gateways",
    "guitai.documents",
    "guitai.notices",
    "guitai.work",
    "guitai.catalogue",
    "guitai.cases",
    "guitai.reports",
    "guitai.desk",
    "guitai.portal",
    "guitai.rights",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    *(["django_linear_migrations"] if find_spec("django_linear_migrations") else []),  # a tool of developers
]

MIDDLEWARE = [
    "guitai.core.middleware.AddressBehindProxy",
    "guitai.waiting.gate.Gate",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guitai.core.middleware.PackPages",
    "csp.middleware.CSPMiddleware",
    "guitai.accounts.reading.ReadInTheOpen",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guitai.accounts.middleware.EndIdleSessions",
    "guitai.accounts.middleware.WhoIsAsking",
    "guitai.core.middleware.SaysErased",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

NAVIGATION = navigation.NAVIGATION

ROOT_URLCONF = "guitai.config.urls"
WSGI_APPLICATION = "guitai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "guitai.core.context.kit",
            ],
        },
    },
]

DATABASES = database.databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
NOTICE_ENCLOSURES = "guitai.documents.queries.pdf_bytes"  # letters printed behind their notice
OUTBOX_SUBSCRIPTIONS = "guitai.config.subscriptions.SUBSCRIPTIONS"
API_CALLERS = api_settings.callers()
API_AGENCY = environment.value("GUITAI_API_AGENCY", "10007")  # who answers for what the system does by itself
MARK_STATEMENTS = environment.flag("GUITAI_MARK_STATEMENTS")  # each statement names its reading in the database's log
READINGS = "guitai.config.readings.TABLE"
CONSENT_NAMING = "guitai.config.consent_naming.NAMING"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["guitai.config.identity_by_letter"]  # jobs that join packages, so in none of them
DESTROYED_KEYS_FILE = VAR / "keys" / "destroyed.jsonl"  # outside the database: a restored one is told by it
AUDIT_WITNESS_FILE = VAR / "audit" / "checkpoints.jsonl"  # outside the database: a database set back is found out by it
# An authority for time-stamps (RFC 3161), and the file of certificates (PEM) that it must descend from.
AUDIT_TSA_URL = environment.value("GUITAI_TSA_URL")
AUDIT_TSA_ROOTS = environment.value("GUITAI_TSA_ROOTS", str(VAR / "timestamps" / "root.pem") if DEMO else "")
# After so long without a time-stamp nothing is recorded, so nothing happens; 0: never.
AUDIT_UNSTAMPED_HOURS = float(environment.value("GUITAI_AUDIT_UNSTAMPED_HOURS", "24"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

OFFICIALS_NEED_SECOND_FACTOR = not DEMO
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # passkeys on http://localhost

EMAIL_HOST = environment.value("GUITAI_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(environment.value("GUITAI_SMTP_PORT", "25"))
EMAIL_HOST_USER = environment.value("GUITAI_SMTP_USER")
EMAIL_HOST_PASSWORD = environment.value("GUITAI_SMTP_PASSWORD")
EMAIL_USE_TLS = environment.flag("GUITAI_SMTP_STARTTLS")
EMAIL_USE_SSL = environment.flag("GUITAI_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.value("GUITAI_MAIL_FROM", "noreply@localhost")

SMS_HOST = environment.value("GUITAI_SMS_HOST")  # a message centre that speaks SMPP 3.4; without one no text is sent
SMS_PORT = int(environment.value("GUITAI_SMS_PORT", "2775"))
SMS_USER = environment.value("GUITAI_SMS_USER")
SMS_PASSWORD = environment.value("GUITAI_SMS_PASSWORD")
SMS_SENDER = environment.value("GUITAI_SMS_SENDER", "Guitai")
SMS_TLS = environment.flag("GUITAI_SMS_TLS")
SMS_TIMEOUT = 20

LOGGING = logs.LOGGING

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "guitai" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Taipei"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "guitai" / "static_built"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
    },
}
HTTPS = BASE_URL.startswith("https://")
BEHIND_PROXY = environment.flag("GUITAI_BEHIND_PROXY")
if BEHIND_PROXY:  # the proxy sets this header itself and passes none on
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "guitai.accounts.sessions"
