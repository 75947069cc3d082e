"""Codes of Windows, browsers, Microsoft's sign-in and card printers: found however they are typed, pasted or said."""

from collections.abc import Iterator
from itertools import batched
from random import Random

import pytest
from django.db import transaction

from kb.catalogue.codes import MatchKind, normal, readings
from kb.catalogue.lookup import look_up
from kb.catalogue.models import ErrorCode
from kb.search.finder import find
from kb.search.models import SearchMeta
from kb.search.query.code_lookup import recognise
from kb.search.query.parse import parse
from tests.catalogue import test_families
from tests.make import make_article, make_code

OF_MAKERS = test_families.OF_MAKERS
CODES_OF_AN_ARTICLE = 12
OURS = ("ERR1002", "Error 1000", "ERR5022", "400_645", "ERR_CONNECTION_TIMED_OUT")


@pytest.fixture(scope="module")
def _register_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        make_code("ERR1002", spellings=("Error 1002",))
        for row in OF_MAKERS:
            make_code(row["code"], spellings=tuple(filter(None, row["spellings"].split(";"))))
        shown = [*(row["code"] for row in OF_MAKERS), *OURS, *test_families.SHOWN]
        for number, some in enumerate(batched(shown, CODES_OF_AN_ARTICLE)):
            make_article(slug=f"article-{number}", title="What a code means", codes=some)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def register(_register_once, db) -> None:
    """All of them, each in an article, with the families that hold them."""


