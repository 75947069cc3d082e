"""A notice in its portable form."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.lib.dates import LONDON
from kb.notices.document import NoticeContent, NoticeRefused, NoticeSource, Update
from tests.notices.conftest import NOON
from tests.notices.test_plain import MOMENTS

FULL = NoticeContent(
    slug="older-cards-blocked",
    title="Older smartcards are blocked",
    kind="PLANNED",
    severity="MEDIUM",
    summary="Series 4, 5 and 6 cards no longer work.",
    starts_at=datetime(2026, 5, 17, 23, tzinfo=UTC),
    ends_at=NOON,
    body="Ask for a **new card**.",
    services=("nhs-identity-agent",),
    codes=("ERR5022",),
    articles=("older-smartcards",),
    source=NoticeSource(name="NHS England", address="https://www.example.org/", dated=date(2026, 5, 18)),
    updates=(Update(at=NOON, text="All cards are now blocked."),),
)


def problems_of(refused):
    return [problem.field for problem in refused.value.problems]


def test_full_notice_survives_the_way_through_json_and_back():
    assert NoticeContent.from_dict(json.loads(json.dumps(FULL.to_dict()))).regular() == FULL


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40).map(
    str.strip
)
CONTENTS = st.builds(
    NoticeContent,
    slug=st.from_regex(r"\A[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}\Z"),
    title=TEXTS.filter(bool),
    kind=st.sampled_from(["LIVE", "PLANNED"]),
    severity=st.sampled_from(["HIGH", "MEDIUM", "LOW"]),
    summary=TEXTS.filter(bool),
    starts_at=MOMENTS,
    ends_at=st.none() | MOMENTS,
    body=TEXTS,
    services=st.lists(TEXTS, max_size=3).map(tuple),
    source=st.none() | st.builds(NoticeSource, name=TEXTS, address=TEXTS, dated=st.none() | st.dates()),
    updates=st.lists(st.builds(Update, at=MOMENTS, text=TEXTS), max_size=3).map(tuple),
)


def test_short_title_has_26_characters_at_most_and_adds_nothing_where_it_says_nothing(content):
    short = "Signing in takes minutes o"

    assert content(short_title=short).problems() == []
    assert [problem.field for problem in content(short_title=f"{short}k").problems()] == ["short_title"]
    assert "short_title" not in content().to_dict()
    assert content(short_title=short).fingerprint != content().fingerprint


@given(CONTENTS)
def test_any_notice_survives_the_way_through_json_and_back(content):
    assert NoticeContent.from_dict(json.loads(json.dumps(content.to_dict()))).regular() == content.regular()


def test_notice_of_a_file_may_use_small_letters_and_days():
    read = NoticeContent.from_dict(
        {
            "slug": "older-cards-blocked",
            "title": "Older smartcards are blocked",
            "kind": "planned",
            "severity": "medium",
            "summary": "Series 4, 5 and 6 cards no longer work.",
            "starts_at": date(2026, 5, 18),
        }
    )

    assert (read.kind, read.severity) == ("PLANNED", "MEDIUM")
    assert read.starts_at == datetime(2026, 5, 18, tzinfo=LONDON)
    assert read.ends_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"colour": "red"}, "colour"),
        ({"title": None}, "title"),
        ({"title": ["Sign-in"]}, "title"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"starts_at": 18}, "starts_at"),
        ({"services": "nhs-identity-agent"}, "services"),
        ({"services": [3]}, "services"),
        ({"source": "NHS England"}, "source"),
        ({"source": {"address": "https://www.example.org/"}}, "source"),
        ({"source": {"name": "NHS England", "dated": "May"}}, "source"),
        ({"updates": {"at": "2026-11-22"}}, "updates"),
        ({"updates": [{"text": "Fixed."}]}, "updates"),
    ],
)
def test_field_that_cannot_be_read_is_named(content, changes, field):
    with pytest.raises(NoticeRefused) as refused:
        content(**changes)

    assert set(problems_of(refused)) == {field}


def test_missing_fields_are_named_together():
    with pytest.raises(NoticeRefused) as refused:
        NoticeContent.from_dict({"title": "Sign-in is slow"})

    assert set(problems_of(refused)) == {"slug", "kind", "severity", "summary", "starts_at"}


def test_ordinary_notice_has_no_problems(content):
    assert content().problems() == []
    assert FULL.problems() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "Sign in"}, "slug"),
        ({"slug": "x" * 101}, "slug"),
        ({"title": "x" * 151}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"summary": "x" * 301}, "summary"),
        ({"kind": "RUMOUR"}, "kind"),
        ({"severity": "DIRE"}, "severity"),
        ({"body": "a\x00b"}, "body"),
        ({"codes": ["ERR\x00"]}, "codes"),
        ({"ends_at": NOON}, "ends_at"),
        ({"ends_at": "2026-11-21"}, "ends_at"),
        ({"source": {"name": " "}}, "source"),
        ({"source": {"name": "x" * 201}}, "source"),
        ({"source": {"name": "NHS England", "address": "javascript:alert(1)"}}, "source"),
        ({"updates": [{"at": NOON, "text": " "}]}, "updates"),
        ({"updates": [{"at": NOON, "text": "\ud800"}]}, "updates"),
    ],
)
def test_what_cannot_be_published_is_named(content, changes, field):
    assert [problem.field for problem in content(**changes).problems()] == [field]


@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_time_without_a_zone_cannot_be_published(field):
    naive = replace(FULL, **{field: datetime(2027, 1, 1)})  # noqa: DTZ001 - the missing zone is what is tested

    assert [problem.field for problem in naive.problems()] == [field]


def test_notices_that_say_the_same_have_one_fingerprint():
    other_order = replace(FULL, starts_at=datetime(2026, 5, 18, tzinfo=LONDON), updates=FULL.updates * 2)

    assert other_order.fingerprint == FULL.fingerprint
    assert replace(FULL, severity="LOW").fingerprint != FULL.fingerprint


def test_times_in_the_hour_that_comes_twice_are_equal_whatever_their_zone():
    in_london = replace(FULL, ends_at=datetime(2026, 10, 25, 1, 30, tzinfo=LONDON))
    in_utc = replace(FULL, ends_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))

    assert in_london.regular() == in_utc.regular()
