"""A database that an earlier state of the code made goes on under this one: README.md says what is in it."""

import gzip
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from kb.catalogue.document import ArticleDocument
from kb.catalogue.step_names import is_name
from scripts import database
from scripts.trouble import ROOT
from tests.kept import look
from tests.kept.make import EDITED, HERE, IN_REVIEW, NEW_STEP, SCHEDULED, SENT_BACK, TOLD
from tests.outbox.mail_server import MailServer

pytestmark = pytest.mark.databases

RECORD = json.loads((HERE / "record.json").read_text(encoding="utf-8"))
# What tests/environment.py sets for the tests themselves: the passwords that are kept were hashed as in production.
NOT_FOR_THE_SITE = {"FAST_PASSWORD_HASHER"}
EDITED_PAGE = "/articles/smartcard-authentication-failure/"


class Kept(NamedTuple):
    env: dict[str, str]

    def run(self, *command: str, said: str = "", **env: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.env | env,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def _load(sql: str, folder: Path) -> str:
    """The address of a new database that holds what was kept, of the kind of this run."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(folder / "kept.sqlite3") as file:
            file.executescript(sql)
        file.close()
        return f"sqlite:///{folder / 'kept.sqlite3'}"
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/kb_kept_{os.getpid()}").geturl()
    database.drop(address)
    database.create(address)
    with psycopg.connect(address) as server:
        server.execute(sql.encode())
    return address


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """As `manage.py migrate` leaves it."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "static").mkdir()
    sql = gzip.decompress((HERE / f"{connection.vendor}.sql.gz").read_bytes()).decode()
    address = _load(sql, folder)
    own = {
        "DATABASE_URL": address,
        "VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "MAIL_FROM": "knowledge-base@example.org",
    }
    env = {name: value for name, value in os.environ.items() if name not in NOT_FOR_THE_SITE}
    kept = Kept(env | own)
    kept.run("manage.py", "migrate", "--verbosity", "0")
    yield kept
    if connection.vendor != "sqlite":
        database.drop(address)


@pytest.fixture(scope="module")
def shown(kept: Kept) -> dict[str, Any]:
    return json.loads(kept.run("-m", "tests.kept.look", said=json.dumps(list(RECORD["public"]))))


def test_every_page_says_what_it_said_and_leads_where_it_led(shown):
    wrong = []
    for address, before in RECORD["public"].items():
        now = shown["public"][address]
        missing = [text for text in before["says"] if text not in now["main"]]
        missing += [link for link in before["leads_to"] if link not in now["links"]]
        wrong += [(address, now["status"], missing)] if missing or now["status"] != 200 else []

    assert len(RECORD["public"]) > 80
    assert wrong == []


def test_edit_that_was_published_is_on_its_page(shown):
    page = shown["public"][EDITED_PAGE]["main"]

    assert f"One thing more for {EDITED}" in page
    assert NEW_STEP in page


def test_search_gives_the_same_answers_in_the_same_order(shown):
    assert shown["found"] == RECORD["found"]


@pytest.mark.parametrize(
    ("reference", "state"),
    [(IN_REVIEW, "In review"), (SCHEDULED, "published on 1 January 2099 at 9am"), (SENT_BACK, "Whose card?")],
)
def test_draft_is_where_it_was_with_its_words(shown, reference, state):
    _home, *pages = shown["drafts"]
    (page,) = [page for page in pages if f"One thing more for {reference}" in page]

    assert state in page
    assert NEW_STEP in page
    assert f"A step more in {reference}" in page


def test_codes_mean_what_they_meant_and_are_written_as_they_were(shown):
    codes = shown["codes"]

    assert len(codes) == 11
    assert codes["ERR5022"]["means"] == [
        [
            "The screen says Operation cannot be completed while a smartcard is being managed.",
            "Managing smartcards: issue, print, unlock, cancel, renew or repair",
        ]
    ]
    assert codes["ERR1002"]["written"] == ["ERR1002", "Error 1002"]
    assert codes["Error 1000"]["written"] == ["Error 1000", "ERR1000"]


def test_code_that_was_shown_as_one_of_a_family_is_said_to_be_one_and_files_may_follow_all(shown):
    codes = shown["codes"]

    assert {code: said["family"] for code, said in codes.items() if said["family"]} == {"400_645": "400_xxx"}
    assert [code for code, said in codes.items() if said["is_changed_here"]] == []


def test_steps_have_the_names_that_their_versions_give_them(shown):
    documents = [ArticleDocument.from_dict(article["document"]) for article in shown["articles"]]
    names = [[step.name for step in document.steps] for document in documents]

    assert len(names) > 40
    assert all(is_name(name) for of_article in names for name in of_article)
    assert [article["steps"] for article in shown["articles"]] == names


def test_no_article_counts_as_changed_here_but_the_one_that_was(shown):
    fingerprints = {
        article["reference"]: (ArticleDocument.from_dict(article["document"]).fingerprint, article["imported"])
        for article in shown["articles"]
    }

    assert [reference for reference, (now, imported) in fingerprints.items() if now != imported] == [EDITED]


def test_report_is_at_the_desk_with_its_screenshot(shown):
    (report,) = [report for report in shown["reports"] if TOLD["text"] in report["main"]]

    assert TOLD["email"] in report["main"]
    assert len(report["screenshots"]) == 1


def test_nothing_is_left_to_migrate(shown):
    assert shown["health"] == {"status": "ok"}


def test_versions_are_counted_as_they_came_and_end_below_the_edition_of_today(shown):
    versions = shown["editions"]["versions"]

    assert len(versions) > 44
    assert versions == list(range(1, len(versions) + 1))
    assert versions[-1] < shown["editions"]["today"]


def test_search_index_is_right(shown):
    assert "index is right" in shown["index"]


def test_mails_that_waited_leave_through_the_worker(kept, shown):
    (report,) = shown["reports"]
    with MailServer() as server:
        kept.run("manage.py", "work", "--once", MAIL_URL=f"smtp://127.0.0.1:{server.port}")

    mails = {str(mail["To"]): mail for mail in server.taken}
    assert sorted(mails) == ["desk@example.org", TOLD["email"]]
    to_desk = mails["desk@example.org"]
    assert TOLD["text"] in to_desk.get_body(("plain",)).get_content()
    files = [hashlib.sha256(part.get_content()).hexdigest() for part in to_desk.iter_attachments()]
    assert files == report["screenshots"]


@pytest.mark.django_db
def test_new_database_has_the_tables_of_one_that_went_on(shown):
    assert shown["tables"] == look.tables()
