"""Django's settings: one page, read from the environment and from var/."""

import json
import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from doudi.config import paths

VAR = paths.var()
DEMO = os.environ.get("DOUDI_DEMO") == "1"
PRODUCTION = os.environ.get("DOUDI_PRODUCTION") == "1"
if DEMO and PRODUCTION:
    raise RuntimeError("DOUDI_DEMO and DOUDI_PRODUCTION exclude each other: a demo day must never decide real money")


def _secret(name: str) -> str:
    """A secret of 384 bits kept in a file under var/keys, made on first use."""
    file = VAR / "keys" / name
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
    return file.read_text()


def _database(url: str, **options: Any) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        **options,
    }


def _urls() -> dict[str, str]:
    """The owner's and the web process's database addresses; empty when nothing is set up yet."""
    if owner := os.environ.get("DATABASE_URL"):
        return {"owner_url": owner, "web_url": os.environ.get("DOUDI_WEB_DATABASE_URL", owner)}
    file = VAR / "database.json"
    return json.loads(file.read_text()) if file.is_file() else {}


_URLS = _urls()
# The web process logs in as a role that owns nothing; commands and tests use the owner.
_URL = _URLS.get("web_url" if os.environ.get("DOUDI_PROCESS") == "web" else "owner_url", "postgresql://127.0.0.1/doudi")

SECRET_KEY = _secret("django")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("DOUDI_HOSTS", "127.0.0.1,localhost,testserver").split(",")
ROOT_URLCONF = "doudi.config.urls"
WSGI_APPLICATION = "doudi.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_include_bootstrap",
    "procrastinate.contrib.django",
    "doudi.audit",
    "doudi.papers",
    "doudi.accounts",
    "doudi.households",
    "doudi.cases",
    "doudi.verification",
    "doudi.payments",
    "doudi.ui",
    "doudi.desk",
    "doudi.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "doudi.config.middleware.headers",
    "doudi.config.middleware.transaction_",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "doudi.config.middleware.standing",
    "doudi.ui.comfort.remember",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "doudi.desk.frame.context",
                "doudi.ui.comfort.context",
            ],
            "builtins": ["doudi.ui.templatetags.doudi_ui"],
        },
    }
]

DATABASES = {
    "default": _database(
        _URL,
        CONN_MAX_AGE=600 if os.environ.get("DOUDI_PROCESS") == "web" else 0,
        CONN_HEALTH_CHECKS=True,
        # jit: compiling costs more than these short statements take; prepare_threshold: after how many askings the server
        # keeps a statement of `vault.prepared`.
        OPTIONS={"options": "-c jit=off", "prepare_threshold": 5},
        TEST={"NAME": os.environ.get("DOUDI_TEST_DB", "test_doudi")},
    )
}

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "doudi.accounts.login.LoginBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "desk:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "doudi.accounts.login.lock_key"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "doudi.desk.pages.login.locked"
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_VERBOSE = False
# Counting by address too would let one wrong typist lock out a whole office behind one address (S12).
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

SESSION_ENGINE = "doudi.accounts.session_store"
SESSION_COOKIE_AGE = 9 * 3600  # absolute; the idle limit of 15 minutes is kept by `standing`
SESSION_IDLE_SECONDS = 15 * 60 if not DEMO else 9 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "doudi.desk.pages.kept.csrf_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 366 * 86400
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Uploads stay in memory (20 MB at most, refused above), so that no plain copy lies in a temporary folder.
FILE_UPLOAD_HANDLERS = ["doudi.ui.uploads.BoundedMemoryUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

DOUDI_VAR = VAR
DOUDI_KEYS_DIR = Path(os.environ.get("DOUDI_KEYS_DIR", VAR / "keys"))
DOUDI_CRYPTO = os.environ.get("DOUDI_CRYPTO", "gm")
DOUDI_FONT_PATHS = [
    Path(folder)
    for folder in os.environ.get("DOUDI_FONT_PATHS", f"{VAR / 'fonts'}:/usr/share/fonts/opentype/noto").split(":")
]
DOUDI_DEMO_FIRST_DAY = date(2026, 11, 2)
# Local values of the district as a file of `law.parameters`; the demo's are marked 示例参数（非官方）.
_DEMO_PARAMETERS = Path(__file__).parents[1] / "law/parameters/demo/demo-parameters.toml"
DOUDI_PARAMETER_FILES = [
    name for name in os.environ.get("DOUDI_PARAMETERS", str(_DEMO_PARAMETERS) if DEMO else "").split(":") if name
]
DOUDI_PUBLIC_NAMES = os.environ.get("DOUDI_PUBLIC_NAMES", "full")  # how the public page shows a name: full | masked
# A folder with the bureau's own .docx templates, <kind>.docx each; what it lacks is taken from the package.
DOUDI_DOCX_TEMPLATES = os.environ.get("DOUDI_DOCX_TEMPLATES", "")
# Where the QR code of a paper leads.
DOUDI_PUBLIC_URL = os.environ.get("DOUDI_PUBLIC_URL", "http://127.0.0.1:8000")
# Which relatives of who handles cases are registered (57号 第十一条; 民法典 第一千零四十五条 and the spouse's side).
DOUDI_CLOSE_RELATIVES = os.environ.get(
    "DOUDI_CLOSE_RELATIVES",
    "配偶,父母,子女,兄弟姐妹,祖父母、外祖父母,孙子女、外孙子女,配偶的父母,子女的配偶",
).split(",")
# How many proxies stand before us: whose address a request comes from.
DOUDI_PROXIES = 1 if PRODUCTION else 0
DOUDI_COMPLAINT_PHONE = os.environ.get("DOUDI_COMPLAINT_PHONE", "0356-0000000")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"err": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["err"], "level": "WARNING"},
}
