"""What production demands of the settings; nothing is asked of a site on plain http, which is this machine's own."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.checks import CheckMessage, Error, Info
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kb.contacts.document import hours_problem
from kb.lib.env import LOOPBACK
from kb.operate import private_files
from kb.outbox.message import is_address, is_sender

log = logging.getLogger(__name__)


def _secret_is_shared() -> Iterator[CheckMessage]:
    """E001: PostgreSQL is for several machines, and each would make a secret of its own."""
    if settings.SITE_IS_SECURE and connection.vendor == "postgresql" and settings.SECRET_KEY_IS_GENERATED:
        yield Error(
            "SECRET_KEY is not set. With PostgreSQL there may be several machines, and each would make its own: "
            "nobody could stay signed in.",
            hint="Set SECRET_KEY (or SECRET_KEY_FILE) to the same long random text on every machine.",
            id="kb.ops.E001",
        )


def _is_a_picture_of_ours(name: str) -> bool:
    if not name.lower().endswith((".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp")):
        return False
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:  # it leads out of static/
        return False
    return isinstance(found, str) and Path(found).is_file()


def _logo() -> Iterator[CheckMessage]:
    """E002: every page would fail for want of the file, wherever the site is."""
    if settings.LOGO and not _is_a_picture_of_ours(settings.LOGO):
        yield Error(
            f"LOGO is '{settings.LOGO}', and there is no such picture among the static files.",
            hint="Put the image into static/ and name it from there, such as logo.svg; or leave LOGO empty.",
            id="kb.ops.E002",
        )


def _folder_is_for_files_only() -> Iterator[CheckMessage]:
    """E022: we close VAR_DIR to other accounts, with all that is in it."""
    if private_files.holds_the_site():
        yield Error(
            f"VAR_DIR is {settings.VAR_DIR}, which holds the site's own folder, {settings.BASE_DIR}. It is for the "
            "site's files only, and is closed to all other accounts, so that a proxy could read no static files.",
            hint=f"Name a folder that holds nothing else, such as {settings.BASE_DIR / 'var'}, or leave VAR_DIR empty.",
            id="kb.ops.E022",
        )


def _privacy() -> Iterator[CheckMessage]:
    """E005: people who send a report must be told who keeps what they wrote, whom to ask, and on what ground."""
    names = ("PRIVACY_CONTROLLER", "PRIVACY_CONTACT", "PRIVACY_LAWFUL_BASIS")
    unset = [name for name in names if not getattr(settings, name)]
    if settings.SITE_IS_SECURE and unset:
        yield Error(
            f"Not set: {', '.join(unset)}. The report form takes in personal data, and its privacy notice needs this.",
            hint="Ask whoever answers for data protection in your organisation for the words.",
            id="kb.ops.E005",
        )


def _service_desk() -> Iterator[CheckMessage]:
    """I001: pages name the service desk in words, without a way to reach it."""
    if settings.SITE_IS_SECURE and not settings.SERVICE_DESK_EMAIL and not settings.PORTAL_URL:
        yield Info(
            "Neither SERVICE_DESK_EMAIL nor PORTAL_URL is set: pages cannot say how to report an issue.",
            hint="Set at least one of them.",
            id="kb.ops.I001",
        )


def _local_desks() -> Iterator[CheckMessage]:
    """I002: pages say that the local contact is not known."""
    reachable = [
        desk[way]
        for desk in (settings.IT_DESK, settings.RA_DESK)
        for way in ("phone", "email", "place", "out_of_hours_phone")
    ]
    if settings.SITE_IS_SECURE and not any(reachable):
        yield Info(
            "The settings name neither the IT desk nor the Registration Authority: until somebody saves them at "
            "/edit/contacts/, pages cannot say who can help locally.",
            hint="Save them there, or set IT_DESK_PHONE or RA_DESK_PHONE (or _EMAIL, _PLACE, _OUT_OF_HOURS_PHONE).",
            id="kb.ops.I002",
        )


def _mail_is_encrypted() -> Iterator[CheckMessage]:
    """E003: mails hold what people told, and the sign-in to the mail server goes before them."""
    options = settings.MAILERS["default"].get("OPTIONS", {})
    host, is_encrypted = _mail_host(), options.get("use_tls") or options.get("use_ssl")
    is_elsewhere = host and not is_here(host)
    if settings.SITE_IS_SECURE and is_elsewhere and not is_encrypted and not settings.MAIL_WITHOUT_TLS:
        yield Error(
            "MAIL_URL sends mails over the network without encryption.",
            hint="Use smtp+starttls:// or smtps://. If the way to the mail server is safe without it, "
            "set MAIL_WITHOUT_TLS=true.",
            id="kb.ops.E003",
        )


def _mail_host() -> str:
    return str(settings.MAILERS["default"].get("OPTIONS", {}).get("host", ""))


def is_here(host: str) -> bool:
    return host.lower() in {*LOOPBACK, "::1", "localhost.localdomain"}


def _mail_domains() -> Iterator[tuple[str, str]]:
    receivers = {
        "MAIL_FROM": [settings.MAIL_FROM],
        "SERVICE_DESK_EMAIL": [settings.SERVICE_DESK_EMAIL],
        "REPORT_ROUTES": settings.REPORT_ROUTES.values(),
        "REPORT_ROUTES_OUTSIDE": settings.REPORT_ROUTES_OUTSIDE.values(),
    }
    for name, addresses in receivers.items():
        yield from ((name, address.rpartition("@")[2].rstrip(" >")) for address in addresses)


def _mail_can_leave() -> Iterator[CheckMessage]:
    """E004: somebody is named as the receiver of reports, and nothing could reach them."""
    named = [
        name for name in ("SERVICE_DESK_EMAIL", "REPORT_ROUTES", "REPORT_ROUTES_OUTSIDE") if getattr(settings, name)
    ]
    if not settings.SITE_IS_SECURE or not named:
        return
    problems = []
    if "host" not in settings.MAILERS["default"].get("OPTIONS", {}):
        problems.append("MAIL_URL is not set: mails would be written to files, and reach nobody.")
    if not is_sender(settings.MAIL_FROM):
        problems.append("MAIL_FROM is not set, or is no email address: no mail server would take a mail from it.")
    if settings.SERVICE_DESK_EMAIL and not is_address(settings.SERVICE_DESK_EMAIL):
        problems.append("SERVICE_DESK_EMAIL is no email address.")
    problems += [
        f"{name} is at {domain}, which is every machine by itself: no other mail server knows it."
        for name, domain in _mail_domains()
        if not is_here(_mail_host()) and is_here(domain)
    ]
    hint = f"Set MAIL_URL and MAIL_FROM, or leave {' and '.join(named)} empty."
    yield from (Error(problem, hint=hint, id="kb.ops.E004") for problem in problems)


def _hours() -> Iterator[CheckMessage]:
    """Hours that nobody can read would be left out in silence."""
    desks = {
        "IT_DESK_HOURS": settings.IT_DESK["hours"],
        "RA_DESK_HOURS": settings.RA_DESK["hours"],
        "SERVICE_DESK_HOURS": settings.SERVICE_DESK_HOURS,
    }
    for variable, hours in desks.items():
        if words := hours_problem(hours):
            yield Error(f"{variable}: {words}", id="kb.contacts.E001")


_OF_SETTINGS = (
    _secret_is_shared,
    _logo,
    _folder_is_for_files_only,
    _privacy,
    _service_desk,
    _local_desks,
    _hours,
    _mail_is_encrypted,
    _mail_can_leave,
)


def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    return [message for each in _OF_SETTINGS for message in each()]


def check_is_not_halfway(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """E006: Django leaves out a gathered migration of which a part was applied, and calls the database up to date."""
    gathered = MigrationLoader(None, ignore_no_migrations=True).replacements
    lacking = []
    for alias in databases or ():
        applied = MigrationRecorder(connections[alias]).applied_migrations().keys()
        for migration in gathered.values():
            missing = set(migration.replaces) - applied
            if missing and applied & set(migration.replaces):
                lacking += [f"{room} lacks {name}" for room, name in sorted(missing)]
    if not lacking:
        return []
    return [
        Error(
            f"This database is too old for this code: {'; '.join(lacking)}. Nothing was changed in it.",
            hint="Migrate it with the code of 29 November 2026 first: docs/operators.md, Upgrading.",
            id="kb.ops.E006",
        )
    ]


def _only_warns(message: CheckMessage) -> bool:
    """Of ours, what must stop the start is an error. Of Django's and of packages, a warning may be as grave."""
    return message.level < checks.ERROR and str(message.id).startswith("kb.")


def refuse_what_is_unsound() -> None:
    """Run the system checks as `check` does; in production also the deployment checks, and a warning is enough.

    gunicorn starts without running any check, so the application calls this before it takes its first request.
    """
    enough = checks.WARNING if settings.SITE_IS_SECURE else checks.ERROR
    said = [
        message
        for message in checks.run_checks(include_deployment_checks=settings.SITE_IS_SECURE)
        if message.is_serious(checks.WARNING) and not message.is_silenced()
    ]
    found = [message for message in said if message.is_serious(enough) and not _only_warns(message)]
    for message in said:
        if message not in found:
            log.warning("%s", message)
    if found:
        raise ImproperlyConfigured("The site does not start:\n" + "\n".join(str(message) for message in found))