def at_distance_one(text: str) -> set[str]:
    """By one letter or figure left out, put in, changed, or swapped with the next."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    found = {text[:n] + text[n + 1 :] for n in places}
    found |= {text[:n] + sign + text[n + more :] for n in places for sign in "ABCEFX01589" for more in (0, 1)}
    found |= {text[:n] + text[n : n + 2][::-1] + text[n + 2 :] for n in places}
    return found - {text}


def spelt(code: str) -> list[str]:
    return [code, code.lower(), code.replace("_", " "), code.replace("_", "-").replace(" ", "-")]


@pytest.mark.usefixtures("register")
class TestRegister:
    def test_every_code_is_found_in_four_spellings_and_in_each_that_it_names(self):
        for row in OF_MAKERS:
            for typed in [*spelt(row["code"]), *filter(None, row["spellings"].split(";"))]:
                (found,) = find(typed).codes
                assert (found.kind, [code.display for code in found.codes]) == (MatchKind.EXACT, [row["code"]]), typed

    def test_address_of_every_code_leads_to_it_and_of_an_unknown_one_to_its_family(self):
        for row in OF_MAKERS:
            assert look_up(row["code"]).only == ErrorCode.objects.get(display=row["code"])

        typed = {
            "8O1OOO69": ("0x80100069", MatchKind.MISREAD),
            "80100069": ("0x80100069", MatchKind.NUMBER),
            "error code 10": ("Code 10", MatchKind.NUMBER),
            "magicard error 5-2": ("Magicard 5:2", MatchKind.EXACT),
            "0x801000FF": ("0x8010xxxx", MatchKind.FAMILY),
            "NET::ERR_CERT_NEW": ("ERR_CERT_*", MatchKind.FAMILY),
        }
        found = {text: look_up(text) for text in typed}
        assert {text: (str(one.only), one.kind) for text, one in found.items()} == typed

    def test_codes_one_character_away_are_never_taken_for_a_known_one(self):
        random = Random(7)
        names = [name for row in OF_MAKERS for name in (row["code"], *filter(None, row["spellings"].split(";")))]
        known = {normal(name) for name in [*names, "Error 1002", *OURS, *test_families.SHOWN]}
        others = {other for name in names for other in random.sample(sorted(at_distance_one(name)), 3)}
        assert len(others) > 1_500

        for some in batched(sorted(others), 60):  # apart from each other by more than a code may be in itself
            for code in recognise(parse(" .... ".join(some)), generation=SearchMeta.objects.get().generation):
                if code.kind == MatchKind.EXACT:
                    keys = {normal(text) for text in readings(code.text)} | {f"ERROR{normal(code.text)}"}
                    assert set(code.keys) <= keys & known, code

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("80100069", "0x80100069"),
            ("0X8010002E", "0x8010002E"),
            ("-2146434967", "0x80100069"),
            ("minus 2146434967", "0x80100069"),
            ("2148532329", "0x80100069"),
            ("the log says 2148532329 for the card", "0x80100069"),
            ("CertUtil: -SCInfo command FAILED: 0x8010001d (-2146435043 SCARD_E_NO_SERVICE)", "0x8010001D"),
            ("scard w removed card", "0x80100069"),
            ("net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS", "ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS"),
            (
                "Failed: net::ERR_CACHED_IP_ADDRESS_SPACE_BLOCKED_BY_LOCAL_NETWORK_ACCESS_POLICY",
                "ERR_CACHED_IP_ADDRESS_SPACE_BLOCKED_BY_LOCAL_NETWORK_ACCESS_POLICY",
            ),
            ("err cert authority invalid", "ERR_CERT_AUTHORITY_INVALID"),
            ("403 forbidden", "HTTP 403"),
            ("error code 53003", "AADSTS53003"),
            ("event id 610", "Event ID 610"),
            ("magicard error 5:2", "Magicard 5:2"),
            ("magicard error 5 2", "Magicard 5:2"),
            ("zero x eight zero one zero zero zero two E no readers", "0x8010002E"),
            ("aadsts fifty thousand and fifty three account locked", "AADSTS50053"),
            ("a a d s t s fifty thousand and fifty three", "AADSTS50053"),
            ("proxy four oh seven when opening care identity", "HTTP 407"),
            ("magicard says error six two new ribbon not accepted", "Magicard 6:2"),
            ("error 8O1OOO69 with letter o", "0x80100069"),
            ("This device cannot start. (Code 10)", "Code 10"),
            ("Magicard 600 ERROR 6:2 Film Invalid MB300YMCKO/2 press OK", "Magicard 6:2"),
            ("the magicard shows 4", "Magicard 4"),
            ("Magicard 600 ERROR 4 press OK", "Magicard 4"),
            ("ra says the magicard printer is flashing a 7 on the screen", "Magicard 7"),
            ("magicard pronto100 displays error 6:2", "Magicard 6:2"),
            ("Magicard display says 5-2", "Magicard 5:2"),
            (
                "Error Code: 500121 Request Id: 07aa610f-249f-46ad-a1d7-3ccbdc5d6b00 "
                "Correlation Id: fde7a069-5cdf-4439-83a4-0899695ea5d2 Timestamp: 2026-03-01T01:01:11Z",
                "AADSTS500121",
            ),
        ],
    )
    def test_what_people_type_paste_and_say_names_the_code(self, typed, code):
        named = [known.display for one in find(typed).codes for known in one.codes]

        assert code in named
        assert not set(named) & set(test_families.SHOWN)

    @pytest.mark.parametrize(
        ("typed", "families"),
        [
            ("0x801000FF", ["0x8010xxxx"]),
            ("it failed with 801000FF today", ["0x8010xxxx"]),
            ("AADSTS1234567", ["AADSTSxxxxx"]),
            ("net::ERR_CERT_SYMANTEC_LEGACY", ["ERR_CERT_*"]),
            ("the page says ERR_SOMETHING_NEW", ["ERR_*"]),
            ("(Code 11)", ["Code n"]),
            ("magicard error 5:9", ["Magicard n:n"]),
            ("ERR_*", ["ERR_*"]),
            ("0x8010xxxx", ["0x8010xxxx"]),
            ("AADSTSxxxxx", ["AADSTSxxxxx"]),
            ("ERR_5023", []),
            ("ERR5023", []),
            ("err on the safe side", []),
            ("ERR_CERT_INVALID_AGAIN", ["ERR_CERT_*"]),
            ("MY_ERR_FAILED", []),
            ("500_121", ["500_xxx"]),
            ("error code 11", []),
            ("use code 11 at the door", []),
            ("80100099 cards", []),
        ],
    )
    def test_unknown_code_falls_to_its_family_and_nothing_else_does(self, typed, families):
        found = find(typed)

        assert [code.display for named in found.codes for code in named.codes] == families
        assert not any(named.kind == MatchKind.EXACT for named in found.codes) or typed in families
        assert not found.is_sure or typed in families

    @pytest.mark.parametrize(
        "typed",
        [
            *("error code 10", "magicard code 10 today", "my magicard 5 is new", "four hundred and six forty five"),
            *(
                "the magicard shows 4 cards",
                "magicard with error 5-2012",
                "the printer shows 4",
                "card reader shows 10",
            ),
        ],
    )
    def test_common_numbers_and_guesses_are_never_sure(self, typed):
        assert not find(typed).is_sure

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("error one thousand and two", "ERR1002"),
            ("err one thousand two", "ERR1002"),
            ("error one thousand", "ERROR1000"),
            ("e r r five oh double two", "ERR5022"),
            ("p r twenty thousand and two", None),
            ("error one thousand and three", None),
            ("error one thousand and first", None),
            ("error thousand and two", None),
        ],
    )
    def test_number_in_words_is_read_whole_or_is_no_code(self, typed, key):
        named = {code.normal for one in find(typed).codes for code in one.codes}

        assert named == ({key} if key else set())

    def test_err_before_figures_finds_no_name_that_begins_so(self):
        assert not find("ERR 1003").found
        assert not find("err: 1003").found

    def test_ids_and_times_round_a_code_are_none(self):
        found = find("Request Id: 5022a069-5022-4439-83a4-0899695ea5d2 Timestamp: 2026-03-01T01:01:11Z")

        assert found.codes == ()
