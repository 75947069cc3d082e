"""What readers tell those who write."""

import pytest
from django.utils import timezone

from kb.catalogue.choices import Audience
from kb.insight.models import HourCount, Reason
from kb.insight.overview.reading import reader_words
from kb.insight.votes.actions import cast_vote, say_why
from kb.insight.votes.rules import VotedPage, Voter
from tests.make import make_article, make_code

pytestmark = [pytest.mark.django_db, pytest.mark.either]


def vote(article, cookie, *, fixed, comment=""):
    page = VotedPage(article, article.version, None, Audience.USER)
    cast = cast_vote(page=page, fixed=fixed, voter=Voter(cookie, is_new=False, visit=cookie), now=timezone.now())
    if comment:
        say_why(vote=cast, reason=Reason.UNCLEAR, comment=comment)


@pytest.fixture
def told():
    make_code("ERR5022")
    good, bad = make_article(slug="good"), make_article(slug="bad")
    vote(good, "a", fixed=True)
    vote(bad, "b", fixed=False, comment="Which <icon>?")
    for subject in ("unknown:ABC123", "unknown:ERR5022"):
        HourCount.objects.create(subject=subject, hour=timezone.now(), number=3)
    return good, bad


def test_what_did_not_fix_it_comes_first_and_what_is_documented_by_now_is_left_out(told, django_assert_num_queries):
    with django_assert_num_queries(5):
        words = reader_words(timezone.now())

    good, bad = told
    assert [row.article for row in words.articles] == [bad, good]
    assert words.articles[0].comments == ("Which <icon>?",)
    assert words.codes == (("ABC123", 3),)


def test_editors_read_it_and_the_desk_does_not(told, signed_in, editor, desk):
    page = signed_in(editor).get("/edit/insight/").content.decode()

    assert "Which &lt;icon&gt;?" in page
    assert "ABC123" in page
    assert signed_in(desk).get("/edit/insight/").status_code == 404
