"""While the database is away: pages as they were lately, and words where there are none. Every statement here fails at
once, as in a process that knows (kb.lib.database)."""

import gzip
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone

from kb.browse import validity
from kb.catalogue.actions import add_image, withdraw
from kb.catalogue.document import StepContent
from kb.catalogue.models import Edition
from kb.catalogue.raises import SETTLES_WITHIN, Raises, raises
from kb.lib.database.breaker import State, breaker
from tests.browse.page import Page
from tests.browse.stock import PAGES
from tests.make import make_article, make_word
from tests.media.pictures import dialog, saved

pytestmark = [pytest.mark.usefixtures("furnished"), pytest.mark.either]
ARTICLE = "/articles/card-not-read/"
KEPT = "This page is shown as it was at"


@pytest.fixture(autouse=True)
def _numbers(settings):
    settings.IT_DESK = settings.IT_DESK | {"phone": "01632 960001"}
    settings.SERVICE_DESK_NAME, settings.SERVICE_DESK_PHONE = "National Service Desk", "01632 960002"


@pytest.fixture
def away(monkeypatch):
    def go() -> None:
        monkeypatch.setattr(breaker, "state", State.AWAY)

    yield go
    monkeypatch.undo()


@pytest.fixture
def client():
    """A browser: what fails is a page."""
    return Client(raise_request_exception=False)


def read(client, address=ARTICLE, **given):
    """While all is well; what was raised to make the content has settled."""
    raises.forget()
    answer = client.get(address, **given)
    assert answer.status_code == 200
    return answer


def test_page_read_lately_is_shown_with_a_line_that_says_when(client, away, clock):
    moment = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)
    clock(moment)
    before = read(client)
    away()
    clock(moment + timedelta(minutes=9))

    answer = client.get(ARTICLE)

    page = Page.of(answer)
    assert answer.status_code == 200
    assert f"{KEPT} 3:12am." in answer.text
    assert (answer.get("ETag"), answer["Cache-Control"]) == (None, "no-store")
    assert {"Cookie", "Accept-Encoding"} <= {word.strip() for word in answer["Vary"].split(",")}
    assert [element.text for element in page.elements if element.tag == "h1"] == [
        element.text for element in Page.of(before).elements if element.tag == "h1"
    ]
    (line,) = [element for element in page.elements if element.tag == "section" and KEPT in element.text]
    assert line.inside == ("html", "body")


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"report"}))
def test_every_public_page_that_is_kept_is_there(name, client, away):
    read(client, PAGES[name])
    away()

    answer = client.get(PAGES[name])

    assert answer.status_code == 200
    assert answer.text.count(KEPT) == ("</header>" in answer.text)


@pytest.mark.parametrize("first", ["gzip", ""])
@pytest.mark.parametrize("then", ["gzip", ""])
def test_page_is_shown_whatever_the_browser_takes(first, then, client, away):
    read(client, headers={"accept-encoding": first})
    away()

    answer = client.get(ARTICLE, headers={"accept-encoding": then})

    text = gzip.decompress(answer.content).decode() if then else answer.text
    assert answer.get("Content-Encoding", "") == then
    assert KEPT in text


def test_browser_that_has_the_page_gets_the_line_too(client, away):
    etag = read(client)["ETag"]
    away()

    answer = client.get(ARTICLE, headers={"if-none-match": etag})

    assert (answer.status_code, KEPT in answer.text) == (200, True)


def test_page_is_that_of_the_role(client, away):
    client.cookies["role"] = "it"
    own = read(client).content
    del client.cookies["role"]
    away()

    assert client.get(ARTICLE).status_code == 503
    client.cookies["role"] = "it"
    assert len(client.get(ARTICLE).content) > len(own)


def test_page_that_says_the_minute_is_shown_some_minutes_later(client, away, clock):
    now = timezone.now()
    clock(now)
    read(client, "/who-can-help/")
    clock(now + timedelta(minutes=3))
    read(client)  # the last that was heard of the database
    away()

    assert KEPT in client.get("/who-can-help/").text


@pytest.mark.parametrize("passed", [timedelta(minutes=10, seconds=1), timedelta(seconds=-1)])
def test_after_ten_minutes_nothing_is_shown_nor_where_the_clock_went_back(passed, client, away, clock):
    now = timezone.now()
    clock(now)
    read(client)
    away()
    clock(now + passed)

    assert client.get(ARTICLE).status_code == 503


def test_page_that_was_found_to_hold_lately_is_shown_however_long_ago_it_was_read(client, away, clock):
    """Its edition is asked for with every page, so what was read in the morning is known to hold at noon."""
    morning = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
    clock(morning)
    read(client)
    clock(morning + timedelta(hours=2))
    read(client, "/about/")
    away()

    assert f"{KEPT} 12:05pm." in client.get(ARTICLE).text


def test_nobody_with_a_session_gets_it(client, away, signed_in, editor):
    read(client)
    staff = signed_in(editor)
    staff.raise_request_exception = False
    away()

    answer = staff.get(ARTICLE)

    assert (answer.status_code, KEPT in answer.text) == (503, False)
    assert "in a private window" in answer.text


def test_page_of_an_older_edition_is_not_shown(client, away):
    read(client)
    make_word("RA", meaning="Another.")
    read(client, "/about/")
    away()

    assert client.get(ARTICLE).status_code == 503


