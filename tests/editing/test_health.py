"""What is wrong with the content, what harms most first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.actions import stop_step
from kb.catalogue.choices import Audience, Confidence
from kb.catalogue.document import StepContent
from kb.catalogue.models import Article
from kb.editing.health.listing import HealthList
from kb.editing.health.reading import concerns
from kb.editing.health.rules import (
    MANY_READERS,
    ArticleHealth,
    Concern,
    HealthKind,
    Readers,
    by_harm,
    harm,
    has_to_act,
    is_reached,
    unhelpful,
    wrong_with,
)
from kb.editing.ownership.actions import set_owner
from kb.editing.review import urgent
from kb.insight.calls.actions import record_call
from kb.insight.models import CallOutcome, HourCount, SearchEntry
from kb.lib.dates import in_london
from tests.editing.conftest import last
from tests.make import make_article, make_code, make_draft, make_snippet, make_vendor
from tests.stopped import REASON

pytestmark = pytest.mark.either
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PAGE = "/edit/insight/health/"
COUNTS = st.integers(0, 5_000)


def concern(kind=HealthKind.OVERDUE, *, since=None, name="KB0001", **readers):
    return Concern(kind, name, "/", Readers(**readers), since)


def facts(**given):
    known = {
        "confidence": Confidence.VERIFIED,
        "acts": "",
        "reader": "",
        "has_vendor": False,
        "audiences": frozenset({"USER"}),
        "review_due_on": None,
        "people": 0,
    }
    return ArticleHealth(**known | given)


# --- The rule ------------------------------------------------------------------------------------------------------


def test_harm_is_what_it_says():
    """Overdue weighs 2; 9 people; 3 of 4 say no, and one more of each; two whole months."""
    one = concern(people=9, fixed=1, not_fixed=3, since=NOW - timedelta(days=61))

    assert harm(one, NOW) == pytest.approx(2 * (1 + 9) * (2 * 4 / 6) * 3)


@given(people=COUNTS, more=st.integers(1, 5_000), fixed=COUNTS, not_fixed=COUNTS, days=st.integers(0, 3_000))
def test_more_people_longer_and_less_helpful_never_harm_less(people, more, fixed, not_fixed, days):
    readers = {"people": people, "fixed": fixed, "not_fixed": not_fixed}
    begins = harm(concern(**readers, since=NOW - timedelta(days=days)), NOW)

    assert harm(concern(**readers | {"people": people + more}, since=NOW - timedelta(days=days)), NOW) > begins
    assert harm(concern(**readers | {"not_fixed": not_fixed + more}, since=NOW - timedelta(days=days)), NOW) > begins
    assert harm(concern(**readers | {"fixed": fixed + more}, since=NOW - timedelta(days=days)), NOW) < begins
    assert harm(concern(**readers, since=NOW - timedelta(days=days + more)), NOW) >= begins
    assert 0 < unhelpful(Readers(people, fixed, not_fixed)) < 2


def test_order_is_by_harm_and_the_same_every_time():
    few, many, stopped = concern(people=1, name="b"), concern(people=50, name="c"), concern(HealthKind.STOPPED)

    assert by_harm([few, stopped, many], NOW) == [many, stopped, few]
    assert by_harm([concern(name="b"), concern(name="a")], NOW)[0].name == "a"


@pytest.mark.parametrize(
    ("given_facts", "who"),
    [
        ({}, Audience.USER),
        ({"acts": "PERSON"}, Audience.USER),
        ({"reader": "RA"}, Audience.RA),
        ({"acts": "IT", "reader": "RA"}, Audience.IT),
        ({"acts": "VENDOR"}, None),
        ({"has_vendor": True}, None),
        ({"acts": "RA", "has_vendor": True}, Audience.RA),
    ],
)
def test_whoever_has_to_act_is_who_the_author_named_or_the_reader(given_facts, who):
    assert has_to_act(facts(**given_facts)) == who


TODAY = NOW.date()


@pytest.mark.parametrize(
    ("given_facts", "wrong"),
    [
        ({}, []),
        ({"review_due_on": TODAY}, []),
        ({"review_due_on": TODAY - timedelta(days=1)}, [HealthKind.OVERDUE]),
        ({"acts": "IT"}, [HealthKind.STEPS]),
        ({"audiences": frozenset()}, [HealthKind.STEPS]),
        ({"confidence": "UNVERIFIED", "people": MANY_READERS - 1}, []),
        ({"confidence": "UNVERIFIED", "people": MANY_READERS}, [HealthKind.UNVERIFIED]),
        ({"confidence": "STUB", "audiences": frozenset(), "people": 2}, []),
        ({"confidence": "STUB", "audiences": frozenset(), "people": 500}, [HealthKind.STUB]),
    ],
)
def test_what_is_wrong_with_an_article(given_facts, wrong):
    assert wrong_with(facts(**given_facts), TODAY) == wrong


@pytest.mark.parametrize(
    ("website", "phone", "is_fine"),
    [("", "", False), ("http://old.example", "", False), ("https://a.example", "", True), ("", "0113 496 0000", True)],
)
def test_a_company_is_reached_by_anything_that_is_safe(website, phone, is_fine):
    assert is_reached(website=website, phone=phone, email="") is is_fine


# --- The list ------------------------------------------------------------------------------------------------------


def looked(subject, number):
    HourCount.objects.create(subject=subject, hour=timezone.now() - timedelta(days=1), number=number)


@pytest.fixture
def ill(editor, reviewer, desk):
    """One of each kind; returns the articles by what is wrong with them."""
    make_code("ERR1002")
    make_vendor("isosec", website="", phone="", email="")
    rows = {
        "stub": make_article(title="No fix known", confidence="STUB", codes=("ERR5022",), steps=()),
        "overdue": make_article(title="Long ago", review_due=date(2026, 1, 1)),
        "steps": make_article(title="For nobody", acts="IT"),
        "unverified": make_article(title="Much read"),
        "stopped": make_article(title="With a stop"),
        "vendor": make_article(title="Of a company", vendor="isosec"),
        "urgent": make_article(title="In a hurry"),
    }
    looked(f"article:{rows['stub'].number}", 2)
    looked("code:ERR5022", 1)
    looked(f"article:{rows['unverified'].number}", 500)
    looked("unknown:ABC123", 7)
    looked("code:ERR1002", 3)
    stop_step(article=rows["stopped"], step=rows["stopped"].steps.get().name, reason=REASON, by=desk)
    record_call(by=desk, article=rows["overdue"], outcome=CallOutcome.NOT_FIXED)
    draft = make_draft(by=editor, article=rows["urgent"], title="In a hurry")
    urgent.publish_urgently(draft=draft, revision=last(draft), by=editor, reason="It locks cards.")
    set_owner(article=rows["overdue"], by=reviewer, owner=editor)
    return rows


def of(kind):
    return [one for one in concerns(timezone.now()) if one.kind == kind]


@pytest.mark.databases
def test_each_kind_is_found_with_who_came_to_it(ill):
    assert [one.name for one in of(HealthKind.STUB)] == [str(ill["stub"])]
    assert of(HealthKind.STUB)[0].readers.people == 3  # its own page, and that of its code
    assert [one.name for one in of(HealthKind.STEPS)] == [str(ill["steps"])]
    assert [one.name for one in of(HealthKind.UNVERIFIED)] == [str(ill["unverified"])]
    assert [one.detail for one in of(HealthKind.STOPPED)] == [REASON]
    assert [one.detail for one in of(HealthKind.URGENT)] == ["It locks cards."]
    assert [one.name for one in of(HealthKind.VENDOR)] == ["Isosec"]
    assert {one.name: one.readers.people for one in of(HealthKind.CODE)} == {"ABC123": 7, "ERR1002": 3}
    assert {one.name for one in of(HealthKind.CONTACT)} == {
        "IT service desk of this site",
        "Registration Authority (smartcard team) of this site",
    }
    (overdue,) = of(HealthKind.OVERDUE)
    assert (overdue.readers.people, overdue.readers.not_fixed) == (1, 1)


def searched(words, *, visits, number=0, opened=""):
    today = in_london(timezone.now()).date()
    for visit in range(visits):
        facts = {"number": number, "is_sure": False, "opened": opened}
        SearchEntry.objects.create(words=words, visit=f"{words} {visit}", day=today, at=timezone.now(), **facts)


def test_searches_without_an_answer_are_concerns_once_several_made_them(db):
    searched("card stuck", visits=4)
    searched("lost card", visits=3, number=7)
    searched("blank screen", visits=2)
    searched("locked", visits=9, number=7, opened="article:1")
    searched("abc123", visits=9)
    looked("unknown:ABC123", 9)

    found = {one.name: (one.readers.people, one.detail, one.address) for one in of(HealthKind.SEARCH)}

    assert found == {
        "“card stuck”": (4, "nothing", "/edit/answers/?text=card+stuck"),
        "“lost card”": (3, "", "/edit/answers/?text=lost+card"),
    }


def test_what_is_gone_or_mended_is_no_concern(ill):
    Article.objects.update(withdrawn_at=timezone.now())

    assert {one.kind for one in concerns(timezone.now())} <= {HealthKind.CODE, HealthKind.CONTACT, HealthKind.URGENT}


def test_a_code_whose_family_has_an_article_is_none_without_one(db):
    family, member = make_code("400_xxx"), make_code("400_645")
    member.family = family
    member.save()
    looked("code:400645", 9)
    assert [one.name for one in of(HealthKind.CODE)] == ["400_645"]

    make_article(codes=("400_xxx",))

    assert not of(HealthKind.CODE)


def test_page_says_why_and_leads_to_where_it_is_mended(ill, signed_in, editor, reviewer):
    page = signed_in(editor).get(PAGE).content.decode()

    assert page.index(str(ill["unverified"])) < page.index("Long ago")
    assert "Its review was due on 1 January 2026" in page
    assert "1 person in four weeks; 1 of 1 said that it did not fix it" in page
    assert 'href="/edit/new/?code=ABC123"' in page
    assert f'href="/edit/articles/{ill["overdue"].label}/"' in page
    assert "A reviewer does this: confirm it" in page
    assert 'href="/edit/contacts/of-this-site/it/"' not in page
    assert 'href="/edit/contacts/of-this-site/it/"' in signed_in(reviewer).get(PAGE).content.decode()


def narrowed(rf, person, **chosen):
    request = rf.get(PAGE, chosen)
    request.user = person
    return HealthList(request, timezone.now())


def test_list_is_narrowed_by_kind_and_by_who_looks_after_it(ill, rf, editor, reviewer):
    assert [one.kind for one in narrowed(rf, editor, kind="stub").page] == [HealthKind.STUB]
    # Of an article that nobody looked after, whoever began what was published does.
    of_editor = {str(ill["overdue"]), str(ill["urgent"])}
    assert {one.name for one in narrowed(rf, editor, owner="mine").page} == of_editor
    assert {one.name for one in narrowed(rf, reviewer, owner=str(editor.pk)).page} == of_editor
    assert not narrowed(rf, reviewer, owner="mine").number
    everything = narrowed(rf, editor).number
    assert narrowed(rf, editor, owner="nobody").number == everything - 2
    assert narrowed(rf, editor, kind="no such kind").number == everything


def test_list_has_pages(rf, editor):
    for number in range(30):
        looked(f"unknown:ABC{100 + number}", 1)

    first, second = narrowed(rf, editor), narrowed(rf, editor, page="2")

    assert len(first.page) == first.on_a_page
    assert not {one.name for one in first.page} & {one.name for one in second.page}


def test_list_is_taken_away_as_a_table_that_no_spreadsheet_calculates(ill, signed_in, editor):
    Article.objects.filter(pk=ill["overdue"].pk).update(title="=1+1")
    answer = signed_in(editor).post(f"{PAGE}export/?kind=overdue")
    table = answer.content.decode()

    assert answer["Content-Type"].startswith("text/csv")
    assert table.count("\r\n") == 2
    assert "Review overdue" in table
    assert "The editor" in table


def test_only_editors_see_it(signed_in, desk, reader, client):
    for person in (desk, reader):
        assert signed_in(person).get(PAGE).status_code == 404
        assert signed_in(person).post(f"{PAGE}export/").status_code == 404
    assert client.get(PAGE).status_code == 302


def test_home_lists_stopped_steps_until_they_are_put_back(ill, signed_in, editor):
    stopped = ill["stopped"]
    page = signed_in(editor).get("/edit/").content.decode()
    section = page.partition('aria-labelledby="stopped"')[2].partition("</section>")[0]

    assert REASON in section
    assert "Take the card out" in section
    assert "Stopped by The help desk today at" in section
    assert f'href="/edit/articles/{stopped.label}/"' in section
    stopped.stopped_steps.all().delete()
    assert REASON not in signed_in(editor).get("/edit/").content.decode()


def test_a_stopped_snippet_is_named_as_readers_know_it(desk):
    make_snippet("restart", title="Restart the computer")
    article = make_article(steps=(StepContent("USER", snippet="restart"),))
    stop_step(article=article, step=article.steps.get().name, reason=REASON, by=desk)

    assert [row.heading for row in article.stopped_steps.waiting(timezone.now())] == ["Restart the computer"]
