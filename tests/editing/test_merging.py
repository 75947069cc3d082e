"""Two articles become one: codes, addresses, reports and common problems move, in one step or not at all."""

import pytest

from kb.catalogue.actions import NotPublishable, Publication, put_live
from kb.catalogue.models import Article, Shortcut
from kb.catalogue.reading import document_of
from kb.editing import refusals
from kb.editing.upkeep import actions as upkeep
from kb.reports.models import Deflection, Event
from kb.reports.visit import opened
from tests.editing.conftest import NOON
from tests.make import make_article, make_document, make_draft, make_report, make_shortcut


@pytest.fixture
def pair(db) -> tuple[Article, Article]:
    article = make_article(slug="reader-dark", codes=("ERR5022", "400_645"), mentions=("ERR1002",))
    into = make_article(slug="card-not-read", codes=("PR20002",), mentions=("ERR5022",), related=("reader-dark",))
    return article, into


def merged(pair, by) -> Article:
    upkeep.merge(article=pair[0], into=pair[1], by=by)
    return Article.objects.with_parts().get(pk=pair[1].pk)


def test_codes_move_after_those_it_had(pair, reviewer):
    document = document_of(merged(pair, reviewer))

    assert (document.codes, document.mentions) == (("PR20002", "ERR5022", "400_645"), ("ERR1002",))
    assert document.related == ()


def test_every_old_address_leads_to_the_other(client, pair, reviewer):
    put_live(make_document(slug="dark-reader", codes=("ERR5022",)), Publication(by=None, article=pair[0]))
    merged(pair, reviewer)

    for address in ("/articles/reader-dark/", "/articles/dark-reader/"):
        answer = client.get(f"{address}?for=it")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/articles/card-not-read/?for=it")
    assert client.get("/codes/ERR5022/").status_code == 200


def test_merged_article_is_withdrawn_and_known(pair, reviewer):
    kept = merged(pair, reviewer)
    gone = Article.objects.get(pk=pair[0].pk)

    assert (gone.withdrawn_at is not None, gone.replacement) == (True, kept)
    assert list(Article.objects.merged_into(kept)) == [gone]
    assert not Article.objects.merged_into(gone).exists()


def test_merged_twice_leads_all_the_way(client, pair, reviewer):
    kept = merged(pair, reviewer)
    last = make_article(slug="all-about-cards")
    upkeep.merge(article=kept, into=last, by=reviewer)

    for slug in ("reader-dark", "card-not-read"):
        assert client.get(f"/articles/{slug}/").headers["Location"] == "/articles/all-about-cards/"
    assert set(Article.objects.merged_into(last)) == {Article.objects.get(pk=pair[0].pk), kept}


def test_one_that_was_only_replaced_is_not_merged(client, pair, reviewer):
    upkeep.take_down(article=pair[0], by=reviewer, why="Old", replacement=pair[1])

    assert not Article.objects.merged_into(pair[1]).exists()
    assert client.get("/articles/reader-dark/").status_code == 410


def test_reports_and_deflections_move(pair, reviewer):
    article, into = pair
    report = make_report(article=article.number)
    other = make_report()
    opened(article=article, visitor="one", now=NOON)
    opened(article=into, visitor="one", now=NOON)
    opened(article=article, visitor="two", now=NOON)
    merged(pair, reviewer)

    report.refresh_from_db()
    other.refresh_from_db()
    assert (report.article, other.article) == (into, None)
    assert "was merged into it" in Event.objects.get(report=report, kind="LINKED").text
    assert Deflection.objects.filter(article=into).count() == Deflection.objects.count() == 2


def test_common_problem_moves(pair, reviewer):
    make_shortcut("My card is locked", article=pair[0])
    kept = merged(pair, reviewer)

    assert Shortcut.objects.live().get().article == kept


def test_nothing_moves_when_it_cannot_be_done(pair, editor, reviewer):
    article, into = pair
    with pytest.raises(NotPublishable, match="another article"):
        upkeep.merge(article=article, into=article, by=reviewer)
    with pytest.raises(refusals.NotAllowed):
        upkeep.merge(article=article, into=into, by=editor)
    make_draft(by=editor, article=article)
    with pytest.raises(refusals.NotPossible, match="then merge"):
        merged(pair, reviewer)
    upkeep.take_down(article=into, by=reviewer, why="Old")

    assert Article.objects.get(pk=article.pk).version == 1


def test_address_of_a_merged_article_is_given_to_no_other(pair, reviewer):
    merged(pair, reviewer)

    with pytest.raises(NotPublishable, match="reader-dark"):
        make_article(slug="reader-dark")
