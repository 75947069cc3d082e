"""Votes: one of each visitor and version, whatever is pressed again, and nobody is known for longer than a day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kb.catalogue.choices import Audience
from kb.catalogue.models import Article, Edition
from kb.insight.models import HashKey, Reason, Vote
from kb.insight.visits import keys
from kb.insight.visits.keys import Period, scrambled, visit_of
from kb.insight.votes import reading
from kb.insight.votes.actions import cast_vote, forget_voters, say_why
from kb.insight.votes.reading import Votes
from kb.insight.votes.rules import COMMENT_KEPT, MOST_OF_A_NETWORK, MOST_OF_A_VISIT, VOTER_KNOWN, VotedPage, Voter
from tests.at_once import on_own_connections, shared_database  # noqa: F401 - fixtures
from tests.make import make_article, make_code

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def voter(cookie="a", *, is_new=False, visit="v", network=""):
    return Voter(cookie=cookie, is_new=is_new, visit=visit, network=network)


def vote(page, *, fixed=True, now=NOON, **who):
    return cast_vote(page=page, fixed=fixed, voter=voter(**who), now=now)


@pytest.fixture
def page(db):
    article = make_article()
    return VotedPage(article, article.version, None, Audience.USER)


def counted():
    return Vote.objects.counted().count()


def test_whoever_votes_again_changes_their_vote(page):
    first = vote(page, fixed=False)
    say_why(vote=first, reason=Reason.UNCLEAR, comment="Which icon?")

    again = vote(page, fixed=True)

    assert again == first
    assert list(Vote.objects.values_list("fixed", "reason", "comment")) == [(True, "", "")]


def test_next_version_is_another_vote(page):
    vote(page)
    vote(replace(page, version=2))

    assert counted() == 2


def test_second_vote_of_a_browser_without_a_cookie_is_kept_and_not_counted(page):
    vote(page, cookie="a", is_new=True)
    vote(page, cookie="b", is_new=True)
    vote(page, cookie="c", is_new=True, visit="another")

    assert list(Vote.objects.order_by("pk").values_list("is_counted", flat=True)) == [True, False, True]


def test_first_vote_and_the_next_with_its_cookie_are_one(page):
    vote(page, cookie="a", is_new=True)
    vote(page, cookie="a")

    assert Vote.objects.count() == 1


@pytest.mark.parametrize(
    ("most", "who"),
    [(MOST_OF_A_VISIT, {}), (MOST_OF_A_NETWORK, {"network": "192.0.2.1"})],
)
def test_too_many_of_one_are_kept_and_not_counted(page, most, who):
    for number in range(most + 2):
        visit = "v" if not who else f"v{number}"
        vote(page, cookie=f"c{number}", visit=visit, **who)

    assert (Vote.objects.count(), counted()) == (most + 2, most)


def test_counts_tell_reasons_and_leave_out_what_is_not_counted(page):
    say_why(vote=vote(page, fixed=False, cookie="a"), reason=Reason.UNCLEAR, comment="")
    say_why(vote=vote(page, fixed=False, cookie="b"), reason=Reason.UNCLEAR, comment="")
    vote(page, cookie="c")
    Vote.objects.filter(fixed=True).update(is_counted=False)
    vote(page, cookie="d")

    votes = Votes(yes=1, no=2, reasons=(("I do not understand a step", 2),))
    assert reading.votes_by_version(page.article) == [(1, votes)]
    assert reading.votes_by_article(NOON) == {page.article.pk: votes}
    assert reading.votes_by_article(NOON + timedelta(hours=1)) == {}


def test_votes_on_a_code_are_read_by_any_of_its_spellings(db):
    code = make_code()
    vote(VotedPage(None, None, code, Audience.USER), fixed=False)

    assert reading.votes_on(code) == Votes(yes=0, no=1)
    assert reading.votes_on(code, NOON + timedelta(hours=1)).number == 0


def test_reason_of_what_fixed_it_is_not_taken(page):
    say_why(vote=vote(page, fixed=True), reason=Reason.OTHER, comment="No")

    assert Vote.objects.get().reason == ""


def test_who_voted_is_forgotten_and_later_what_they_said(page):
    say_why(vote=vote(page, fixed=False, is_new=True), reason=Reason.OTHER, comment="The button is not there.")

    forget_voters(NOON + VOTER_KNOWN)
    assert Vote.objects.values_list("visitor", "visit", "comment").get() == ("", "", "The button is not there.")
    forget_voters(NOON + COMMENT_KEPT)
    assert Vote.objects.values_list("comment", "reason").get() == ("", Reason.OTHER)


def test_vote_does_not_raise_the_edition(page):
    before = Edition.objects.current()

    vote(page)

    assert Edition.objects.current() == before


@pytest.mark.parametrize("facts", [{"reason": "GUESSED"}, {"fixed": True, "comment": "x"}, {"code": ""}])
def test_database_refuses_what_is_no_vote(db, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(**{"page": "code:X", "code": "X", "fixed": False, **facts})


@pytest.mark.usefixtures("shared_database")
def test_impatient_presses_are_one_vote():
    on_own_connections(lambda _: make_article(), times=1, workers=1)

    def cast(_):
        vote(VotedPage(Article.objects.get(), 1, None, Audience.USER), cookie="a", is_new=True)

    on_own_connections(cast, times=8)
    assert on_own_connections(lambda _: counted(), times=1, workers=1) == [1]


# --- Visits ---------------------------------------------------------------------------------------------------------

LATE = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)


def test_visit_is_the_same_all_day_and_another_after_midnight(db):
    def visit(now, browser="one"):
        return visit_of(address="192.0.2.1", browser=browser, now=now)

    assert visit(NOON) == visit(LATE)
    assert visit(NOON) != visit(NOON, browser="two")
    assert visit(LATE) != visit(LATE + timedelta(minutes=2))
    assert HashKey.objects.get().period == "2026-12-01"


def test_another_process_makes_the_same_and_no_key_outlives_its_period(db):
    made = scrambled("word", period=Period.MONTH, now=NOON)
    keys.forget()

    assert scrambled("word", period=Period.MONTH, now=NOON) == made
    assert "word" not in made
    keys.forget_keys(datetime(2026, 12, 1, tzinfo=UTC))
    assert not HashKey.objects.exists()
    assert scrambled("word", period=Period.MONTH, now=NOON) != made
