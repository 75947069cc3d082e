"""A site whose database goes away and comes back, served as `make run` serves it. Time is measured: `wide`."""

import os
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from scripts import database
from tests.database_proxy import DatabaseProxy, MovedFile, Way, database_of
from tests.journeys.conftest import unused_port
from tests.journeys.server import Server

pytestmark = [pytest.mark.wide, pytest.mark.databases]
PHONE = "01632 960001"
KEPT = "This page is shown as it was at"
COSTS = {Way.REFUSED: 1.0, Way.SILENT: 3.0}  # seconds, for a request that meets it
NOTHING = 0.5  # for one that comes when it is known
BACK_WITHIN = 5.0


class Answer(NamedTuple):
    status: int
    text: str
    seconds: float


class Site:
    def __init__(self, server: Server, away: DatabaseProxy | MovedFile) -> None:
        self.server = server
        self.away = away

    def ask(self, path: str, **form: str) -> Answer:
        began = time.monotonic()
        data = urlencode(form).encode() if form else None
        try:
            with urllib.request.urlopen(self.server.url + path, data, timeout=30) as answer:
                return Answer(answer.status, answer.read().decode(), time.monotonic() - began)
        except HTTPError as error:
            return Answer(error.code, error.read().decode(), time.monotonic() - began)

    def at_once(self, *paths: str) -> list[Answer]:
        answers: list[Answer] = []
        threads = [threading.Thread(target=lambda path=path: answers.append(self.ask(path))) for path in paths]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def is_back_after(self) -> float:
        began = time.monotonic()
        while any(one.status != 200 or KEPT in one.text for one in self.at_once("/", "/codes/", "/report/")):
            assert time.monotonic() - began < 60
        return time.monotonic() - began


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One process, so that what it knows is known."""
    folder = Path(tmp_path_factory.mktemp("away"))
    (folder / "static").mkdir()
    server = Server(folder, unused_port())
    server.env |= {
        "HASHED_STATIC_FILES": "false",
        "IT_DESK_PHONE": PHONE,
        "GUNICORN_CMD_ARGS": "--workers 1",
        "WORKER_BESIDE": "false",
    }
    if "DATABASE_URL" in server.env:
        database.create(server.env["DATABASE_URL"])
    try:
        server.manage("migrate", "--verbosity", "0")
        with database_of(server) as away:
            server.start()
            yield Site(server, away)
    finally:
        server.clear_away()


@pytest.fixture(params=(DatabaseProxy if "DATABASE_URL" in os.environ else MovedFile).ways)
def gone(site: Site, request: pytest.FixtureRequest) -> Iterator[Way]:
    """A way in which this database can go; it is back after each test."""
    yield request.param
    site.away.open()
    site.is_back_after()


def test_nobody_waits_long_for_it_and_then_nobody_waits(site, gone):
    site.ask("/about/")
    site.away.bar(gone)

    first = site.at_once("/", "/about/", "/codes/", "/report/", "/readyz", "/search/?q=card")
    then = [site.ask(path) for _ in range(5) for path in ("/about/", "/codes/", "/report/", "/readyz", "/status/")]

    assert max(answer.seconds for answer in first) < COSTS[gone]
    assert max(answer.seconds for answer in then) < NOTHING


def test_what_was_read_is_shown_and_the_rest_says_whom_to_phone(site, gone):
    site.ask("/about/")
    site.away.bar(gone)
    site.at_once("/codes/", "/about/")

    assert KEPT in site.ask("/about/").text
    for path in ("/report/", "/search/?q=never+asked"):
        assert (site.ask(path).status, PHONE in site.ask(path).text) == (503, True)
    assert "too long enough to be typed again" in site.ask("/search/", q="too long enough to be typed again").text
    assert [site.ask(path).status for path in ("/livez", "/readyz", "/healthz", "/status/", "/status.json")] == [
        200,
        503,
        503,
        200,
        503,
    ]


def test_it_is_back_soon(site, gone):
    site.away.bar(gone)
    site.at_once("/codes/", "/about/", "/report/")
    time.sleep(3)
    site.away.open()

    assert site.is_back_after() < BACK_WITHIN


def test_process_that_starts_meanwhile_serves_when_it_is_back(site):
    site.server.stop()
    site.away.bar(Way.REFUSED)
    site.server.start(health="/livez")
    assert (site.ask("/livez").status, site.ask("/readyz").status) == (200, 503)

    site.away.open()

    assert site.is_back_after() < BACK_WITHIN


def test_log_says_each_once(site, gone):
    before = len(site.server.output.read_text().splitlines())
    site.away.bar(gone)
    for _ in range(5):
        site.at_once("/codes/", "/about/", "/report/", "/readyz")
    site.away.open()
    site.is_back_after()

    said = site.server.output.read_text().splitlines()[before:]
    assert [line for line in said if "The database" in line and "breaker" in line][0:2] != []
    assert [line for line in said if "Traceback" in line or "django.request" in line] == []
