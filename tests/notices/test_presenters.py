"""Notices in the words of the page."""

from datetime import date, datetime, timedelta

import pytest

from kb.catalogue.actions import merge_articles, withdraw
from kb.lib.dates import LONDON
from kb.notices.actions import add_update, publish_notice
from kb.notices.models import Notice
from kb.notices.presenters import present, present_in_full, when
from tests.make import make_article
from tests.notices.conftest import NOON

DAY = timedelta(days=1)


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def notice(**changes):
    ordinary = {"kind": "LIVE", "severity": "HIGH", "title": "Slow", "summary": "s", "slug": "slow", "starts_at": NOON}
    return Notice(**ordinary | changes)


@pytest.mark.parametrize(
    ("changes", "now", "words"),
    [
        ({"starts_at": at(11, 22, 10, 42)}, at(11, 22, 11), "since 10:42am"),
        ({"starts_at": at(11, 21, 16)}, at(11, 22, 11), "since 21 November 2026 at 4pm"),
        ({"starts_at": at(11, 22)}, at(11, 22, 11), "since 22 November 2026"),
        ({"starts_at": at(11, 22, 10), "ends_at": at(11, 22, 18)}, at(11, 22, 11), "since 10am until 6pm"),
        (
            {"starts_at": at(11, 22, 10), "ends_at": at(11, 23)},
            at(11, 22, 11),
            "since 10am until midnight",
        ),
        ({"starts_at": at(11, 23, 10)}, at(11, 22, 11), "from 23 November 2026 at 10am"),
        ({"starts_at": at(11, 22, 9), "ends_at": at(11, 22, 10)}, at(11, 22, 11), "ended 10am"),
        ({"starts_at": at(11, 20, 9), "ends_at": at(11, 21, 10)}, at(11, 22, 11), "ended 21 November 2026 at 10am"),
        ({"starts_at": at(11, 20, 9), "ends_at": at(11, 22)}, at(11, 22, 11), "ended 21 November 2026"),
        ({"kind": "PLANNED", "starts_at": at(5, 18)}, at(11, 22), "since 18 May 2026"),
        ({"kind": "PLANNED", "starts_at": at(5, 18)}, at(5, 1), "from 18 May 2026"),
        (
            {"kind": "PLANNED", "starts_at": at(5, 18, 18), "ends_at": at(5, 18, 20)},
            at(5, 1),
            "from 18 May 2026 at 6pm until 8pm",
        ),
        (
            {"kind": "PLANNED", "starts_at": at(5, 18, 18), "ends_at": at(5, 19, 8)},
            at(5, 1),
            "from 18 May 2026 at 6pm until 19 May 2026 at 8am",
        ),
        ({"kind": "PLANNED", "starts_at": at(5, 18), "ends_at": at(5, 19)}, at(5, 1), "on 18 May 2026"),
        (
            {"kind": "PLANNED", "starts_at": at(5, 18), "ends_at": at(5, 20)},
            at(5, 1),
            "from 18 May 2026 until the end of 19 May 2026",
        ),
    ],
)
def test_when_is_said_in_words(changes, now, words):
    assert when(notice(**changes), now) == words


@pytest.mark.parametrize(
    ("changes", "label", "tone", "severity"),
    [
        ({}, "Live issue", "high", "High impact"),
        ({"severity": "LOW"}, "Live issue", "low", "Low impact"),
        ({"kind": "PLANNED", "severity": "MEDIUM"}, "Planned change", "planned", "Medium impact"),
    ],
)
def test_kind_and_severity_are_said_in_words(changes, label, tone, severity):
    shown = present(notice(**changes), NOON)

    assert (shown.label, shown.tone, shown.severity) == (label, tone, severity)


