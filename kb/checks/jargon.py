"""Words that only people of the trade know, and what to say instead: the list is data. Pure."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("jargon.csv")
# "UUID (the number …", "UUID, the number that …", "the Registration Authority (RA)".
_EXPLAINED_AFTER = re.compile(r"\s?\(|, (?:the|a|an|which|that|or)\b| is (?:the|a|an)\b|\)")


@dataclass(frozen=True)
class Term:
    """`explained_by`: small letters; where one stands in the user's steps, nobody need ask what the term means."""

    text: str
    say: str
    explained_by: tuple[str, ...]


@cache
def terms() -> dict[str, Term]:
    """By the word as it may stand in a text: in small letters, unless it is an abbreviation."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = [
            Term(row["term"], row["say"], tuple(filter(None, row["explained_by"].split(";"))))
            for row in csv.DictReader(file)
        ]
    return {_key(row.text): row for row in rows}


def _key(text: str) -> str:
    """Capitals within tell RA from "ra"; "Middleware" at the start of a sentence is middleware."""
    return text if any(letter.isupper() for letter in text[1:]) else text.lower()


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted((re.escape(term.text) for term in terms().values()), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)


def unexplained(text: str, said: str) -> Iterator[Term]:
    """Each term in the text once. `said`: all that the reader is told, in small letters."""
    found: dict[str, bool] = {}
    for match in _pattern().finditer(text):
        key = _key(match[0])
        if key in terms():
            found[key] = found.get(key, False) or _EXPLAINED_AFTER.match(text, match.end()) is not None
    for key, is_explained in found.items():
        term = terms()[key]
        if not is_explained and not any(phrase in said for phrase in term.explained_by):
            yield term
