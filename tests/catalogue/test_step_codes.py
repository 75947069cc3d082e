"""A step may say for which of the article's codes it is, or that it suits every one of them."""

from dataclasses import replace

import pytest

from kb.catalogue.actions import NotPublishable, Publication, put_live
from kb.catalogue.document import ArticleDocument, StepContent
from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.reading import document_of
from tests.make import make_article, make_code, make_document

DOCUMENT = make_document(
    slug="card-not-read",
    codes=("400_645", "400_xxx"),
    mentions=("ERR5022",),
    steps=(
        StepContent("USER", "Take the card out", "Put it back in.", codes=("400_645", "ERR5022")),
        StepContent("USER", snippet="general-checks", general=True),
        StepContent("IT", "Restart the agent", "Restart it."),
    ),
)


def faults(**facts) -> list[tuple[str, str]]:
    steps = (replace(DOCUMENT.steps[0], **facts), *DOCUMENT.steps[1:])
    return [(problem.path, problem.message) for problem in replace(DOCUMENT, steps=steps).problems()]


def test_step_is_for_codes_of_its_article_in_any_spelling():
    assert DOCUMENT.problems() == []
    assert faults(codes=("400-645", "err 5022")) == []


@pytest.mark.parametrize(
    ("facts", "path", "message"),
    [
        (
            {"codes": ("400_645", "ERR5023")},
            "steps.1.codes",
            "ERR5023 is none of the codes that this article answers or mentions.",
        ),
        (
            {"codes": ("400_646",)},
            "steps.1.codes",
            "400_646 is none of the codes that this article answers or mentions.",
        ),
        (
            {"codes": ("ERR5022", "err5022")},
            "steps.1.codes",
            "Name each of these once: capitals and separators make no difference.",
        ),
        ({"general": True}, "steps.1.general", "Either choose codes for this step, or say that it is for every code."),
    ],
)
def test_what_is_wrong_is_said_of_the_step(facts, path, message):
    assert faults(**facts) == [(path, message)]


def test_two_spellings_of_a_code_are_one_and_saying_nothing_counts_nowhere():
    other = replace(DOCUMENT, steps=(replace(DOCUMENT.steps[0], codes=("400 645", "err5022")), *DOCUMENT.steps[1:]))
    plain = replace(DOCUMENT, steps=tuple(replace(step, codes=(), general=False) for step in DOCUMENT.steps))

    assert other.fingerprint == DOCUMENT.fingerprint != plain.fingerprint
    assert all("codes" not in step and "general" not in step for step in plain.to_dict()["steps"])


@pytest.mark.django_db
def test_rows_and_versions_keep_them_as_the_codes_are_displayed():
    article = make_article(slug="card-not-read", codes=("400_645",), mentions=("ERR5022",))
    make_code("400_xxx")
    make_article(steps=(StepContent("USER", snippet="general-checks"),))
    steps = (replace(DOCUMENT.steps[0], codes=("400 645", "err5022")), *DOCUMENT.steps[1:])
    put_live(replace(DOCUMENT, steps=steps), Publication(by=None, article=article))
    article = Article.objects.with_parts().get(pk=article.pk)

    assert document_of(article) == DOCUMENT
    assert ArticleDocument.from_dict(article.versions.get(number=2).document) == DOCUMENT


@pytest.mark.django_db
def test_steps_follow_a_code_that_is_displayed_otherwise_later():
    article = make_article(codes=("400_645",), steps=(replace(DOCUMENT.steps[0], codes=("400_645",)),))
    ErrorCode.objects.update(display="400-645")

    assert document_of(Article.objects.with_parts().get(pk=article.pk)).steps[0].codes == ("400-645",)


@pytest.mark.django_db
def test_step_for_a_code_of_another_article_is_not_published():
    with pytest.raises(NotPublishable, match="ERR5023 is none of the codes"):
        make_article(steps=(replace(DOCUMENT.steps[0], codes=("ERR5023",)),))
