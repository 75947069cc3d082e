"""What a newer version of the product said, and this one does not know, is kept at every depth and written back."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.actions import Publication, put_live
from kb.catalogue.contents import MOST_NESTED, MOST_UNKNOWN, more_from, more_of
from kb.catalogue.document import ArticleDocument, SourceContent, StepContent, SymptomContent
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from tests.make import make_article, make_document

KNOWN = make_document(
    slug="card-not-read",
    title="Card not read",
    sources=(SourceContent("NHS England"),),
    symptoms=(SymptomContent("SIGN", "The reader is dark."), SymptomContent("EXACT", "No card")),
    steps=(StepContent("USER", "Look", "Look."), StepContent("IT", "Restart", "Restart it.")),
)


def newer() -> dict:
    """The document with parts at every depth that this code does not know."""
    values = KNOWN.to_dict() | {"colour": "red", "weights": [1, {"é": None}]}
    values["sources"][0]["trust"] = 0.5
    values["symptoms"][1]["seen_in"] = ["Chrome", "Edge"]
    values["steps"][1]["minutes"] = {"most": 5}
    return values


def test_what_is_not_known_is_written_back_as_it_was():
    assert ArticleDocument.from_dict(newer()).to_dict() == newer()


def test_what_is_not_known_goes_through_rows_and_versions(db):
    article = make_article(slug="card-not-read")
    put_live(ArticleDocument.from_dict(newer()), Publication(by=None, article=article))
    article = Article.objects.with_parts().get(pk=article.pk)

    assert document_of(article).to_dict() == newer()
    assert article.versions.get(number=2).document == newer()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
UNKNOWN = st.dictionaries(st.text().map(lambda name: f"x{name}"), JSON, max_size=3)


@given(UNKNOWN, UNKNOWN)
def test_any_part_that_is_not_known_comes_back(of_article, of_step):
    values = KNOWN.to_dict()
    values["steps"][0] |= of_step
    document = ArticleDocument.from_dict(values | of_article)

    assert document.to_dict() == values | of_article
    assert ArticleDocument.from_dict(json.loads(json.dumps(document.to_dict()))) == document
    hash(document)


def test_what_is_known_is_never_taken_from_what_is_not():
    document = replace(KNOWN, more=more_of({"title": "Another", "colour": "red"}))

    assert document.to_dict()["title"] == "Card not read"


# --- Fingerprints --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", ["", None, [], {}, False, {"a": {"b": ""}}])
def test_part_that_says_nothing_adds_nothing_to_a_fingerprint_at_any_depth(nothing):
    values = KNOWN.to_dict() | {"colour": nothing, "questions": []}
    for name in ("sources", "symptoms", "steps"):
        values[name][0]["colour"] = nothing

    assert ArticleDocument.from_dict(values).fingerprint == KNOWN.fingerprint


@pytest.mark.parametrize("place", ["", "sources", "symptoms", "steps"])
def test_part_that_says_something_counts(place):
    values = KNOWN.to_dict()
    (values[place][0] if place else values)["colour"] = "red"

    assert ArticleDocument.from_dict(values).fingerprint != KNOWN.fingerprint


def test_snippet_counts_its_sources_as_ever():
    entry = SnippetEntry("checks", "Checks", "STEP", "Look.", sources=(SourceContent("NHS England"),))

    assert entry.fingerprint == "0cfd389f6ebe172e1e426bc1cb2e324f8a499c5bb4f81513a5b08afc609575ee"
    assert replace(entry, sources=(SourceContent("NHS England", more='{"trust":1}'),)).fingerprint != entry.fingerprint


# --- Schemas -------------------------------------------------------------------------------------------------------


def test_newer_schema_that_only_added_parts_is_read_and_written_back():
    values = newer() | {"schema": 3, "needs": 1}
    document = ArticleDocument.from_dict(values)

    assert document.to_dict() == values
    assert document.fingerprint == ArticleDocument.from_dict(newer() | {"needs": 1}).fingerprint


@pytest.mark.parametrize("said", [{"schema": 3}, {"schema": 3, "needs": 2}, {"schema": 3, "needs": 0}, {"needs": "1"}])
def test_newer_schema_that_means_something_else_is_refused(said):
    with pytest.raises(ValueError, match="this code reads schema 1"):
        ArticleDocument.from_dict(newer() | said)


# --- What anybody may have written ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("", '{"title": "Another"}'),
        ("", '{"schema": 2}'),
        ("steps", '{"body": "Another"}'),
        ("", "[1]"),
        ("", '"red"'),
        ("", "{"),
        ("", '{"a": NaN}'),
        ("", '{"a": 1e999}'),
        ("", '{"needs": 9}'),
        ("", '{"needs": "1"}'),
        ("", '{"needs": true}'),
        ("steps", '{"a": ' + "[" * MOST_NESTED + "]" * MOST_NESTED + "}"),
        ("", json.dumps({"a": "b" * MOST_UNKNOWN})),
    ],
)
def test_what_is_known_or_no_part_is_not_taken_from_a_form_or_file(name, text):
    with pytest.raises((TypeError, ValueError)):
        more_from(name, text)


def test_what_is_taken_can_be_read_again_and_counted():
    deep = '{"a":' + "[" * (MOST_NESTED - 1) + "]" * (MOST_NESTED - 1) + ',"needs":1}'
    document = replace(KNOWN, more=more_from("", deep))

    assert document.problems() == []
    assert ArticleDocument.from_dict(document.to_dict()).fingerprint == document.fingerprint


def test_what_is_not_known_has_one_canonical_form():
    assert more_from("", ' {"b": "é", "a" : 1}') == '{"a":1,"b":"é"}'
    assert more_from("", "{}") == more_from("", "") == ""


def test_what_cannot_be_kept_is_a_problem_where_it_stands():
    values = newer()
    values["steps"][1]["minutes"] = "a\x00"
    values["colour"] = "b" * MOST_UNKNOWN
    document = ArticleDocument.from_dict(values)

    assert not document.can_be_kept
    assert [(problem.field, problem.index) for problem in document.problems()] == [("more", 0), ("steps", 2)]