def test_what_was_withdrawn_here_is_not_shown_though_nobody_asked_since(client, away, furnished):
    """Nor anything else that was read before, until the edition was asked for again."""
    read(client)
    withdraw(article=furnished, by=None, why="Wrong.")
    away()

    assert client.get(ARTICLE).status_code == 503
    assert client.get("/about/").status_code == 503


def test_nor_is_it_while_nobody_knows_what_became_of_the_change(client, away):
    """The database went in the middle of it: it may be kept."""
    read(client)
    with transaction.atomic():
        Edition.objects.raise_number()
        transaction.set_rollback(True)
    client.get(ARTICLE)
    away()

    assert client.get(ARTICLE).status_code == 503


def test_change_is_settled_when_it_was_kept_or_a_minute_later():
    now = 1000.0
    kept: list = []
    known = Raises(lambda: now)
    assert known.are_in(now)

    known.note(kept.append)
    assert not known.are_in(now + SETTLES_WITHIN)
    assert known.are_in(now + SETTLES_WITHIN + 1)

    now += 5
    kept.pop()()
    assert not known.are_in(now)
    assert known.are_in(now + 0.1)


def test_of_two_changes_the_later_one_counts():
    now = 1000.0
    kept: list = []
    known = Raises(lambda: now)
    known.note(kept.append)
    known.note(kept.append)

    kept[0]()

    assert not known.are_in(now + 1)
    kept[1]()
    assert known.are_in(now + 1)


@pytest.mark.parametrize("has_images", [True, False])
def test_line_says_that_images_may_be_missing_where_the_page_has_any(has_images, client, away, editor):
    """They are in the database. What one shows stands in words, which the editor asks for."""
    image = add_image(upload=BytesIO(saved(dialog(), "PNG")), name="a.png", alt="A dialog", by=editor)
    body = f"![A dialog with the words Card not read](/images/{image.name})" if has_images else "It is worn."
    article = make_article(
        title="Seen before", slug="seen-before", steps=(StepContent("USER", title="Look", body=body),)
    )
    address = article.get_absolute_url()
    assert ("/images/" in read(client, address).text) is has_images
    away()

    assert ("Its images may be missing" in client.get(address).text) is has_images


# --- What is said where there is no page ----------------------------------------------------------------------------


def test_page_that_nobody_read_says_so_and_whom_to_phone(client, away):
    away()

    answer = client.get(ARTICLE)

    assert answer.status_code == 503
    assert (answer["Cache-Control"], answer["Retry-After"]) == ("no-store", "5")
    assert "This page cannot be shown at the moment" in answer.text
    assert [
        number for number in ("01632 960001", "01632 960002") if f'href="tel:{number.replace(" ", "")}"' in answer.text
    ]
    assert Page.of(answer)


def test_numbers_are_asked_for_in_words_where_nobody_gave_them(client, away, settings):
    settings.IT_DESK = settings.IT_DESK | {"phone": ""}
    settings.SERVICE_DESK_PHONE = ""
    away()

    assert "We do not have its number: look on your intranet, or ask the switchboard." in client.get(ARTICLE).text


def test_page_of_an_error_has_the_numbers_too(client, monkeypatch):
    monkeypatch.setattr(validity, "_interval", lambda now: 1 / 0)

    answer = client.get(ARTICLE)

    assert answer.status_code == 500
    assert "01632 960001" in answer.text
    assert "01632 960002" in answer.text


def test_page_that_is_not_there_is_not_said_to_be_gone(client, away):
    away()

    assert client.get("/nowhere/at/all/").status_code == 503


def test_form_for_reports_says_first_whom_to_phone_and_keeps_what_was_chosen(client, away):
    away()

    answer = client.get("/report/?code=ERR5022&article=KB0001")

    page = Page.of(answer)
    assert answer.status_code == 503
    (heading,) = [element.text.strip() for element in page.elements if element.tag == "h1"]
    assert heading == "No report can be taken at the moment"
    assert answer.text.index("01632 960001") < answer.text.index("open the form again")
    assert 'href="/report/?code=ERR5022&amp;article=KB0001"' in answer.text
    assert answer.text.count('href="tel:01632960002"') == 1


def test_search_that_was_sent_is_still_there_and_sets_no_cookie(client, away):
    away()

    answer = client.post("/search/", {"q": "the card is not <read> by the reader"})

    assert answer.status_code == 503
    assert '<textarea name="q" hidden>\nthe card is not &lt;read&gt; by the reader</textarea>' in answer.text
    assert "The site cannot store anything at the moment." in answer.text
    assert "csrfmiddlewaretoken" not in answer.text
    assert not answer.cookies


def test_log_does_not_repeat_for_each_request_what_it_says_once(client, away, caplog):
    away()

    for address in (ARTICLE, "/report/", "/readyz", "/status.json", "/search/?q=card"):
        assert client.get(address).status_code == 503

    assert caplog.records == []


def test_error_of_a_statement_is_in_the_log_while_the_database_is_there(client, monkeypatch, caplog):
    def fail(now: object) -> None:
        raise OperationalError("deadlock detected")

    monkeypatch.setattr(validity, "_interval", fail)

    assert client.get(ARTICLE).status_code == 503
    assert "deadlock detected" in caplog.text


def test_health_knows_at_once(client, away):
    away()

    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").json() == {"status": "unwell", "part": "database"}
    assert client.get("/status/").status_code == 200
    assert "The database does not answer." in client.get("/status/").text
    assert client.get("/status.json").json()["needs_a_person"][0].startswith("The database does not answer.")
