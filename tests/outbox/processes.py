"""`manage.py work --once` as a process of its own, on the database of the test and a mail server of ours."""

import os
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import quote

from django.conf import settings
from django.db import connections


def database_url() -> str:
    """That of the test, as another process must be told it."""
    database = connections.settings["default"]
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{quote(str(database['NAME']))}"
    # The connection knows the name of the test database; the settings may hold the one of before.
    name = connections["default"].settings_dict["NAME"]
    user = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@" if database["USER"] else ""
    return f"postgres://{user}{database['HOST']}:{database['PORT'] or 5432}/{name}"


def start_worker(*, port: int) -> subprocess.Popen[str]:
    return _start("manage.py", "work", "--once", port=port)


def start_together(ports: Sequence[int], *, timeout: int = 20) -> subprocess.Popen[str]:
    """A worker for each of these mail servers (tests/outbox/together.py)."""
    return _start("-m", "tests.outbox.together", *map(str, ports), port=ports[0], timeout=timeout)


def _start(*command: str, port: int, timeout: int = 20) -> subprocess.Popen[str]:
    own = {"DATABASE_URL": database_url(), "MAIL_URL": f"smtp://127.0.0.1:{port}", "LOG_LEVEL": "ERROR"}
    own["MAIL_TIMEOUT"] = str(timeout)
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=os.environ | own | {"DJANGO_SETTINGS_MODULE": "kb.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
