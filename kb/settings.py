"""Settings, from the environment. Every variable is described in docs/operators.md."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from kb.lib import env, openid

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", private=True) or BASE_DIR / "var")

# --- Where the site is, which decides what production is -----------------------------------------------------------

SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000")
SITE_IS_SECURE = SITE_URL.startswith("https://")
_host = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [_host] if SITE_IS_SECURE else env.LOOPBACK)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
NUMBER_OF_PROXIES = env.integer("NUMBER_OF_PROXIES", 0)
SECRET_KEY, SECRET_KEY_IS_GENERATED = env.secret("SECRET_KEY", VAR_DIR / "secret_key")

# --- What the site calls itself ------------------------------------------------------------------------------------

SITE_NAME = env.text("SITE_NAME", "Care Identity troubleshooting")
SITE_ORGANISATION = env.text("SITE_ORGANISATION")
FOOTER_STATEMENT = env.text("FOOTER_STATEMENT", "Not an NHS England website")
LOGO = env.text("LOGO")

# --- Who can help: unknown until somebody says -----------------------------------------------------------------------

SERVICE_DESK_NAME = env.text("SERVICE_DESK_NAME", "National Service Desk")
SERVICE_DESK_EMAIL = env.email("SERVICE_DESK_EMAIL")
PORTAL_NAME = env.text("PORTAL_NAME", "NHS Digital Customer Portal")
PORTAL_URL = env.address("PORTAL_URL")
HELP_PAGE_URL = env.address(
    "HELP_PAGE_URL",
    "https://digital.nhs.uk/services/care-identity-service/setting-up-and-troubleshooting/common-issues",
)
# What articles may name in a link: [words](setting:unlock "words where it is not set").
NAMED_ADDRESSES = {
    "portal": PORTAL_URL,
    "setup-checker": env.secure_address("SETUP_CHECKER_URL"),
    "unlock": env.secure_address("UNLOCK_URL", "https://digital.nhs.uk/unlock"),
}
LOST_CARD_ARTICLE = env.text("LOST_CARD_ARTICLE", "lost-stolen-or-misused-smartcard")
HOW_TO_REPORT_ARTICLE = env.text("HOW_TO_REPORT_ARTICLE", "report-an-issue-to-the-national-service-desk")
PRIVACY_CONTACT = env.text("PRIVACY_CONTACT")


def _local_contact(prefix: str) -> dict[str, str]:
    parts = ("name", "phone", "place", "hours", "out_of_hours_phone")
    return {part: env.text(f"{prefix}_{part.upper()}") for part in parts} | {"email": env.email(f"{prefix}_EMAIL")}


IT_DESK = _local_contact("IT_DESK")
RA_DESK = _local_contact("RA_DESK")

# --- Reports -------------------------------------------------------------------------------------------------------

# What the form says of the desk; unset, it is said to be unknown.
SERVICE_DESK_HOURS = env.text("SERVICE_DESK_HOURS")
SERVICE_DESK_REPLY_TIME = env.text("SERVICE_DESK_REPLY_TIME")
SERVICE_DESK_PHONE = env.text("SERVICE_DESK_PHONE")
SERVICE_DESK_OUT_OF_HOURS_PHONE = env.text("SERVICE_DESK_OUT_OF_HOURS_PHONE")
# Addresses of the desk by service, and those of suppliers outside by vendor.
REPORT_ROUTES = env.routes("REPORT_ROUTES")
REPORT_ROUTES_OUTSIDE = env.routes("REPORT_ROUTES_OUTSIDE")
# How many reports within an hour are more than any outage brings.
REPORT_FLOOD = env.integer("REPORT_FLOOD", 3_000, least=100)
TREND_MAIL = env.email("TREND_MAIL")
PRIVACY_CONTROLLER = env.text("PRIVACY_CONTROLLER")
PRIVACY_LAWFUL_BASIS = env.text("PRIVACY_LAWFUL_BASIS")

# --- The house -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "markdownx",
    "kb.lib",
    "kb.outbox",
    "kb.media",
    "kb.accounts",
    "kb.catalogue",
    "kb.search",
    "kb.notices",
    "kb.contacts",
    "kb.reports",
    "kb.insight",
    "kb.editing",
    "kb.helpdesk",
    "kb.browse",
    "kb.transfer",
    "kb.operate",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kb.accounts.proxies.ProxiesCounted",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kb.reports.secret_addresses.SecretAddresses",
    "kb.contacts.place.middleware.PlaceInAddress",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kb.lib.left_out.LeftOutAnswers",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kb.accounts.sign_in.middleware.SignInRefusals",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kb.lib.http.UsableAddresses",
]
ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "kb.sqlite3")}
DATABASE_WITHOUT_TLS = env.boolean("DATABASE_WITHOUT_TLS", False)
# What was erased for good, in lines without words: it belongs beside the backups, not into them.
ERASURES_FILE = Path(env.text("ERASURES_FILE", private=True) or VAR_DIR / "erasures.jsonl")
# How many of the strongest postings of each term are looked at first: 400 to about 10,000 articles, 1500 at 100,000.
SEARCH_POSTINGS = env.integer("SEARCH_POSTINGS", 400, least=10)
# How much memory each process keeps rendered public pages in.
KEPT_PAGES_BYTES = env.integer("KEPT_PAGES_MEGABYTES", 24) * 1_000_000
# Below that, the status says that a disk fills. A report with its screenshots may take 100 MB for a moment.
LEAST_FREE_MEGABYTES = env.integer("LEAST_FREE_MEGABYTES", 500)
_TOLD_TO_PAGES = ["kb.lib.context.site", "kb.accounts.work.staff"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"builtins": ["kb.lib.url_tag"], "context_processors": _TOLD_TO_PAGES},
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
BUILD = env.build([BASE_DIR / "kb", BASE_DIR / "templates", BASE_DIR / "static"])

# --- People --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# What the rooms below accounts call when a person acts there: they may not import it.
AUDIT_RECORD = "kb.accounts.audit.record"
# And what accounts calls when a name changes that public pages may say.
RAISE_EDITION = "kb.catalogue.actions.raise_edition"
# Which organisation has an ODS code: a person may belong to one.
ORGANISATION_NAMED = "kb.contacts.organisations.reading.name_of"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:staff"
# One password check at a time in a process, whichever page asks. Sessions hold this path.
AUTHENTICATION_BACKENDS = ["kb.accounts.sign_in.backend.PasswordBackend"]
# So many more may wait for it. Each keeps one of the threads that answer, and pages need some too.
SIGN_IN_MOST_WAITING = env.integer("SIGN_IN_MOST_WAITING", 8, most=64)
# Failed tries in a quarter of an hour beyond which sign-ins are slowed down: from one address, and of all.
SIGN_IN_FAILED_BY_ADDRESS = env.integer("SIGN_IN_FAILED_BY_ADDRESS", 300, least=20)
SIGN_IN_FAILED_OVER_ALL = env.integer("SIGN_IN_FAILED_OVER_ALL", 2_000, least=100)
# Of whom a code from their phone is asked beside the password. Whoever else has set one up is asked for it too.
SECOND_FACTOR_ASKED = env.boolean("SECOND_FACTOR_ASKED", SITE_IS_SECURE)
# Through whom people may sign in beside accounts of this site; nobody, unless an issuer is set.
OIDC = openid.from_environment(roles=("READER", "HELP_DESK", "EDITOR", "REVIEWER", "ADMINISTRATOR"))
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60  # seconds: of the link with which somebody sets a new password
_RULES, _OF_A_PERSON = "django.contrib.auth.password_validation", ("username", "name", "email")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": _OF_A_PERSON}},
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    # Figures alone are often the number of a smartcard or of a phone. Nothing else is asked of their kinds.
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
    {"NAME": "kb.accounts.password_rules.EasilyGuessed"},
]
if env.boolean("FAST_PASSWORD_HASHER", False):  # for tests only: a real hash takes a quarter of a second each
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- Mail ----------------------------------------------------------------------------------------------------------

MAIL_FOLDER = VAR_DIR / "mail"
MAIL_TIMEOUT = env.integer("MAIL_TIMEOUT", 20, least=1, most=60)
_mail_server = env.mail_server("MAIL_URL")
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "kb.outbox.backends.Smtp", "OPTIONS": {**_mail_server, "timeout": MAIL_TIMEOUT}}
    if _mail_server
    else {"BACKEND": "kb.outbox.backends.Files", "OPTIONS": {"file_path": MAIL_FOLDER}}
}
MAIL_FROM = env.text("MAIL_FROM")
DEFAULT_FROM_EMAIL = MAIL_FROM or "knowledge-base@localhost"
MAIL_MOST_BYTES = env.integer("MAIL_MOST_BYTES", 10_000_000)
MAIL_WITHOUT_TLS = env.boolean("MAIL_WITHOUT_TLS", False)

# --- The desk and retention ----------------------------------------------------------------------------------------

# Many desks live in a ticket system of their own: then reports are only read here, and given its ticket number.
REPORT_TRIAGE = env.boolean("REPORT_TRIAGE", False)
# A hundred years at most: a day that no calendar holds would stop the removal of everything.
MOST_DAYS = 36_525
# Days from closing, or from sending where nothing was closed; with triage off that is so of all of them.
REPORT_KEEP_DAYS = env.integer("REPORT_KEEP_DAYS", 90, least=1, most=MOST_DAYS)
REPORT_KEEP_SCREENSHOT_DAYS = env.integer("REPORT_KEEP_SCREENSHOT_DAYS", 30, least=1, most=MOST_DAYS)
REPORT_KEEP_UNCLOSED_DAYS = env.integer("REPORT_KEEP_UNCLOSED_DAYS", 365, least=1, most=MOST_DAYS)
SEARCH_KEEP_DAYS = env.integer("SEARCH_KEEP_DAYS", 90, least=1, most=MOST_DAYS)

# --- Editing -------------------------------------------------------------------------------------------------------

# For a team of one: who wrote a change may approve it. Each time it is recorded.
EDITING_OWN_APPROVAL = env.boolean("EDITING_OWN_APPROVAL", False)
# An editor may publish at once, with a reason; reviewers are told, and the article says that it is not verified.
EDITING_URGENT = env.boolean("EDITING_URGENT", True)

# --- Boxes for Markdown ----------------------------------------------------------------------------------------------

# Only the widget and the script of django-markdownx are used. Its addresses are never included: both are ours.
MARKDOWNX_MARKDOWNIFY_FUNCTION = "kb.lib.markdown.to_html"
MARKDOWNX_URLS_PATH = "/edit/markdown/"
MARKDOWNX_UPLOAD_URLS_PATH = ""  # a pasted image goes through the editor's own form, which asks what it shows
MARKDOWNX_EDITOR_RESIZABLE = False

# --- What a page may do --------------------------------------------------------------------------------------------

# No nonce: a nonce and a 304 cannot live together, and public pages are revalidated.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_SSL_REDIRECT = SITE_IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^(?:livez|readyz|healthz|status\.json)$"]
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SITE_IS_SECURE
SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD", True) and SITE_IS_SECURE
# Django warns where it is off, and a warning stops the start; here somebody decided so.
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_PRELOAD else ["security.W021"]
SESSION_ENGINE = "kb.lib.sessions"
SESSION_COOKIE_NAME = "__Host-sessionid" if SITE_IS_SECURE else "sessionid"
SESSION_COOKIE_SECURE = SITE_IS_SECURE
# Computers on a ward are shared: closing the browser signs out, and so does half a day.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = "__Host-csrftoken" if SITE_IS_SECURE else "csrftoken"
CSRF_COOKIE_SECURE = SITE_IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kb.accounts.views.form_expired"

# --- Files ---------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
# Not in VAR_DIR, which is nobody's but ours: what serves these files in front of us has an account of its own.
STATIC_ROOT = Path(env.text("STATIC_ROOT", private=True) or BASE_DIR / "staticfiles")
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
_static_storage = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if env.boolean("HASHED_STATIC_FILES", True)
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "kb.media.storage.DatabaseStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}

# --- Language, time, log -------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "Europe/London"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "kb.operate.log_paths.LogLine"}},
    "filters": {"cut paths": {"()": "kb.operate.log_paths.CutPaths"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["cut paths"]}},
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
    },
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # A page that is not there is the visitor's affair; its address may hold what they pasted.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        # Anybody can send any Host; the answer is a 400, and a traceback each time would only fill the log.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": True},
    },
}

# --- What was read when the process started --------------------------------------------------------------------------

# A page may show any setting, so the ETag of each holds them all. This line stands after the last that reads one.
CONFIGURATION = env.fingerprint()