@pytest.mark.parametrize(
    ("changes", "now", "words"),
    [
        ({"starts_at": at(11, 22, 10)}, at(11, 22, 11), "Live issue, since 10am"),
        ({"kind": "PLANNED", "starts_at": at(5, 18)}, at(5, 1), "Planned change, from 18 May 2026"),
        ({"kind": "PLANNED", "starts_at": at(5, 18)}, at(5, 18), "Since 18 May 2026"),
    ],
)
def test_line_on_a_page_begins_with_what_it_is_and_what_has_begun_with_since(changes, now, words):
    assert present(notice(**changes), now).lead == words


def test_short_title_is_for_one_line_and_the_title_where_there_is_none():
    assert present(notice(short_title="Cards are slow"), NOON).short == "Cards are slow"
    assert present(notice(), NOON).short == notice().title


def test_address_leads_to_the_notice_on_its_page():
    assert present(notice(), NOON).href.endswith("/notices/#slow")


def test_body_is_markdown_without_script():
    shown = present(notice(body="Ask for a **new card**. <script>alert(1)</script>"), NOON)

    assert "<strong>new card</strong>" in shown.body
    assert "<script" not in shown.body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source_name": "NHS England", "source_dated": date(2026, 5, 18)}, "NHS England, copy of 18 May 2026"),
        ({"source_name": "NHS England"}, "NHS England"),
        ({}, ""),
    ],
)
def test_source_is_named_with_the_date_of_its_copy(changes, words):
    assert present(notice(**changes), NOON).source == words


@pytest.mark.django_db
def test_banner_costs_no_query(content, django_assert_num_queries):
    publish_notice(content=content(), by=None)
    (published,) = Notice.objects.showing(NOON)

    with django_assert_num_queries(0):
        present(published, NOON)


def test_notice_in_full_has_its_updates_newest_first_and_links(
    content, identity_agent, err5022, old_cards, django_assert_num_queries
):
    published = publish_notice(
        content=content(services=["nhs-identity-agent"], codes=["ERR5022"], articles=["older-smartcards"]), by=None
    )
    add_update(notice=published, text="Found.", by=None, at=NOON - DAY)
    add_update(notice=published, text="*Fixed.*", by=None, at=NOON)

    with django_assert_num_queries(5):
        shown = present_in_full(Notice.objects.with_parts().get(), NOON)

    assert [update.when for update in shown.updates] == ["midday", "21 November 2026 at midday"]
    assert "<em>Fixed.</em>" in shown.updates[0].body
    assert [(link.text, link.address) for link in (*shown.services, *shown.codes, *shown.articles)] == [
        ("NHS Identity Agent", identity_agent.get_absolute_url()),
        ("ERR5022", err5022.get_absolute_url()),
        ("Older smartcards are blocked", old_cards.get_absolute_url()),
    ]


def test_merged_article_is_named_as_what_it_was_merged_into_and_once(content, old_cards, django_assert_num_queries):
    middle, kept = make_article(title="In between"), make_article(title="The one that stays")
    publish_notice(content=content(articles=["older-smartcards", kept.slug]), by=None)
    merge_articles(article=old_cards, into=middle, by=None)
    merge_articles(article=middle, into=kept, by=None)

    with django_assert_num_queries(5):
        shown = present_in_full(Notice.objects.with_parts().get(), NOON)

    assert [(link.text, link.address) for link in shown.articles] == [("The one that stays", kept.get_absolute_url())]


def test_notice_of_a_merged_article_stands_on_the_page_of_the_other(client, content, old_cards):
    kept = make_article(title="The one that stays")
    publish_notice(content=content(articles=["older-smartcards"], title="Sign-in is slow today"), by=None)
    before = client.get(kept.get_absolute_url()).content.decode()
    merge_articles(article=old_cards, into=kept, by=None)

    assert "Sign-in is slow today" not in before
    assert "Sign-in is slow today" in client.get(kept.get_absolute_url()).content.decode()


def test_withdrawn_article_is_not_linked(content, old_cards):
    publish_notice(content=content(articles=["older-smartcards"]), by=None)
    withdraw(article=old_cards, by=None, why="Out of date")

    assert present_in_full(Notice.objects.with_parts().get(), NOON).articles == ()
