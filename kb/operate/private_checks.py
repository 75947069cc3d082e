"""What only the site may know must stay its own, and be there tomorrow: its files, where they lie, and its secrets."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning

from kb.operate import private_files

WEB_ROOTS = (
    *("/var/www/html", "/usr/share/nginx/html", "/usr/share/caddy", "/usr/local/www"),
    *("/srv/http", "/srv/www", "/srv/ftp"),
)
WEB_FOLDERS = {"public_html", "htdocs", "httpdocs", "wwwroot", "webroot"}
SYSTEM_FOLDERS = {
    *("/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/proc"),
    *("/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var"),  # noqa: S108 - to refuse it
}
# What a machine forgets when it starts again.
EMPTIED = ("/tmp", "/dev/shm", "/run", "/var/run")  # noqa: S108 - nothing is written there
SECRETS = ("SECRET_KEY", "DATABASE_URL", "MAIL_URL", "OIDC_CLIENT_SECRET", "OIDC_CLIENT_KEY")


def _ours_by_setting() -> Iterator[tuple[str, Path]]:
    yield "VAR_DIR", Path(settings.VAR_DIR)
    yield "ERASURES_FILE", Path(settings.ERASURES_FILE)
    database: dict[str, Any] = settings.DATABASES["default"]
    name = str(database["NAME"])
    if "sqlite" in database["ENGINE"] and not name.startswith("file:"):
        yield "DATABASE_URL", Path(name)


def _secret_files() -> Iterator[tuple[str, Path]]:
    for variable in (f"{name}_FILE" for name in SECRETS):
        if given := os.environ.get(variable):
            yield variable, Path(given)


def _where_it_is_served(path: Path) -> Path | None:
    served: list[str | Path | None] = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS, *WEB_ROOTS]
    folders = [Path(folder).resolve() for folder in served if folder]
    path = path.resolve()
    folders += [parent for parent in (path, *path.parents) if parent.name.casefold() in WEB_FOLDERS]
    return next((folder for folder in folders if path.is_relative_to(folder)), None)


def _nothing_of_ours_is_served() -> Iterator[CheckMessage]:
    """E015: the secret, the database and the mails would be a download."""
    for name, path in (*_ours_by_setting(), *_secret_files()):
        if folder := _where_it_is_served(path):
            yield Error(
                f"{name} puts what is private into {folder}, from where files are served to everybody.",
                hint="Choose a folder that no web server serves, such as /srv/kb/var, and move the files there.",
                id="kb.ops.E015",
            )


def _files_are_ours_alone() -> Iterator[CheckMessage]:
    """E021: what could not be mended when this process started, for it belongs to another account."""
    if found := private_files.open_to_others():
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        yield Error(
            f"VAR_DIR, the database or ERASURES_FILE can be read by other accounts of this machine: {found[0]}{more}.",
            hint="Give them to the account that runs the site (chown -R), or close them: chmod 700 for folders, 600 "
            "for files. Where a mounted disk belongs to another account, let VAR_DIR be a folder in it.",
            id="kb.ops.E021",
        )


def _is_handed_in(path: Path) -> bool:
    """By what runs containers, which has no other accounts to hide it from: /run/secrets, or a folder named `..2026…`
    behind a link."""
    resolved = path.resolve()
    return resolved.is_relative_to("/run") or any(part.startswith("..") for part in resolved.parts)


def _secret_files_are_ours_alone() -> Iterator[CheckMessage]:
    """E024: who reads the secret is anybody they like. Not mended by us: the file is the operator's."""
    for variable, path in _secret_files():
        try:
            is_open = path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH)
        except OSError:  # told already, when it was read
            continue
        if is_open and not _is_handed_in(path):
            yield Error(
                f"{variable} is {path}, which every account of this machine can read.",
                hint=f"Give it to the account that runs the site and close it: chmod 600 {path}. Then choose a new "
                "secret, for this one may be known.",
                id="kb.ops.E024",
            )


def _static_files_can_be_read() -> Iterator[CheckMessage]:
    """W003: noticed only, for where no proxy serves them, the site reads them itself."""
    if Path(settings.STATIC_ROOT).resolve().is_relative_to(Path(settings.VAR_DIR).resolve()):
        yield Warning(
            f"STATIC_ROOT is {settings.STATIC_ROOT}, in VAR_DIR, which no other account can enter: a proxy that "
            "serves static files by itself would answer 403.",
            hint="Leave STATIC_ROOT unset, or name a folder outside VAR_DIR.",
            id="kb.ops.W003",
        )


