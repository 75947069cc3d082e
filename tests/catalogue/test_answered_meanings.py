"""An article may say which meaning of a code it answers."""

from dataclasses import replace

import pytest

from kb.catalogue.actions import NotPublishable, Publication, merge_articles, put_live, withdraw
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from tests.make import make_article, make_code, make_document, make_meaning

WINDOWS, AGENT = make_meaning("windows", "Windows"), make_meaning("agent", "Identity Agent")
ANSWERED = AnsweredMeaning("0x80100006", "windows")


@pytest.fixture
def code(db):
    return make_code("0x80100006", meanings=(WINDOWS, AGENT))


def kept(article: Article) -> ArticleDocument:
    return document_of(Article.objects.with_parts().get(pk=article.pk))


@pytest.mark.usefixtures("code")
def test_meaning_that_is_answered_comes_back_from_rows_and_from_the_version():
    article = make_article(codes=("ERR1", "0x80100006"), meanings=(AnsweredMeaning("0X8010-0006", "agent", '{"a":1}'),))

    wanted = (AnsweredMeaning("0x80100006", "agent", '{"a":1}'),)
    assert kept(article).meanings == wanted
    assert ArticleDocument.from_dict(article.versions.get().document).meanings == wanted


def test_document_that_says_none_is_the_one_that_it_was():
    document = make_document(codes=("0x80100006",))

    assert "meanings" not in document.to_dict()
    assert replace(document, meanings=(ANSWERED,)).fingerprint != document.fingerprint
    spelled = replace(document, meanings=(AnsweredMeaning("0X80100006", "windows"),))
    assert spelled.fingerprint == replace(document, meanings=(ANSWERED,)).fingerprint


@pytest.mark.parametrize(
    ("meanings", "message"),
    [
        ((AnsweredMeaning("ERR9", "windows"),), "ERR9 is none of the codes that this article answers."),
        ((ANSWERED, ANSWERED), "Name one meaning of a code, in the order of the codes."),
        ((ANSWERED, AnsweredMeaning("ERR1", "main")), "Name one meaning of a code, in the order of the codes."),
        ((replace(ANSWERED, key="In Windows"),), "Use small letters, digits and single hyphens"),
    ],
)
def test_meanings_that_fit_no_code_are_a_problem(meanings, message):
    problems = make_document(codes=("ERR1", "0x80100006"), meanings=meanings).problems()

    assert [problem.field for problem in problems] == ["meanings"]
    assert message in problems[0].message


@pytest.mark.usefixtures("code")
def test_meaning_that_the_code_has_not_is_refused():
    with pytest.raises(NotPublishable, match="0x80100006 has no meaning 'mac'"):
        make_article(codes=("0x80100006",), meanings=(replace(ANSWERED, key="mac"),))


@pytest.mark.usefixtures("code")
def test_meaning_that_an_article_answers_stays_until_the_article_says_otherwise():
    article = make_article(codes=("0x80100006",), meanings=(ANSWERED,))

    make_code("0x80100006", meanings=(AGENT, replace(WINDOWS, words="Other words.")))
    assert kept(article).meanings == (ANSWERED,)
    with pytest.raises(NotPublishable, match=f"{article.label} answers a meaning that is to go"):
        make_code("0x80100006", meanings=(AGENT,))

    put_live(replace(kept(article), meanings=()), Publication(by=None, article=article))
    assert make_code("0x80100006", meanings=(AGENT,)).meanings.get().key == "agent"


@pytest.mark.usefixtures("code")
def test_article_that_is_withdrawn_holds_no_meaning_back(reviewer):
    article = make_article(codes=("0x80100006",), meanings=(ANSWERED,))
    withdraw(article=article, by=reviewer, why="Old")

    assert make_code("0x80100006", meanings=(AGENT,)).meanings.get().key == "agent"
    assert kept(article).meanings == ()


@pytest.mark.usefixtures("code")
def test_merged_article_takes_the_meaning_along_unless_the_other_answers_them_all(reviewer):
    one = make_article(codes=("0x80100006",), meanings=(ANSWERED,))
    bare, whole = make_article(codes=("ERR1",)), make_article(codes=("0x80100006",))

    merge_articles(article=one, into=bare, by=reviewer)
    assert kept(bare).meanings == (ANSWERED,)

    merge_articles(article=bare, into=whole, by=reviewer)
    assert kept(whole).meanings == ()
