"""What must not face people over the network: a set-up with https that is open, weak or loses what it is told."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DatabaseError, InterfaceError
from django.http.request import validate_host

from kb.catalogue.models import Service, Vendor
from kb.lib.env import LOOPBACK
from kb.operate import private_checks

# Anything at all, or all hosts of a country or of a branch of it.
TOO_WIDE = re.compile(r"\*|^\.(?:(?:ac|co|gov|ltd|net|nhs|org|plc|sch)\.)?[a-z]+$", re.IGNORECASE)
MOST_PROXIES = 9
LEAST_MAIL_BYTES = 100_000
ENCRYPTED = {"require", "verify-ca", "verify-full"}
# Words of a form that nobody filled in. What is said with no other word says nothing.
SAYS_NOTHING = set(
    re.findall(
        r"\w+",
        """
        above add and answer asdf ask bar basis below blank change changeme confirmed contact contacts controller
        decided default details determined dolor dummy email enter example false fill filled foo from goes here
        insert ipsum known later lawful lorem missing name nobody none not null organisation organization our
        pending phone placeholder please privacy qwerty required sample see set some somebody tba tbc tbd test
        text the this todo true type unknown value whoever words write yes your
        """,
    )
)
_LEFT_OPEN = re.compile(r"\[[^\]]*\]|<[^>@]*>|\{[^}]*\}")
TEN_YEARS = 3_653


def _hosts() -> Iterator[CheckMessage]:
    """E010: whoever chooses the host chooses where the links of our mails lead; without ours every page is a 400."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    written = f"[{host}]" if ":" in host else host
    too_wide = [name for name in settings.ALLOWED_HOSTS if TOO_WIDE.search(name)]
    hint = f"Leave it empty to answer to {written} only, or name each host: ALLOWED_HOSTS={written},10.0.0.5."
    if too_wide:
        yield Error(
            f"ALLOWED_HOSTS holds {too_wide[0]}, which lets a visitor choose what the site takes its own name for.",
            hint=hint,
            id="kb.ops.E010",
        )
    elif not validate_host(written, settings.ALLOWED_HOSTS):
        yield Error(
            f"ALLOWED_HOSTS does not hold {written}, the host of SITE_URL: every page would be refused with 400.",
            hint=hint,
            id="kb.ops.E010",
        )


def _proxies() -> Iterator[CheckMessage]:
    """E011: where fewer proxies write than are counted, all visitors share one address."""
    if settings.NUMBER_OF_PROXIES > MOST_PROXIES:
        yield Error(
            f"NUMBER_OF_PROXIES is {settings.NUMBER_OF_PROXIES}. No request passes so many, and all visitors would "
            "share one address: what one does wrong would slow down everybody.",
            hint=f"Count the proxies of yours that a request passes in a row: usually 1, at most {MOST_PROXIES}.",
            id="kb.ops.E011",
        )


def _password_hashes() -> Iterator[CheckMessage]:
    """E012: MD5 of a password is guessed in minutes by whoever gets a copy of the database."""
    if any("MD5" in hasher for hasher in settings.PASSWORD_HASHERS):
        yield Error(
            "FAST_PASSWORD_HASHER is true: passwords would be kept in a form that is guessed in minutes. "
            "It is for tests.",
            hint="Leave it unset. Passwords that were set meanwhile should be set anew.",
            id="kb.ops.E012",
        )


def _static_files() -> Iterator[CheckMessage]:
    """E013: without a hash in its name, a browser may keep an old script beside a new page."""
    if "Manifest" not in settings.STORAGES["staticfiles"]["BACKEND"]:
        yield Error(
            "HASHED_STATIC_FILES is false: after an upgrade, browsers would use old scripts and styles with new pages.",
            hint="Leave it unset, and run make run or manage.py collectstatic.",
            id="kb.ops.E013",
        )


def _database_hosts(database: dict[str, Any]) -> list[str]:
    """Those over the network; a name that begins with a slash is the folder of a socket.

    What a service is stands in a file of PostgreSQL's own, and may be any host.
    """
    options = database.get("OPTIONS", {})
    given = options.get("hostaddr") or options.get("host") or database.get("HOST")
    if not given and (service := options.get("service") or os.environ.get("PGSERVICE")):
        return [f"the host of the service {service}"]
    given = given or os.environ.get("PGHOST", "")
    names = [name.strip() for name in given.split(",")]
    return [name for name in names if name and name[0] not in "/@" and name not in {*LOOPBACK, "::1"}]


def _database_is_encrypted() -> Iterator[CheckMessage]:
    """E014: PostgreSQL's own default goes on in plain text where the server, or somebody between, refuses TLS."""
    database: dict[str, Any] = settings.DATABASES["default"]
    if "postgresql" not in database["ENGINE"] or settings.DATABASE_WITHOUT_TLS:
        return
    mode = database.get("OPTIONS", {}).get("sslmode") or os.environ.get("PGSSLMODE") or ""
    if mode not in ENCRYPTED and (hosts := _database_hosts(database)):
        said = f"sslmode={mode}" if mode else "no sslmode"
        yield Error(
            f"DATABASE_URL has {said}, so all that the site knows could go to {hosts[0]} without encryption.",
            hint="Add ?sslmode=verify-full (with &sslrootcert=…) or ?sslmode=require to it. If the way to the "
            "database is safe without it, set DATABASE_WITHOUT_TLS=true.",
            id="kb.ops.E014",
        )


