"""Whether a change is small enough for one click: words of one sentence, none that anybody looks up. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from kb.catalogue import codes, fields
from kb.catalogue.document import ArticleDocument
from kb.catalogue.fields import Part, PartKind

MOST_WORDS = 40
# What a sentence ends with, and what stands apart in Markdown: a line is a thought of its own.
_ENDS = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\s,;()\"“”]+")
_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+")


def is_small(before: ArticleDocument, after: ArticleDocument) -> bool:
    """Up to one sentence of the text was changed: no code, link, step, sign or audience came, went or moved."""
    if _frame(before) != _frame(after):
        return False
    changed = [pair for pair in zip(_texts(before), _texts(after), strict=True) if pair[0] != pair[1]]
    return len(changed) == 1 and _is_one_sentence(*changed[0])


def _frame(document: ArticleDocument) -> ArticleDocument:
    """All but the words that a small correction may change."""
    blank: dict[str, Any] = {}
    for part in fields.ARTICLE:
        if part.kind is PartKind.ROWS:
            blank[part.name] = tuple(_row_frame(part, row) for row in getattr(document, part.name))
        elif part.is_prose:
            blank[part.name] = ""
    return replace(document, **blank)


def _row_frame(part: Part, row: Any) -> Any:  # noqa: ANN401 - a row of any list
    if part.is_texts:
        return ""
    # An exact message is looked up as it stands.
    return row if getattr(row, "is_exact", False) else replace(row, **dict.fromkeys(_prose(part), ""))


def _prose(part: Part) -> list[str]:
    return [one.name for one in part.parts if one.is_prose]


def _texts(document: ArticleDocument) -> Iterator[str]:
    for part in fields.ARTICLE:
        value = getattr(document, part.name)
        if part.is_texts:
            yield from value
        elif part.kind is PartKind.ROWS:
            yield from (getattr(row, name) for row in value for name in _prose(part))
        elif part.is_prose:
            yield value


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _ENDS.split(text) if sentence.strip()]


def _is_one_sentence(before: str, after: str) -> bool:
    old, new = _sentences(before), _sentences(after)
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [code for code in opcodes if code[0] != "equal"]
    if len(changes) > 1:
        return False
    for _, i1, i2, j1, j2 in changes:
        if max(i2 - i1, j2 - j1) > 1:
            return False
        was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
        if max(len(was.split()), len(now.split())) > MOST_WORDS or _looked_up(was) != _looked_up(now):
            return False
    return True


def _looked_up(sentence: str) -> set[str]:
    """The codes and addresses in it."""
    words = {word.strip(".:`*'") for word in _WORD.findall(sentence)}
    return {word for word in words if codes.looks_like_one(word)} | set(_ADDRESS.findall(sentence))
