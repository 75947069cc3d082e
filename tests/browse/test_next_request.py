"""What another process changes, this one shows with its very next answer."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from kb.contacts.actions import save_default
from kb.contacts.document import ContactContent
from kb.contacts.reading import default_contact
from kb.notices.actions import end_notice
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_notice, make_snippet

pytestmark = pytest.mark.usefixtures("shared_database")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ARTICLE = "/articles/card-not-read/"
BEFORE = "import django\ndjango.setup()\nfrom tests.make import *"
# A process that ends with a pool of connections open waits for its threads, twenty seconds long.
AFTER = "from django.db import connection\nif connection.vendor == 'postgresql': connection.close_pool()"


def _database_url() -> str:
    given = connections.settings["default"]
    if "sqlite" in given["ENGINE"]:
        return f"sqlite://{quote(str(given['NAME']))}"
    person = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}" if given["PASSWORD"] else quote(given["USER"])
    return f"postgres://{person}@{given['HOST']}:{given['PORT']}/{quote(given['NAME'])}"


def in_another_process(work: str) -> None:
    """Run Python in a process of its own that knows nothing of this one but the database."""
    subprocess.run(
        [sys.executable, "-c", f"{BEFORE}\n{work}\n{AFTER}"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "kb.settings", "DATABASE_URL": _database_url()},
        check=True,
        capture_output=True,
        timeout=60,
    )


def alone[T](work) -> T:
    """Ask the shared database once."""
    return on_own_connections(lambda _: work(), times=1, workers=1)[0]


def get(address: str, *, knowing: HttpResponse | None = None) -> HttpResponse:
    headers = {"If-None-Match": knowing["ETag"]} if knowing else {}
    return alone(lambda: Client().get(address, headers=headers))


def _shown_and_known(address: str) -> HttpResponse:
    first = get(address)
    assert get(address, knowing=first).status_code == 304
    return first


def test_snippet_changed_by_another_process_shows_at_once():
    steps = "(StepContent('USER', snippet='general-checks'),)"
    alone(lambda: make_snippet("general-checks", body="Look at the light."))
    in_another_process(
        f"from kb.catalogue.document import StepContent\nmake_article(slug='card-not-read', steps={steps})"
    )
    first = _shown_and_known(ARTICLE)

    in_another_process("make_snippet('general-checks', body='Look at the cable.')")
    second = get(ARTICLE, knowing=first)

    assert "Look at the light." in first.content.decode()
    assert second.status_code == 200
    assert "Look at the cable." in second.content.decode()


def test_notice_published_by_another_process_shows_at_once():
    first = _shown_and_known("/")

    in_another_process("make_notice('outage', title='Nobody can sign in')")

    assert "Nobody can sign in" in get("/", knowing=first).content.decode()


def test_contact_saved_by_another_process_shows_at_once():
    address = "/who-can-help/?organisation=harbour"
    first = get(address)

    in_another_process("make_contact('Harbour Hospital', phone='01632 960111')")

    assert "01632 960111" not in first.content.decode()
    assert "01632 960111" in get(address, knowing=first).content.decode()


def test_article_withdrawn_by_another_process_is_gone_at_once():
    alone(lambda: make_article(slug="card-not-read"))
    first = _shown_and_known(ARTICLE)

    in_another_process(
        "from kb.catalogue.actions import withdraw\nfrom kb.catalogue.models import Article\n"
        "withdraw(article=Article.objects.get(), by=None, why='Wrong.')"
    )

    assert get(ARTICLE, knowing=first).status_code == 410


def test_notice_announced_by_another_process_shows_from_the_moment_it_begins(clock):
    clock(NOON - timedelta(minutes=2))
    get("/")
    in_another_process("make_notice('outage', title='Nobody can sign in', starts_at='2026-11-23T12:00Z')")
    clock(NOON - timedelta(minutes=1))
    first = _shown_and_known("/")
    clock(NOON)

    second = get("/", knowing=first)

    assert "Nobody can sign in" not in first.content.decode()
    assert "Nobody can sign in" in second.content.decode()


def test_article_given_an_end_by_another_process_is_gone_from_that_moment_on(clock):
    clock(NOON - timedelta(minutes=1))
    alone(lambda: make_article(slug="card-not-read"))
    get(ARTICLE)
    in_another_process(
        "from datetime import UTC, datetime\nfrom kb.catalogue.actions import set_expiry\n"
        "from kb.catalogue.models import Article\n"
        "set_expiry(article=Article.objects.get(), at=datetime(2026, 11, 23, 12, tzinfo=UTC), by=None)"
    )
    first = _shown_and_known(ARTICLE)
    clock(NOON)

    assert get(ARTICLE, knowing=first).status_code == 410


def _end_the_outage() -> None:
    end_notice(notice=make_notice("outage"), by=None)


def _change_our_desk() -> None:
    content = ContactContent.from_dict({"kind": "IT", "organisation": "", "phone": "01632 960445"})
    save_default(content=content, since=default_contact("IT").fingerprint, by=None)


@pytest.mark.parametrize("change", [make_article, make_notice, make_snippet, _change_our_desk, _end_the_outage])
def test_change_on_another_connection_changes_the_tag_at_once(change):
    first = get("/")

    alone(change)

    assert get("/", knowing=first).status_code == 200


def test_change_that_was_undone_changes_nothing():
    first = get("/")

    def change_and_undo() -> None:
        with transaction.atomic():
            make_article()
            transaction.set_rollback(True)

    alone(change_and_undo)

    assert get("/", knowing=first).status_code == 304
