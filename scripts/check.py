"""`make check`: everything that can be said of the code without running the tests. Quiet when all is well."""

import os
import secrets
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from scripts.set_up import PYTHON
from scripts.trouble import ROOT, Trouble, until_stopped

FLOORS = "import sys; from importlinter.cli import lint_imports_command; sys.argv[0] = 'lint-imports'; "
CHECKS = {
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", f"{FLOORS}lint_imports_command()"],
    "makemigrations --check": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "check --deploy": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "djlint": ["-m", "djlint", "--lint", "--quiet", "templates"],
    "ruff check": ["-m", "ruff", "check", "--quiet"],
    "ruff format": ["-m", "ruff", "format", "--check", "--quiet"],
}


def _failure(name: str, var: str) -> str:
    """What the check said when it found something; nothing when all is well."""
    # As in production, and whatever this machine's own settings are.
    production = {
        "SITE_URL": "https://kb.example.nhs.uk",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PRIVACY_CONTROLLER": "Example NHS Trust",
        "PRIVACY_CONTACT": "Write to privacy@example.nhs.uk",
        "PRIVACY_LAWFUL_BASIS": "Public task",
    }
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | production | {"VAR_DIR": var}
    done = subprocess.run(  # noqa: S603 - our own commands, no shell
        [PYTHON, *CHECKS[name]], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    return f"--- {name}\n{done.stdout}{done.stderr}" if done.returncode else ""


def main() -> None:
    with tempfile.TemporaryDirectory() as var, ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = [said for said in pool.map(lambda name: _failure(name, var), CHECKS) if said]
    for said in failures:
        sys.stderr.write(said)
    if failures:
        raise Trouble(f"{len(failures)} of {len(CHECKS)} checks found something; it is written above.")


if __name__ == "__main__":
    until_stopped(main)
