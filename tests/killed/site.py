"""The site with a mail server of ours beside it, and a plan of who dies where."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import database
from scripts.trouble import ROOT
from tests.journeys.server import Server
from tests.killed.aside import DONE
from tests.killed.points import DEATHS, MAIL, PLAN, Point
from tests.outbox.mail_server import MailServer

DESK = "desk@example.org"


@dataclass(frozen=True)
class Stored:
    """What is in the database: references with what was told, and deliveries."""

    reports: dict[str, str]
    deliveries: list[dict[str, Any]]

    def references(self, told: str) -> set[str]:
        return {reference for reference, text in self.reports.items() if text.startswith(told)}

    def deliveries_of(self, references: set[str]) -> list[dict[str, Any]]:
        return [delivery for delivery in self.deliveries if delivery["reference"] in references]


class UnsavedText:
    """A process that does what it is told, one thing after another: see tests.killed.aside."""

    def __init__(self, process: subprocess.Popen[str], output: Path) -> None:
        self._process = process
        self._output = output

    def _told(self, command: str) -> list[str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        said = []
        for line in self._process.stdout:
            if line == f"{DONE} 0\n":
                return said
            said.append(line)
        raise AssertionError(f"'{command}' failed: {self._output.read_text()}")

    def work(self) -> None:
        self._told("work")

    def stored(self, *, later: bool = False) -> Stored:
        """Now, or when the claims of dead workers have run out."""
        (said,) = self._told("stored-later" if later else "stored")
        return Stored(**json.loads(said))


class Site:
    def __init__(self, server: Server, mails: MailServer, folder: Path) -> None:
        self.server = server
        self.mails = mails
        self._plan, self._deaths = folder / "plan.json", folder / "deaths.txt"
        (folder / "static").mkdir()
        server.command = ["-m", "gunicorn", "--config", "python:tests.killed.serving", "kb.wsgi"]
        server.env |= {
            "DJANGO_SETTINGS_MODULE": "kb.settings",
            "HASHED_STATIC_FILES": "false",
            "SERVICE_DESK_EMAIL": DESK,
            "MAIL_FROM": "knowledge-base@example.org",
            "MAIL_URL": f"smtp://127.0.0.1:{mails.port}",
            "REPORT_FLOOD": "1000000",
            PLAN: str(self._plan),
            DEATHS: str(self._deaths),
        }
        self.all_live()

    def start(self) -> None:
        if "DATABASE_URL" in self.server.env:
            database.create(self.server.env["DATABASE_URL"])
        self.server.manage("migrate", "--verbosity", "0")
        self.server.start()

    def die_at(self, *points: Point, chance: float = 1) -> None:
        """From now on each process dies there; what died before is forgotten."""
        self._deaths.write_text("", encoding="utf-8")
        self._plan_is(dict.fromkeys(points, chance))

    def all_live(self) -> None:
        self._plan_is({})

    def _plan_is(self, plan: dict[Point, float]) -> None:
        new = self._plan.with_suffix(".new")
        new.write_text(json.dumps(plan), encoding="utf-8")
        new.replace(self._plan)

    def deaths(self) -> list[tuple[Point, str]]:
        """Where each process died, and over which report or message."""
        return [(point, about) for point, about, _ in self._died()]

    def moments(self) -> dict[str, float]:
        """When each message was first taken by the mail server, or a worker died over it; by its Message-ID."""
        done = [(str(mail["Message-ID"]), at) for mail, at in zip(self.mails.taken, self.mails.taken_at, strict=True)]
        died = [(about, at) for point, about, at in self._died() if point in MAIL]
        return dict(sorted([*done, *died], key=lambda each: each[1], reverse=True))

    def _died(self) -> list[tuple[Point, str, float]]:
        lines = [line.split("\t") for line in self._deaths.read_text(encoding="utf-8").splitlines()]
        return [(Point(point), about, float(at)) for point, about, at in lines]

    @contextmanager
    def aside(self) -> Iterator["UnsavedText"]:
        with self.server.output.open("ab") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.killed.aside"],
                cwd=ROOT,
                env=self.server.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            with process:  # it ends when nothing more can be said to it
                yield UnsavedText(process, self.server.output)

    def taken(self) -> Counter[str]:
        """How often the mail server took each message, by its Message-ID."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails.taken)


@contextmanager
def site(folder: Path, port: int, *, is_kept: bool = False) -> Iterator[Site]:
    """With `is_kept`, a keeper and a worker of its own stand beside the web server."""
    with MailServer() as mails:
        made = Site(Server(folder, port), mails, folder)
        if is_kept:
            made.server.command = ["-m", "tests.killed.kept"]
        try:
            made.start()
            yield made
        finally:
            made.server.clear_away()
