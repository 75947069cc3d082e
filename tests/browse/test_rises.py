"""A rise that the desk confirms is said to the public with the next request, and is gone when it is switched off."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kb.insight.models import Rise
from kb.insight.trends import actions
from kb.notices.posting.actions import confirm_no_live_issue
from tests.make import make_article, make_code, make_notice, make_question

pytestmark = [pytest.mark.django_db, pytest.mark.either]
CODE = "/codes/ERR5022/"
PAGES = (CODE, "/start/", "/notices/")
WORDS = "More people than usual look"


@pytest.fixture
def rise():
    article = make_article(codes=("ERR5022",), services=("identity-agent",))
    make_question("where", {"text": "A", "article": article.slug}, is_first=True)
    return make_rise("code:ERR5022")


def make_rise(subject):
    now = timezone.now()
    times = dict.fromkeys(("began_at", "noticed_at", "last_at"), now)
    return Rise.objects.create(subject=subject, number=5, usual=0.1, **times)


def text_of(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_public_is_told_once_it_is_confirmed_and_no_longer_when_it_is_switched_off(client, rise, desk):
    assert [page for page in PAGES if WORDS in text_of(client, page)] == []

    actions.confirm(rise=rise, by=desk)
    for page in PAGES:
        assert "It may not be your card. <strong>Do not keep trying your passcode.</strong>" in text_of(client, page)
    assert f'{WORDS} <a href="{CODE}">ERR5022</a> up since' in text_of(client, "/start/")

    actions.switch_off(rise=rise, by=desk)
    assert [page for page in PAGES if WORDS in text_of(client, page)] == []


def test_other_codes_say_nothing_and_those_of_its_application_do(client, rise, desk):
    make_code("ERR7777")
    actions.confirm(rise=rise, by=desk)
    assert WORDS not in text_of(client, "/codes/ERR7777/")

    actions.switch_off(rise=rise, by=desk)
    actions.confirm(rise=make_rise("service:identity-agent"), by=desk)
    assert WORDS in text_of(client, CODE)
    assert WORDS not in text_of(client, "/codes/ERR7777/")


def test_notice_about_it_says_it_better(client, rise, desk):
    actions.confirm(rise=rise, by=desk)
    make_notice(codes=("ERR5022",))

    assert WORDS not in text_of(client, CODE)


def test_rise_that_is_over_is_gone_with_the_next_request(client, rise, desk):
    actions.confirm(rise=rise, by=desk)
    assert WORDS in text_of(client, CODE)

    actions.look_for_rises(timezone.now() + actions.OVER_AFTER + timedelta(minutes=1))

    assert WORDS not in text_of(client, CODE)


def test_no_all_clear_while_the_public_is_told_of_a_rise(client, rise, desk):
    confirm_no_live_issue(by=desk)
    assert "We know of no live issue" in text_of(client, "/")

    actions.confirm(rise=rise, by=desk)

    assert "We know of no live issue" not in text_of(client, "/")


def test_day_is_said_where_it_is_not_today(client, rise, desk, monkeypatch):
    Rise.objects.update(began_at=datetime(2026, 1, 2, 8, 30, tzinfo=UTC))
    actions.confirm(rise=rise, by=desk)

    assert "since 2 January 2026 at 8:30am" in text_of(client, CODE)