def _static_files_only_are_served() -> Iterator[CheckMessage]:
    """E025: whatever lies there is a download."""
    root, base = Path(settings.STATIC_ROOT).resolve(), Path(settings.BASE_DIR).resolve()
    holds = "the site's own folder" if base.is_relative_to(root) else ""
    if str(root) in SYSTEM_FOLDERS:
        holds = "files of the machine"
    elif any(root.is_relative_to(base / name) for name in ("kb", "templates", "scripts", "fixtures", ".git", ".venv")):
        holds = "the site's own code"
    if holds:
        yield Error(
            f"STATIC_ROOT is {root}, which holds {holds}: all of it would be served to everybody.",
            hint="Name a folder that holds nothing else, such as /srv/kb-static, or leave STATIC_ROOT unset.",
            id="kb.ops.E025",
        )


def _database_is_a_file() -> Iterator[CheckMessage]:
    """E023: a folder or a device cannot hold the database, and takes a report without keeping it."""
    database: dict[str, Any] = settings.DATABASES["default"]
    path = Path(str(database["NAME"]))
    if "sqlite" in database["ENGINE"] and path.exists() and not path.is_file():
        yield Error(
            f"DATABASE_URL names {path}, which is no file: nothing could be kept there.",
            hint="Name a file in a folder of the site's own, such as sqlite:///srv/kb/kb.sqlite3.",
            id="kb.ops.E023",
        )


def _what_is_kept_is_there_tomorrow() -> Iterator[CheckMessage]:
    """I003: noticed only, for a mounted disk may be called so."""
    for name, path in _ours_by_setting():
        if any(path.resolve().is_relative_to(folder) for folder in EMPTIED):
            yield Info(
                f"{name} is in {path}: what lies there may be gone when this machine starts again, reports too.",
                hint="Choose a folder that stays, such as /srv/kb/var, and move the files there.",
                id="kb.ops.I003",
            )


# Of the groups of three characters in a secret, how many are there once. A random one has nearly all.
LEAST_VARIETY = 0.6
# So many different ones are enough, however long it is: a long random one of figures must repeat some.
ENOUGH_VARIETY = 256
# Of its signs, how many may follow the one before in the alphabet, among the figures or on the keyboard.
MOST_IN_A_ROW = 0.6
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {row[at : at + 2] for line in _ROWS for row in (line, line[::-1]) for at in range(len(row) - 1)}
# What samples have in place of a secret.
_OF_A_SAMPLE = re.compile(
    "change(me|this|it)|replace(me|this|with)|yourown|yoursecret|yourkey|secretkey|mysecret|topsecret|insecure|"
    "notsecret|placeholder|goeshere|randomcharacters|randomstring|password|example"
)


def variety(secret: str) -> float:
    """1.0 and more where hardly three characters come twice in a row, near 0 for one word over and over."""
    groups = [secret[at : at + 3] for at in range(len(secret) - 2)]
    return len(set(groups)) / min(len(groups), ENOUGH_VARIETY) if groups else 0.0


def _in_a_row(secret: str) -> float:
    pairs = [secret[at : at + 2] for at in range(len(secret) - 1)]
    return sum(pair in _NEIGHBOURS for pair in pairs) / len(pairs) if pairs else 1.0


def _how_it_is_guessed(secret: str) -> str:
    if variety(secret) < LEAST_VARIETY:
        return "says the same over and over"
    if _in_a_row(secret) > MOST_IN_A_ROW:
        return "follows the alphabet or the keyboard"
    if _OF_A_SAMPLE.search("".join(sign for sign in secret if sign.isalpha())):
        return "has the words of a sample in it"
    return ""


def _secret_is_varied() -> Iterator[CheckMessage]:
    """E016: Django's own check asks for length and five different characters, which one word over and over has."""
    if how := _how_it_is_guessed(settings.SECRET_KEY.casefold()):
        yield Error(
            f"SECRET_KEY {how}, so that it can be guessed: then anybody could sign in as anybody.",
            hint="Take a random one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'.",
            id="kb.ops.E016",
        )


ALL = (
    _nothing_of_ours_is_served,
    _files_are_ours_alone,
    _secret_files_are_ours_alone,
    _static_files_can_be_read,
    _static_files_only_are_served,
    _database_is_a_file,
    _what_is_kept_is_there_tomorrow,
    _secret_is_varied,
)
