"""Typed readers of the environment: a wrong value stops the start and names its variable. And what a page's validity
hangs on of a process: which settings it read, and which files it was started from."""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from kb.lib.database import LIMITS_OF_TCP
from kb.lib.email_address import NotAnEmail, email_of
from kb.lib.text import is_host, is_slug, turn_fault, web_address

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SHIPPED = {".py", ".html", ".css", ".js", ".txt", ".xml"} | {".ico", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}

_read: dict[str, str] = {}  # what a page may show, by name


class Wrong(ImproperlyConfigured):
    """A variable holds something that cannot be used."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


def text(name: str, default: str = "", *, private: bool = False) -> str:
    """The variable, or what the file named by NAME_FILE holds (for secrets kept in files).

    `private` is what no page may show and no fingerprint may hold: a secret, or where things are on this machine.
    """
    value = _value(name, default)
    if fault := turn_fault(value):
        raise Wrong(name, fault)
    if not private:
        _read[name] = value
    return value


def fingerprint() -> str:
    """Equal on every machine with the same settings, secrets and folders aside; part of every page's ETag."""
    return hashlib.sha256(json.dumps(_read, sort_keys=True).encode()).hexdigest()[:12]


def build(folders: Iterable[Path]) -> str:
    """Equal on every machine that runs the same code and templates; part of every page's ETag."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SHIPPED and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _value(name: str, default: str) -> str:
    from_file = os.environ.get(f"{name}_FILE")
    if not from_file:
        return os.environ.get(name, default).strip()
    try:
        held = Path(from_file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise Wrong(f"{name}_FILE", f"cannot read {from_file} ({_reason(error)}).") from error
    if not held:
        raise Wrong(f"{name}_FILE", f"{from_file} is empty.")
    return held


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return str(error.strerror)
    return "it is no text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def boolean(name: str, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise Wrong(name, f"'{value}' is neither true nor false.")


def choice(name: str, default: str, choices: Sequence[str]) -> str:
    value = text(name).upper() or default
    if value not in choices:
        raise Wrong(name, f"'{value}' is none of {', '.join(choices)}.")
    return value


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise Wrong(name, f"'{value}' is not a whole number.") from None
    if number < least:
        raise Wrong(name, f"{number} is too small: the least is {least}.")
    if most is not None and number > most:
        raise Wrong(name, f"{number} is too large: the most is {most}.")
    return number


def address(name: str, default: str = "") -> str:
    """A web address, or nothing."""
    value = text(name, default)
    if value and not web_address(value):
        raise Wrong(name, f"'{value}' is not a web address such as https://help.example.nhs.uk/.")
    return value


def secure_address(name: str, default: str = "") -> str:
    """The same, and over https anywhere but on this machine itself."""
    value = address(name, default)
    parts = web_address(value) if value else None
    if parts and parts.scheme != "https" and parts.hostname not in {*LOOPBACK, "::1"}:
        raise Wrong(name, f"'{value}' must begin with https://. Plain http is for this machine only (127.0.0.1).")
    return value


def site_url(name: str, default: str) -> str:
    """Where people reach the site, in its plainest form: https anywhere, plain http only on this machine itself."""
    value = text(name) or default
    parts = web_address(value)
    if not parts:
        raise Wrong(name, f"'{value}' is not a web address such as https://kb.example.nhs.uk.")
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else str(parts.hostname)
    plainest = f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
    if value.rstrip("/").lower() != plainest:
        raise Wrong(name, f"'{value}' must be a scheme and a host only, such as https://kb.example.nhs.uk.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise Wrong(name, f"'{value}' must begin with https://. Plain http is for this machine only (127.0.0.1).")
    if not is_host(host):
        raise Wrong(name, f"'{host}' is no name of a host: such a request is refused. Write kb.example.nhs.uk.")
    return plainest


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """Words separated by commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def email(name: str) -> str:
    """An email address, or nothing."""
    value = text(name)
    try:
        return email_of(value)
    except NotAnEmail as wrong:
        raise Wrong(name, f"'{value}' is not an email address such as desk@example.nhs.uk. {wrong}") from None


