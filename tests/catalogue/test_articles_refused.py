"""What is never put live: all that is wrong is named at once, and nothing is written."""

from dataclasses import replace
from datetime import date

import pytest

from kb.catalogue.actions import NotPublishable, Publication, Verification, put_live
from kb.catalogue.document import ArticleDocument, StepContent, SymptomContent
from tests.catalogue.conftest import written
from tests.make import make_code, make_document, make_service, make_snippet

pytestmark = pytest.mark.django_db


def refusal(document: ArticleDocument, **given) -> list[tuple[str, str]]:
    before = written()
    with pytest.raises(NotPublishable) as refused:
        put_live(document, Publication(by=None, **given))
    assert written() == before
    return [(problem.field, problem.message) for problem in refused.value.problems]


def test_address_of_another_article_is_refused_whether_of_now_or_of_the_past(live):
    put_live(make_document(slug="reader-silent"), Publication(by=None, article=live))
    another = put_live(make_document(slug="another"), Publication(by=None))

    for given in ({}, {"article": another}):
        assert refusal(make_document(slug="reader-silent"), **given) == [
            ("slug", "Another article has the address 'reader-silent': choose another.")
        ]
        assert refusal(make_document(slug="card-not-read"), **given) == [
            ("slug", "'card-not-read' was the address of another article and still leads there.")
        ]


def test_reference_belongs_to_one_article(shelf):
    own = put_live(make_document(reference="C18"), Publication(by=None))

    assert refusal(make_document(reference="C18")) == [("reference", "Another article has the reference 'C18'.")]
    assert put_live(make_document(reference="C18"), Publication(by=None, article=own)).reference == "C18"


def test_unknown_names_are_all_refused_at_once(shelf):
    make_service("identity-agent")
    make_code("ERR5022")

    found = refusal(
        make_document(
            title="",
            category="attic",
            vendor="acme",
            services=("identity-agent", "kettle"),
            codes=("err 5022", "ERR5023"),
            mentions=("ERR5024",),
            steps=(StepContent("USER", snippet="checks"), StepContent("USER", "Do", "Do.")),
        )
    )

    assert found == [
        ("title", "Enter a title that says what the person sees."),
        ("category", "There is no category 'attic'."),
        ("vendor", "There is no vendor 'acme'."),
        ("codes", "There is no error code 'ERR5023'."),
        ("mentions", "There is no error code 'ERR5024'."),
        ("services", "There is no service 'kettle'."),
        ("steps", "There is no snippet 'checks'."),
    ]


def test_stub_may_show_snippets_only(shelf):
    make_snippet("general-checks")
    document = make_document(confidence="STUB")

    assert refusal(document) == [
        ("steps", "A stub has no fix of its own: take out this step, or make it a snippet."),
    ]
    stub = replace(document, steps=(StepContent("USER", snippet="general-checks"),))
    assert put_live(stub, Publication(by=None)).confidence == "STUB"


def test_verified_needs_a_review(shelf, reviewer):
    document = make_document(confidence="VERIFIED")
    message = "Verified means that somebody reviewed it: say who and when, or use unverified."

    assert refusal(document) == [("confidence", message)]

    review = Verification(by=reviewer, on=date(2026, 11, 20), verified_with="Identity Agent 2.4")
    article = put_live(document, Publication(by=reviewer, review=review))
    assert (article.reviewed_by, article.reviewed_on, article.verified_with) == (
        reviewer,
        date(2026, 11, 20),
        "Identity Agent 2.4",
    )


@pytest.mark.parametrize("sign", ["\x00", chr(0xD800)])
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("title", lambda text: {"title": text}),
        ("slug", lambda text: {"slug": text}),
        ("reference", lambda text: {"reference": text}),
        ("category", lambda text: {"category": text}),
        ("vendor", lambda text: {"vendor": text}),
        ("services", lambda text: {"services": (text,)}),
        ("codes", lambda text: {"codes": (text,)}),
        ("steps", lambda text: {"steps": (StepContent("USER", snippet=text),)}),
        ("background", lambda text: {"background": text}),
        ("symptoms", lambda text: {"symptoms": (SymptomContent("EXACT", text),)}),
    ],
)
def test_character_that_one_database_refuses_is_refused_by_name(name, changes, sign, shelf):
    found = refusal(make_document(**changes(f"a{sign}b")))

    assert (name, "Take out the characters that cannot be seen.") in found


def test_remarks_that_cannot_be_kept_are_refused(shelf, reviewer):
    review = Verification(by=reviewer, on=date(2026, 11, 20), verified_with="a" * 151)

    assert refusal(make_document(), why="a" * 301, review=review) == [
        ("why", "Shorten this to 300 characters; it has 301."),
        ("verified_with", "Shorten this to 150 characters; it has 151."),
    ]
    assert refusal(make_document(), why="a\x00") == [("why", "Take out the characters that cannot be seen.")]
