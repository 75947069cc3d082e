"""What the desk keeps in memory follows what is published; what people do meanwhile is read each time."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from kb.catalogue.models import Article
from kb.helpdesk.notes.actions import add_note, remove_note
from tests.make import make_notice, make_report
from tests.stopped import SECRET, name_of, stoppable, stopped

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def article() -> Article:
    return stoppable()


@pytest.fixture
def browser(signed_in, desk, article):
    client = signed_in(desk)
    answer(client)
    return client


def answer(browser) -> str:
    found = browser.get("/desk/", {"q": "KB0001"})
    assert found.status_code == 200
    return unescape(found.content.decode())


def test_a_stopped_step_is_gone_with_the_next_request_and_comes_back(browser, article, desk):
    assert SECRET in answer(browser)

    stop = stopped(article, desk)
    assert "We took a step out on" in answer(browser)
    assert f"1. {SECRET}" not in answer(browser)

    stop.delete()  # past the action, which raises the edition
    assert "We took a step out on" not in answer(browser)


def test_a_step_stopped_past_the_edition_is_gone_too(browser, article, desk):
    article.stopped_steps.create(step=name_of(article), reason="It is wrong.", by=desk)

    assert "We took a step out on" in answer(browser)


def test_a_note_stands_there_at_once_and_no_longer_than_it_is_kept(browser, article, desk):
    note = add_note(article=article, step=name_of(article), text="Ring the second desk.", by=desk)
    assert "Ring the second desk." in answer(browser)

    remove_note(note=note, seen=1, by=desk)
    assert "Ring the second desk." not in answer(browser)


def test_a_ticked_step_is_that_of_one_request(browser, article):
    name = name_of(article)

    assert "(done with you on the phone)" in unescape(
        browser.get("/desk/", {"q": "KB0001", "done": name}).content.decode()
    )
    assert "(done with you on the phone)" not in answer(browser)


def test_what_is_published_meanwhile_shows(browser, article):
    make_notice(title="Sign-in is down", articles=(article.slug,))
    make_report(article=article.number)

    shown = answer(browser)

    assert "Sign-in is down" in shown
    assert "1 report that this answers" in shown


def test_what_runs_out_is_gone(browser, article):
    Article.objects.filter(pk=article.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert SECRET not in answer(browser)
