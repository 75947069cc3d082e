"""The codes that ship: whose they are, that each is answered, and where each spelling leads."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kb.catalogue import codes
from kb.catalogue.lookup import look_up
from kb.catalogue.models import Article
from tests.content.test_shipped import ARTICLES, CODES, SHOWN_CODES

_CODES_OF_MAKERS = Path(__file__).parents[1] / "catalogue" / "codes_of_makers.csv"
OF_THE_SERVICE = {
    "400_645",
    "400_xxx",
    "500_xxx",
    "PR20002",
    "ERR1002",
    "Error 1000",
    "ERR1009",
    "INF1014",
    "ERR5022",
    "8015",
    "ERR_CONNECTION_TIMED_OUT",
}
# Those that a maker names, with the families that hold them.
OF_MAKERS = {row["code"] for row in csv.DictReader(_CODES_OF_MAKERS.read_text(encoding="utf-8").splitlines())}
FAMILIES_OF_MAKERS = {
    *("0x8010xxxx", "0x8020xxxx", "0x8040xxxx", "0x8080xxxx", "0x8009xxxx", "0x800Bxxxx"),
    *("ERR_CERT_*", "ERR_SSL_*", "ERR_*", "AADSTSxxxxx", "0x801Cxxxx", "Code n", "Magicard n", "Magicard n:n"),
}


def spellings(code: str) -> list[str]:
    """As shown; in small letters in one word; with spaces; with hyphens. "Err" alone names no family."""
    if code.endswith("_*"):
        return [code, code.lower()]
    parts = re.findall(r"[A-Za-z]+|[0-9]+(?::[0-9]+)?", code)
    return [code, "".join(parts).lower(), " ".join(parts), "-".join(parts)]


def test_codes_of_the_service_and_of_makers_are_there_and_no_other():
    assert SHOWN_CODES == OF_THE_SERVICE | OF_MAKERS | FAMILIES_OF_MAKERS


def test_every_meaning_of_a_code_is_answered_by_one_article():
    answered = Counter(
        (code, named.get(code, ""))
        for document in ARTICLES.values()
        for named in [{one.code: one.key for one in document.meanings}]
        for code in document.codes
    )
    has_several = {code.code for code in CODES if len(code.meanings) > 1}

    wanted = [(code.code, one.key if code.code in has_several else "") for code in CODES for one in code.meanings]
    assert answered == dict.fromkeys(wanted, 1)


@pytest.mark.usefixtures("shipped")
def test_every_code_leads_to_its_article_however_it_is_spelled():
    declared: dict[str, set[str]] = defaultdict(set)
    for reference, document in ARTICLES.items():
        for code in document.codes:
            declared[code].add(reference)

    found = {spelling: look_up(spelling).only for code in declared for spelling in spellings(code)}

    live = Article.objects.live().filter(code_uses__answers=True)
    answers: dict[str, set[str]] = defaultdict(set)
    for code, reference in live.values_list("code_uses__code__display", "reference"):
        answers[code].add(reference)
    assert answers == declared
    assert {spelling: code.display for spelling, code in found.items()} == {
        spelling: code for code in declared for spelling in spellings(code)
    }


@pytest.mark.usefixtures("shipped")
def test_typed_code_leads_to_the_one_that_is_meant_and_to_no_other():
    meant = {
        "400_612": (codes.MatchKind.FAMILY, "400_xxx"),
        "400 001": (codes.MatchKind.FAMILY, "400_xxx"),
        "500-123": (codes.MatchKind.FAMILY, "500_xxx"),
        "400-645": (codes.MatchKind.EXACT, "400_645"),
        "Error 1002": (codes.MatchKind.EXACT, "ERR1002"),
        "err1000": (codes.MatchKind.EXACT, "Error 1000"),
        "5022": (codes.MatchKind.NUMBER, "ERR5022"),
        "AADSTS 90072": (codes.MatchKind.EXACT, "AADSTS90072"),
        "AADSTS90073": (codes.MatchKind.FAMILY, "AADSTSxxxxx"),
        "0x801C03FF": (codes.MatchKind.FAMILY, "0x801Cxxxx"),
        "device manager code 11": (codes.MatchKind.UNKNOWN, None),
        **dict.fromkeys(("ERR5023", "4001", "90073", "PR20003"), (codes.MatchKind.UNKNOWN, None)),
    }

    found = {typed: look_up(typed) for typed in meant}

    assert {typed: (f.kind, f.only.display if f.only else None) for typed, f in found.items()} == meant
