"""All codes, by where they are seen: the same program, and so the same screen, stands together."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from kb.browse.code.presenters import CodeLine
from kb.catalogue.choices import CodeKind
from kb.catalogue.models import CodeKey, ErrorCode
from kb.pages.parts import chip

ELSEWHERE = "Elsewhere"
ALSO = "Elsewhere it means something else."


@dataclass(frozen=True)
class CodeGroup:
    place: str
    lines: tuple[CodeLine, ...]

    @property
    def anchor(self) -> str:
        return f"seen-{slugify(self.place)}"


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts `Code 9` before `Code 10`. A hexadecimal number is sorted by its signs: they are all as long."""
    if code.casefold().startswith("0x"):
        return ((1, 0, code.casefold()),)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.findall(r"\d+|\D+", code))


def grouped(codes: Iterable[ErrorCode]) -> tuple[CodeGroup, ...]:
    """Places in the order in which editors put their first code into the table; in each, families lead. Fetch the codes
    `with_keys()` and `with_meanings()`. A code of several meanings stands in the place of each.
    """
    found: dict[str, list[tuple[ErrorCode, CodeLine]]] = defaultdict(list)
    for code in sorted(codes, key=lambda one: (not one.position, one.position)):
        for place, line in _lines(code):
            found[place].append((code, line))
    places = sorted(found, key=lambda place: place == ELSEWHERE)
    return tuple(CodeGroup(place, _in_order(found[place])) for place in places)


def _in_order(rows: list[tuple[ErrorCode, CodeLine]]) -> tuple[CodeLine, ...]:
    ordered = sorted(rows, key=lambda row: (row[0].kind != CodeKind.FAMILY, natural(row[0].display)))
    return tuple(line for _, line in ordered)


def _line(code: ErrorCode, words: str, names: Iterable[CodeKey]) -> CodeLine:
    return CodeLine(chip(code), words, code.kind == CodeKind.FAMILY, tuple(key.text for key in names))


def _lines(code: ErrorCode) -> Iterable[tuple[str, CodeLine]]:
    meanings, shown = list(code.meanings.all()), [key for key in code.spellings if key.shown]
    if not meanings:
        yield ELSEWHERE, _line(code, "", shown)
    for meaning in meanings:
        words = f"{meaning.words} {ALSO}" if len(meanings) > 1 else meaning.words
        names = [key for key in shown if key.meaning_id in {None, meaning.pk}]
        yield meaning.where or ELSEWHERE, _line(code, words, names)
