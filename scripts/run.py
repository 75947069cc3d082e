"""`make run`: sets up what is missing, prepares the database and becomes the keeper of web server and worker."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

from scripts.set_up import PYTHON, VENV, design_system, digest, environment, is_stamped, style_sheets
from scripts.trouble import ROOT, Trouble, kept, until_stopped

KEEPER = [str(PYTHON), "-m", "scripts.keeper"]
HIGHEST_PORT = 65_535


def main() -> None:
    port = free_port()
    os.environ["PORT"] = str(port)
    os.environ["SITE_URL"] = os.environ.get("SITE_URL") or f"http://127.0.0.1:{port}"
    environment("run")
    design_system()
    style_sheets()
    static_files()
    database_answers()
    manage("migrate", "--verbosity", "0")
    manage("import_kb", "fixtures", "--if-empty", "--verbosity", "0")
    # The keeper takes the place of this process, so that Ctrl-C and a stop from outside reach it directly.
    os.execv(PYTHON, KEEPER)  # noqa: S606 - no shell is wanted


def free_port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= HIGHEST_PORT):
        raise Trouble(f"PORT is '{given}': give a number from 1 to 65535, for example make run PORT=8123.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(given)))
        except PermissionError:
            raise Trouble(f"Port {given} is not allowed here: choose one above 1023: make run PORT=8123.") from None
        except OSError:
            raise Trouble(
                f"Port {given} is in use: stop the program that uses it, or choose another: make run PORT=8123."
            ) from None
    return int(given)


def static_files() -> None:
    """Hashed and compressed copies in STATIC_ROOT, made again only when a source or a package changed."""
    folder = Path(os.environ.get("STATIC_ROOT") or ROOT / "staticfiles")
    stamp, manifest = folder / "made-from.stamp", folder / "staticfiles.json"
    sources = [file for file in sorted((ROOT / "static").rglob("*")) if file.is_file()]
    hashed = os.environ.get("HASHED_STATIC_FILES", "")
    now = hashed + digest([*sources, ROOT / "kb" / "settings.py", VENV / "packages.stamp"])
    if manifest.is_file() and is_stamped(stamp, now):
        return
    # Whatever accounts may read what else we write, a proxy must read these.
    manage("collectstatic", "--no-input", "--verbosity", "0", umask=0o022)
    stamp.write_text(now, encoding="utf-8")


def database_answers() -> None:
    """Asked directly: Django's pool of connections waits long, and then does not say why."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        asked = subprocess.run([PYTHON, "-m", "scripts.database", "answers"], cwd=ROOT, check=False)  # noqa: S603
        if asked.returncode:
            sys.exit(asked.returncode)


def manage(*command: str, umask: int = -1) -> None:
    """A management command. When it fails, the last thing it said is what the person needs, not the way there."""
    done = subprocess.run(  # noqa: S603 - our own command, no shell
        [PYTHON, "manage.py", *command], cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False, umask=umask
    )
    if not done.returncode:
        sys.stderr.write(done.stderr)
        return
    if done.returncode < 0:
        raise KeyboardInterrupt
    if "Traceback (most recent call last)" not in done.stderr:
        raise Trouble(done.stderr.strip())
    *_, last = re.findall(r"^[\w.]+: .*", done.stderr, re.MULTILINE) or [done.stderr.strip()]
    raise Trouble(f"manage.py {command[0]} failed: {last} {kept(done.stderr)}")


if __name__ == "__main__":
    until_stopped(main)
