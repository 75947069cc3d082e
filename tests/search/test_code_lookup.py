"""Which codes a query names: exact, misread, of a family, by number; and what is no code."""

import pytest

from kb.catalogue.codes import MatchKind, normal
from kb.search.models import SearchMeta
from kb.search.query.code_lookup import recognise
from kb.search.query.parse import parse
from tests.make import make_article, make_code

CODES = ("ERR5022", "400_645", "400_xxx", "500_xxx", "PR20002", "ERR1002", "INF1014", "0x80070005", "8015")


@pytest.fixture(scope="module")
def _register_once(undone_with_the_module) -> None:
    make_code("ERR1002", spellings=("Error 1002",))
    for code in CODES:
        make_article(slug=f"about-{normal(code).lower()}", codes=(code,))


@pytest.fixture
def register(_register_once, db) -> None:
    """Codes such as the service has them; each has an article that is its answer."""


def read(text: str) -> list[tuple[str, MatchKind, tuple[str, ...]]]:
    found = recognise(parse(text), generation=SearchMeta.objects.get().generation)
    return [(code.text, code.kind, code.keys) for code in found]


@pytest.mark.usefixtures("register")
class TestRegister:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("ERR5022", [("ERR5022", MatchKind.EXACT, ("ERR5022",))]),
            ("err 5022", [("err 5022", MatchKind.EXACT, ("ERR5022",))]),
            ("ERR5O22", [("ERR5O22", MatchKind.MISREAD, ("ERR5022",))]),
            ("5022", [("5022", MatchKind.NUMBER, ("ERR5022",))]),
            ("400_645", [("400_645", MatchKind.EXACT, ("400645",))]),
            ("400_612", [("400_612", MatchKind.FAMILY, ("400XXX",))]),
            ("error 400612", [("400612", MatchKind.FAMILY, ("400XXX",))]),
            ("400_xxx", [("400_xxx", MatchKind.EXACT, ("400XXX",))]),
            ("400_", [("400", MatchKind.FAMILY, ("400XXX",))]),
            ("0x8007 0005", [("0x8007 0005", MatchKind.EXACT, ("0X80070005",))]),
            ("80070005", [("80070005", MatchKind.EXACT, ("0X80070005",))]),
            ("-2147024891", [("-2147024891", MatchKind.EXACT, ("0X80070005",))]),
            (
                "INF1014 then ERR5022",
                [("INF1014", MatchKind.EXACT, ("INF1014",)), ("ERR5022", MatchKind.EXACT, ("ERR5022",))],
            ),
        ],
    )
    def test_code_is_read_by_the_surest_rule(self, text, expected):
        assert read(text) == expected

    @pytest.mark.parametrize(
        "text",
        [
            "the card is not read",
            "paid 500 000 pounds for 12 readers",
            "my 4000 cards",
            "in 2019 the reader broke",
            "500",
            "err",
            "PR200002",
            "ERR502",
            "40_645",
        ],
    )
    def test_ordinary_text_and_other_codes_are_none(self, text):
        assert read(text) == []

    def test_longest_reading_of_a_place_is_taken(self):
        assert [text for text, _, _ in read("it says Error 1002 here")] == ["Error 1002"]

    def test_year_alone_may_be_a_code(self):
        make_article(codes=("ERR2019",))

        assert read("2019") == [("2019", MatchKind.NUMBER, ("ERR2019",))]
        assert read("since 2019 no card is read") == []

    def test_misread_with_two_owners_shows_both(self):
        make_article(codes=("ABC5S1",))
        make_article(codes=("ABC551",))

        assert read("ABCSS1") == [("ABCSS1", MatchKind.MISREAD, ("ABC551", "ABC5S1"))]
        assert read("ABC551") == [("ABC551", MatchKind.EXACT, ("ABC551",))]

    def test_number_of_a_code_has_three_figures_at_least(self):
        make_article(codes=("ERR123",))
        make_article(codes=("ERR12",))

        assert read("123") == [("123", MatchKind.NUMBER, ("ERR123",))]
        assert read("12") == []
