"""From rows to portable forms: what was put in comes out, in the same order."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.catalogue.actions import NotPublishable, Publication, put_live, save_code
from kb.catalogue.codes import normal
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.entries import CodeEntry, MeaningEntry
from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.reading import code_entry, document_of
from tests.make import TURNING, make_category, make_code, make_document, make_service, make_snippet, make_vendor

pytestmark = pytest.mark.django_db
SERVICES = ("c-service", "a-service", "b-service")
CODES = ("ERR5022", "8015", "400_xxx", "Error 1000")
SNIPPETS = ("domains", "checks")


@pytest.fixture
def around() -> None:
    """Whatever the documents below may name."""
    make_category("signing-in")
    make_vendor("isosec")
    for slug in SERVICES:
        make_service(slug)
    for code in CODES:
        make_code(code)
    for slug in SNIPPETS:
        make_snippet(slug)


def through_the_database(document: ArticleDocument) -> ArticleDocument:
    article = put_live(document, Publication(by=None))
    return document_of(Article.objects.with_parts().get(pk=article.pk))


@pytest.mark.usefixtures("around")
def test_whole_document_comes_back_from_the_database():
    document = ArticleDocument(
        title="Smartcard Authentication Failure",
        slug="smartcard-authentication-failure",
        summary="Sign-in stops.",
        category="signing-in",
        services=SERVICES,
        reference="C18",
        vendor="isosec",
        codes=CODES[2:],
        mentions=CODES[:2],
        confidence="UNVERIFIED",
        virtual_cards=True,
        related=("not-there-yet", "another"),
        sources=(
            SourceContent(
                "NHS England", "A page", "https://example.org/", date(2026, 5, 18), "https://copy.example.org/"
            ),
            SourceContent("Another"),
        ),
        review_due=date(2027, 1, 1),
        symptoms=(SymptomContent("SIGN", "b"), SymptomContent("EXACT", "two\nlines"), SymptomContent("SIGN", "b")),
        steps=(
            StepContent("IT", "Do", "Do **it**.", "Windows 11", "It is done."),
            StepContent("USER", snippet="domains"),
            StepContent("USER", snippet="checks"),
            StepContent("IT", snippet="domains"),
        ),
        causes=("second", "first", "second"),
        questions=("Which second?", "Which first?"),
        background="### Before\n\n\tIt was other. 😀",
    )

    assert through_the_database(document) == document


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"], exclude_characters=TURNING)
LINE = st.text(LETTERS, min_size=1, max_size=30).filter(str.strip)
TEXT = st.text(LETTERS | st.sampled_from("\n\u2028\u2029"), min_size=1, max_size=60).filter(
    lambda text: text.strip() and "#" not in text
)
STEPS = st.builds(
    StepContent, st.sampled_from(["USER", "RA", "IT"]), LINE, TEXT, st.just("") | LINE, st.just("") | LINE
) | st.builds(StepContent, st.sampled_from(["USER", "RA", "IT"]), snippet=st.sampled_from(SNIPPETS))


@pytest.mark.usefixtures("around")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries(
        {
            "title": LINE,
            "summary": LINE,
            "services": st.permutations(SERVICES).map(lambda names: tuple(names[:2])),
            "codes": st.permutations(CODES).map(lambda names: tuple(names[:3])),
            "symptoms": st.lists(st.builds(SymptomContent, st.sampled_from(["EXACT", "SIGN"]), TEXT), max_size=3).map(
                tuple
            ),
            "steps": st.lists(STEPS, max_size=4).map(tuple),
            "causes": st.lists(TEXT, max_size=3).map(tuple),
            "questions": st.lists(LINE, max_size=3).map(tuple),
            "background": st.just("") | TEXT,
            "sources": st.lists(st.builds(SourceContent, LINE, LINE, dated=st.none() | st.dates()), max_size=2).map(
                tuple
            ),
        }
    )
)
def test_any_good_document_comes_back_from_the_database(changes):
    document = make_document(**changes)
    assert document.problems() == []

    assert through_the_database(document) == document


ANYTHING = st.text(st.characters(codec=None), max_size=15)


@pytest.mark.usefixtures("around")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["title", "summary", "category", "vendor", "reference", "slug", "background", "confidence"]),
    ANYTHING,
)
def test_document_with_any_text_in_it_is_kept_or_refused_and_never_fails(name, text):
    document = make_document(**{name: text})

    try:
        kept = through_the_database(document)
    except NotPublishable:
        return
    assert kept == document


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANYTHING, ANYTHING, st.lists(ANYTHING, max_size=2).map(tuple))
def test_code_with_any_text_in_it_is_kept_or_refused_and_never_fails(code, meaning, spellings):
    entry = CodeEntry(code, "EXACT", (MeaningEntry(meaning),), spellings=spellings)

    try:
        save_code(entry=entry, by=None)
    except NotPublishable:
        return
    row = ErrorCode.objects.whole().get(normal=normal(code))
    assert code_entry(row) == entry
    assert normal(row.address_form) == row.normal
