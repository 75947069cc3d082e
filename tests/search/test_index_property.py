"""Whatever happens in whatever order, the index is what a fresh build would make of it."""

from dataclasses import replace
from unittest.mock import patch

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kb.catalogue import actions
from kb.catalogue.document import StepContent, SymptomContent
from kb.catalogue.models import Article
from kb.catalogue.reading import document_of
from kb.search.index import rebuild as search
from kb.search.models import SearchDeletion, SearchMeta, SearchWord
from kb.search.upkeep import findings
from tests.make import make_category, make_code, make_document, make_service, make_snippet
from tests.search.state import index_rows

WORDS = [
    "gemplus",
    "oberthur",
    "lamp",
    "reader",
    "reading",
    "Lamps",
    "ERR5022",
    "400_612",
    "the",
    "0x80070005",
    "pop-up",
]
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
SLUGS = ["one", "two", "three"]
CODES = ["ERR5022", "400_xxx", "INF1014"]


@st.composite
def documents(draw):
    return make_document(
        title=draw(TEXT),
        summary=draw(TEXT),
        services=tuple(draw(st.lists(st.sampled_from(["agent", "portal"]), unique=True))),
        codes=tuple(draw(st.lists(st.sampled_from(CODES), unique=True))),
        symptoms=tuple(SymptomContent("EXACT", text) for text in draw(st.lists(TEXT, max_size=2))),
        steps=(StepContent("USER", title=draw(TEXT), body=draw(TEXT)), StepContent("IT", snippet="checks")),
        background=draw(st.just("") | TEXT),
    )


CHANGES = st.one_of(
    st.tuples(st.just("put live"), st.sampled_from(SLUGS), documents()),
    st.tuples(st.just("put live again"), st.sampled_from(SLUGS), st.none()),
    st.tuples(st.just("withdraw"), st.sampled_from(SLUGS), st.none()),
    st.tuples(st.just("change snippet"), st.just("checks"), TEXT),
    st.tuples(st.just("change service"), st.sampled_from(["agent", "portal"]), TEXT),
    st.tuples(
        st.just("change code"), st.sampled_from(CODES), st.lists(st.sampled_from(["E 7", "E 8", "E9"]), max_size=2)
    ),
    st.tuples(st.just("rebuild"), st.just(""), st.none()),
)


def live(slug: str) -> Article | None:
    return Article.objects.with_parts().filter(slug=slug).first()


def change(what: str, slug: str, fact) -> None:
    article = live(slug)
    if what == "put live":
        actions.put_live(replace(fact, slug=slug), actions.Publication(by=None, article=article))
    elif what == "put live again" and article:
        actions.put_live(document_of(article), actions.Publication(by=None, article=article))
    elif what == "withdraw" and article and article.withdrawn_at is None:
        actions.withdraw(article=article, by=None, why="Wrong.")
    elif what == "change snippet":
        make_snippet(slug, title=fact, body=fact)
    elif what == "change service":
        make_service(slug, name=fact)
    elif what == "change code":
        spellings = tuple(dict.fromkeys(f"{text}{CODES.index(slug)}" for text in fact))
        make_code(slug, spellings=spellings)
    elif what == "rebuild":
        list(search.rebuild())


def furnish() -> None:
    make_category("signing-in")
    make_snippet("checks")
    make_service("agent")
    make_service("portal")
    for code in CODES:
        make_code(code)
    actions.put_live(make_document(slug="first"), actions.Publication(by=None))


def fresh_build() -> dict[str, object]:
    """The rows that a build of everything writes with the averages the index has now."""
    averages = SearchMeta.objects.get().averages

    def kept():
        yield from ()
        return averages

    with patch.object(search, "_measuring", kept):
        list(search.rebuild())
    return index_rows()


class AnyOrder(TestCase):
    """hypothesis rolls back after each example; what all of them begin with is made once."""

    @classmethod
    def setUpTestData(cls) -> None:
        furnish()

    @given(st.lists(CHANGES, max_size=7))
    @hypothesis_settings(max_examples=25)
    def test_ends_with_the_rows_of_a_fresh_build(self, changes) -> None:
        for one in changes:
            change(*one)
        grown = index_rows()

        assert [finding for finding in findings() if not finding.is_warning] == []
        assert grown == fresh_build()

    @given(st.lists(documents(), min_size=1, max_size=3))
    @hypothesis_settings(max_examples=10)
    def test_everything_withdrawn_leaves_what_was_there_before(self, found) -> None:
        before = index_rows()
        for number, document in enumerate(found):
            change("put live", f"card-{number}", document)
        for number in range(len(found)):
            change("withdraw", f"card-{number}", None)

        assert index_rows() == before
        left = set(SearchWord.objects.values_list("word", flat=True))
        assert not left & {"gemplus", "oberthur", "lamp"}
        assert not SearchDeletion.objects.filter(key__in=["gemplus", "gemplu", "oberthur"]).exists()
