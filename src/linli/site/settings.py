"""Settings: environment only, defaults that run on a laptop, loud at the start when wrong."""

from __future__ import annotations

from pathlib import Path

from linli.site import environment as env

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(env.text("LINLI_VAR", str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("LINLI_DEBUG", default=False)
SECRET_KEY = env.text("LINLI_SECRET_KEY", "")
if not SECRET_KEY:
    from linli.site.secrets_on_disk import secret

    SECRET_KEY = secret(VAR / "secret.key")
ALLOWED_HOSTS = env.text("LINLI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("LINLI_ORIGINS", "").split(",") if origin]

CITY = {"zh": env.text("LINLI_CITY_ZH", "汾安市"), "en": env.text("LINLI_CITY_EN", "Fen'an")}
SATISFACTION_WEIGHTS = env.weights(
    "LINLI_SATISFACTION_WEIGHTS", ("satisfied", "mostly", "partly", "not_satisfied")
)  # empty: insight's own
TILES = env.tiles("LINLI_TILES")  # a map under our own outlines; empty: the outlines alone
TILE_ORIGINS = env.origins(TILES)
TILES_NOTICE = env.text("LINLI_TILES_NOTICE", "")  # source and approval number, shown on the map
if TILES and not TILES_NOTICE:
    raise ValueError("LINLI_TILES needs LINLI_TILES_NOTICE: the map's source and its approval number")
ROOM_LINK = env.room_link("LINLI_ROOM_LINK")  # consultations from afar; empty: at the centre only
PACKS_DIR = Path(env.text("LINLI_PACKS", str(ROOT / "packs")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "leaflet",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "linli.kernel.ui",
    "linli.kernel.messaging",
    "linli.kernel.files",
    "linli.kernel.access",
    "linli.kernel.identity",
    "linli.kernel.outbox",
    "linli.kernel.audit",
    "linli.apps.grid",
    "linli.apps.people",
    "linli.apps.catalogue",
    "linli.apps.cases",
    "linli.apps.centres",
    "linli.apps.activities",
    "linli.apps.council",
    "linli.apps.benefits",
    "linli.apps.care",
    "linli.apps.bundles",
    "linli.apps.certificates",
    "linli.apps.exchange",
    "linli.apps.notices",
    "linli.apps.insight",
    "linli.apps.jobs",
    "linli.apps.volunteers",
    "linli.packs",
    "linli.web",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["linli.kernel.identity.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login"
CSRF_FAILURE_VIEW = "linli.kernel.ui.failures.csrf_failure"
STAFF_LOGIN_URL = "/staff/login"
PAGE_RENDERER = "linli.kernel.ui.pages.render"  # the kernel below ui names it, never imports it
CODE_SENDER = "linli.kernel.messaging.service.send_code"
SENTENCE = "linli.kernel.ui.text.t"
PERSONAL_KEY_FILE = VAR / "personal.key"
LOG_KEY_FILE = env.text("LINLI_LOG_KEY", str(VAR / "log.key"))
LOG_ORIGIN = env.text("LINLI_LOG_ORIGIN", "linli.local/log")  # the name the log signs under; never changes
CERTIFICATE_ISSUER = env.text("LINLI_ISSUER", "https://linli.local").rstrip("/")  # never changes
CERTIFICATE_KEY_FILE = VAR / "certificate.key"
CERTIFICATE_SEAL = env.text("LINLI_SEAL", "linli.apps.certificates.facts.sealing.own_key")
CITY_SEAL = env.keeper("LINLI_CITY_SEAL")  # who puts the city's own seal on certificates; empty: nobody
CITY_SEAL_KEY = env.public_key("LINLI_CITY_SEAL_KEY")
CITY_SEAL_TOKEN = env.text("LINLI_CITY_SEAL_TOKEN", "")
CITY_SEAL_CHECK = env.text("LINLI_CITY_SEAL_CHECK", "")  # where the keeper checks a seal by its number
CITY_SEAL_SECONDS = env.number("LINLI_CITY_SEAL_SECONDS", 5, least=1)
CARD_READER = env.text("LINLI_CARD_READER", "linli.apps.certificates.service.readers.Simulated")
DOCUMENT_FONTS = env.text("LINLI_FONTS", "")  # a folder; empty means the machine's fonts
ADDRESS = env.text("LINLI_ADDRESS", "https://linli.local").rstrip("/")  # what links in letters begin with
PRICES = {"sms": env.number("LINLI_SMS_FEN", 5, least=0), "voice": env.number("LINLI_CALL_FEN", 10, least=0)}
LETTERS_A_SECOND = {  # what the gateways take; the worker rests between
    "sms": env.number("LINLI_SMS_A_SECOND", 200, least=1),
    "voice": env.number("LINLI_CALLS_A_SECOND", 20, least=1),
    "email": env.number("LINLI_MAILS_A_SECOND", 20, least=1),
}
PHONE_GATEWAY_KEY = env.text(
    "LINLI_PHONE_KEY", ""
)  # shared with who makes the calls; empty: no keys are taken
SPEECH = env.text(
    "LINLI_SPEECH", ""
)  # the class of a voice; empty: espeak-ng where it is, else the reader's browser
SPEECH_DIR = VAR / "speech"
EXCHANGE_CODE = env.text("LINLI_EXCHANGE_CODE", "")  # our code for other cities; empty: not open
EXCHANGE_KEY_FILE = VAR / "exchange.key"
EXCHANGE_OVERLAP_DAYS = env.number("LINLI_EXCHANGE_OVERLAP_DAYS", 7, least=1)  # both keys of a change hold
LOG_WITNESSES = env.text("LINLI_LOG_WITNESSES", "").split()
TRUSTED_PROXIES = [one for one in env.text("LINLI_PROXIES", "").split(",") if one]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "linli.site.serving.static.VersionedFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.kernel.ui.middleware.LanguageMiddleware",
    "linli.site.serving.refusals.RefusedBodyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "linli.kernel.access.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.kernel.ui.middleware.PolicyMiddleware",
    "linli.kernel.ui.outcomes.OutcomeMiddleware",
]
ROOT_URLCONF = "linli.site.urls"
WSGI_APPLICATION = "linli.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "linli.kernel.ui.jinja.environment"},
    },
]

DATABASES = {"default": env.database(env.text("LINLI_DATABASE", "sqlite:///"), VAR)}

WALK_SPEEDS = {  # centimetres a second on foot (docs/operations.md says where they come from)
    "adult": env.number("LINLI_WALK_ADULT", 105, least=20),
    "old": env.number("LINLI_WALK_OLD", 75, least=20),
}
STAFF_IDLE_SECONDS = 60 * env.number("LINLI_STAFF_IDLE_MINUTES", 30, least=1)
STAFF_SESSION_SECONDS = 3600 * env.number("LINLI_STAFF_SESSION_HOURS", 10, least=1)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "linli.kernel.identity.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("LINLI_HTTPS", default=False)
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DISPLAY_TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {"BACKEND": "linli.site.serving.static.VersionedStorage"},
}
WHITENOISE_USE_FINDERS = True
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "linli.site.serving.static.VersionedFinder",
]

WEB_THREADS = env.number("LINLI_WEB_THREADS", 4)  # in each web process

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT_BYTES = 25 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "linli.kernel.files.uploading.CountingUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = env.text("LINLI_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env.text("LINLI_EMAIL_FROM", "linli@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LINLI_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
