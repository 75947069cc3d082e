"""Every shipped code as people write, copy and paste it, and what looks almost like one and is another error."""

import random
import re
from collections.abc import Iterator

import pytest

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.lookup import CodeLookup, look_up
from kb.transfer.code_table import CODES as CODE_TABLE
from tests.conftest import FIXTURES

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.either]
ENTRIES = [item.content for item in CODE_TABLE.read((FIXTURES / CODE_TABLE.file).read_text(encoding="utf-8"))]
EXACT = [entry for entry in ENTRIES if entry.kind == CodeKind.EXACT]
SURE = {codes.MatchKind.EXACT, codes.MatchKind.NUMBER}
SEED = 20261130
NEIGHBOURS_OF_EACH = 6
_HEXADECIMAL = re.compile(r"0x([0-9A-F]{8})")


def written(code: str) -> Iterator[str]:
    """Ways of writing that are all this code, each by the habits of its maker's screens."""
    yield from (code, code.lower(), code.upper(), f" {code}. ", f"error code: {code}")
    if number := _HEXADECIMAL.fullmatch(code):
        yield from (f"0X{number[1]}", f"0x{number[1].lower()}", number[1], f"({code})")
        if (value := int(number[1], 16)) >= 2**31:
            yield str(value - 2**32)
    elif code.startswith("AADSTS"):
        yield from (code.replace("AADSTS", "AADSTS "), code.replace("AADSTS", "aadsts-"), f"{code}:")
    elif re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", code):
        yield from (code.replace("_", "-"), code.replace("_", " "))
        if code.startswith("ERR_"):
            yield from (f"net::{code}", f"NET::{code.lower()}")
    elif re.fullmatch(r"\w+ [0-9:]+", code):
        yield from (code.replace(" ", "-"), code.replace(" ", "_"), code.replace(" ", "  "), code.replace(" ", ""))


def neighbours(code: str, draw: random.Random) -> Iterator[str]:
    """Codes with one sign less, more or other: another error, known or not."""
    figures = [place for place, sign in enumerate(code) if sign.isdigit()] or [len(code) - 1]
    for place in draw.choices(figures, k=NEIGHBOURS_OF_EACH):
        other = draw.choice([sign for sign in "2346789" if sign != code[place]])
        yield draw.choice(
            (
                code[:place] + other + code[place + 1 :],
                code[:place] + code[place + 1 :],
                code[:place] + other + code[place:],
            )
        )


def is_this(found: CodeLookup, code: str) -> bool:
    return found.only is not None and found.only.display == code


def test_every_code_and_every_name_of_it_leads_to_it_in_each_way_of_writing():
    wrong = [
        (text, found.kind, [code.display for code in found.codes])
        for entry in EXACT
        for text in [*written(entry.code), *entry.texts]
        if not is_this(found := look_up(text), entry.code) or found.kind not in SURE
    ]

    assert wrong == []


def test_what_differs_by_a_sign_is_never_answered_by_another_code():
    draw = random.Random(SEED)
    known = {codes.normal(text) for entry in ENTRIES for text in entry.texts}
    bare = {codes.bare(key) for key in known}
    tried = 0
    for entry in EXACT:
        for text in neighbours(entry.code, draw):
            if codes.normal(text) in known or codes.normal(text) in bare:
                continue
            tried += 1
            found = look_up(text)
            assert found.kind not in SURE, (text, found)
            # A misread one must be the same to the eye.
            if found.kind == codes.MatchKind.MISREAD:
                assert codes.folded(text) in {codes.folded(key) for key in known}, (text, found)

    assert tried > len(EXACT)


def test_each_family_says_what_its_unknown_members_are_and_no_more():
    for entry in ENTRIES:
        if entry.kind != CodeKind.FAMILY:
            continue
        found = look_up(codes.Family.parse(entry.code).example(entry.code))
        assert found.kind in {codes.MatchKind.FAMILY, codes.MatchKind.EXACT}, entry.code