def _mails_can_hold_screenshots() -> Iterator[CheckMessage]:
    """E019: each screenshot would be left out."""
    if settings.MAIL_MOST_BYTES < LEAST_MAIL_BYTES:
        yield Error(
            f"MAIL_MOST_BYTES is {settings.MAIL_MOST_BYTES}: no screenshot would ever reach the desk.",
            hint=f"Leave it unset, or give what your mail server takes, at least {LEAST_MAIL_BYTES}.",
            id="kb.ops.E019",
        )


LEAST_DIFFERENT = 4
_PHONE = re.compile(r"[+(]{0,2}\d(?:[ ()/-]*\d){8,14}")


def says_something(text: str) -> bool:
    """Whether there is a word in it that is no placeholder, or a phone number."""
    text = _LEFT_OPEN.sub(" ", text)  # [name of your organisation], <name>
    phone = _PHONE.search(text)
    words = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return bool(phone and len(set(phone[0])) >= LEAST_DIFFERENT) or any(
        word not in SAYS_NOTHING and len(set(word)) > 1 for word in words
    )


def _privacy_is_in_words() -> Iterator[CheckMessage]:
    """E020: a dash or a "tbc" is no privacy notice. What is not set at all is E005."""
    for name in ("PRIVACY_CONTROLLER", "PRIVACY_CONTACT", "PRIVACY_LAWFUL_BASIS"):
        value = getattr(settings, name)
        if value and not says_something(value):
            yield Error(
                f"{name} is '{value}', which says nothing to those who read the privacy notice.",
                hint="Ask whoever answers for data protection in your organisation for the words.",
                id="kb.ops.E020",
            )


def _kept_for_long() -> Iterator[CheckMessage]:
    """W001: people are told of it, and nobody needs a report or a search after ten years."""
    for name in ("REPORT_KEEP_DAYS", "REPORT_KEEP_SCREENSHOT_DAYS", "REPORT_KEEP_UNCLOSED_DAYS", "SEARCH_KEEP_DAYS"):
        if (days := getattr(settings, name)) > TEN_YEARS:
            yield Warning(
                f"{name} is {days}: personal data would be kept for {days // 365} years.",
                hint="Ask whoever answers for data protection whether that is meant. The default is shorter than a "
                "year or two.",
                id="kb.ops.W001",
            )


# Beyond these a limit limits nothing, or asks for more than a machine has.
_ABSURD = {
    "REPORT_FLOOD": 100_000,
    "SIGN_IN_FAILED_BY_ADDRESS": 100_000,
    "SIGN_IN_FAILED_OVER_ALL": 1_000_000,
    "SEARCH_POSTINGS": 100_000,
    "KEPT_PAGES_BYTES": 4_000_000_000,
    "MAIL_MOST_BYTES": 100_000_000,
}


def _limits_that_limit() -> Iterator[CheckMessage]:
    """W002: noticed, for it is what somebody tries who wants no limit."""
    for name, most in _ABSURD.items():
        if (value := getattr(settings, name)) > most:
            shown, number = name, value
            if name == "KEPT_PAGES_BYTES":
                shown, number = name.replace("_BYTES", "_MEGABYTES"), value // 1_000_000
            yield Warning(
                f"{shown} is {number}, which is no limit any more.",
                hint="docs/operators.md says what it is for and its default.",
                id="kb.ops.W002",
            )


_OF_SET_UP = (
    _hosts,
    _proxies,
    _password_hashes,
    _static_files,
    _database_is_encrypted,
    _mails_can_hold_screenshots,
    _privacy_is_in_words,
    _kept_for_long,
    _limits_that_limit,
)


def check_set_up(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    return (
        [message for each in (*_OF_SET_UP, *private_checks.ALL) for message in each()]
        if settings.SITE_IS_SECURE
        else []
    )


def _lead_nowhere(variable: str, routes: Iterable[str], known: set[str], what: str) -> Iterator[CheckMessage]:
    for slug in sorted(set(routes) - known):
        yield Error(
            f"{variable} has a route for '{slug}', and there is no such {what}: no report would ever take it.",
            hint=f"Write the short name of a {what}, the last part of its page's address, or take the route away. "
            f"There are: {', '.join(sorted(known)) or 'none'}.",
            id="kb.ops.E018",
        )


def check_routes(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """E018. Asks the database, and leaves it to others to tell that it is away or not yet made.

    With https only, when the site starts and by `check --deploy`: not by `migrate`, after which a new service may be
    brought in. Before anything was brought in, it is not known what there is.
    """
    if not settings.SITE_IS_SECURE or not (settings.REPORT_ROUTES or settings.REPORT_ROUTES_OUTSIDE):
        return []
    try:
        services = set(Service.objects.values_list("slug", flat=True))
        vendors = set(Vendor.objects.values_list("slug", flat=True))
    except (DatabaseError, InterfaceError):
        return []
    if not services:
        return []
    return [
        *_lead_nowhere("REPORT_ROUTES", settings.REPORT_ROUTES, services, "service"),
        *_lead_nowhere("REPORT_ROUTES_OUTSIDE", settings.REPORT_ROUTES_OUTSIDE, vendors, "vendor"),
    ]