def routes(name: str) -> dict[str, str]:
    """Email addresses by slug: "identity-agent=cards@example.nhs.uk, spine=spine@example.nhs.uk"."""
    found: dict[str, str] = {}
    for word in words(name):
        slug, equals, receiver = (part.strip() for part in word.partition("="))
        if not equals or not is_slug(slug):
            raise Wrong(name, f"'{word}' does not begin with a short name, such as identity-agent=desk@example.nhs.uk.")
        if slug in found:
            raise Wrong(name, f"{slug} is there twice.")
        found[slug] = _receiver(name, slug, receiver)
    return found


def _receiver(name: str, slug: str, value: str) -> str:
    """Of a route, which must have one."""
    fault = ""
    try:
        if address := email_of(value):
            return address
    except NotAnEmail as wrong:
        fault = f" {wrong}"
    raise Wrong(name, f"'{value}', given for {slug}, is not an email address such as desk@example.nhs.uk.{fault}")


def secret(name: str, kept_in: Path) -> tuple[str, bool]:
    """The secret and whether it was generated here: made once, readable by its owner only."""
    given = text(name, private=True)
    if given:
        return given, False
    try:
        return _kept(kept_in) or _made(kept_in), True
    except (OSError, ValueError) as error:
        raise Wrong(name, f"is not set, and {kept_in} cannot be used ({_reason(error)}).") from error


def _kept(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.exists() else ""


def _made(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        # Of several starting processes the first one here writes, and the others wait and read what it wrote.
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = file.read().strip()
        if not kept:
            os.fchmod(file.fileno(), 0o600)
            kept = secrets.token_urlsafe(64)
            file.seek(0)
            file.write(kept)
        return kept


# Of a process to PostgreSQL, at most: one for each of its threads that answer, so that none waits for another.
CONNECTIONS = 16
_SQLITE_OPTIONS = {
    # FULL, because a reference that was shown must outlive a loss of power: NORMAL may lose the last commits.
    # IMMEDIATE takes the write lock at once, so that two writers wait in turn instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    # What is deleted is overwritten too: else it stands in free pages of the file until they are used again.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "kb.lib.database.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(_SQLITE_OPTIONS),
    }


def _parts(name: str, value: str) -> tuple[SplitResult, int | None]:
    """With its port. The value may hold a password: it is not repeated."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise Wrong(name, "has a host or a port that cannot be read.") from None
    return parts, port


def database(name: str, default_file: Path) -> dict[str, object]:
    """Django's settings for DATABASE_URL: postgres://user:password@host:port/name, or a SQLite file."""
    value = text(name, private=True)
    if not value:
        return _sqlite(str(default_file))
    parts, port = _parts(name, value)
    if parts.scheme == "sqlite" and not parts.netloc and parts.path.strip("/"):
        if parts.query or parts.fragment or ":memory:" in parts.path:
            raise Wrong(name, "must name a file and nothing else, such as sqlite:///srv/kb/kb.sqlite3.")
        return _sqlite(unquote(parts.path))
    database_name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not database_name or parts.fragment:
        raise Wrong(name, "must look like postgres://user:password@host:5432/name or sqlite:///path/to/file.")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "kb.lib.database.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        # The pool keeps connections; Django may then not keep them as well.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": CONNECTIONS, "timeout": 5}, **LIMITS_OF_TCP, **query},
    }


# Scheme → what Django's SMTP backend is told, with the port that belongs to it.
_MAIL_SCHEMES: dict[str, dict[str, object]] = {
    "smtp": {"port": 25},
    "smtp+starttls": {"port": 587, "use_tls": True},
    "smtps": {"port": 465, "use_ssl": True},
}


def mail_server(name: str) -> dict[str, object] | None:
    """Options of Django's SMTP backend for MAIL_URL: smtp+starttls://user:password@host:587. Nothing when unset."""
    value = text(name, private=True)
    if not value:
        return None
    parts, port = _parts(name, value)
    has_more = parts.path.strip("/") or parts.query or parts.fragment or port == 0
    if parts.scheme not in _MAIL_SCHEMES or not parts.hostname or has_more or not value.isprintable():
        raise Wrong(name, "must look like smtp+starttls://user:password@host:587, smtps://…:465 or smtp://host:25.")
    if bool(parts.username) != bool(parts.password):
        raise Wrong(name, "has a user without a password, or a password without a user. Give both or neither.")
    options = {"host": parts.hostname, **_MAIL_SCHEMES[parts.scheme]}
    if port:
        options["port"] = port
    if parts.username and parts.password:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password)}
    return options
