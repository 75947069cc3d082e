"""Whether a change is small enough for one click: words of one sentence, none that anybody looks up. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from kb.catalogue import codes
from kb.catalogue.document import ArticleDocument, StepContent

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
    return replace(
        document,
        title="",
        summary="",
        background="",
        causes=tuple("" for _ in document.causes),
        questions=tuple("" for _ in document.questions),
        # An exact message is looked up as it stands.
        symptoms=tuple(s if s.kind == "EXACT" else replace(s, text="") for s in document.symptoms),
        steps=tuple(StepContent(audience=step.audience, snippet=step.snippet) for step in document.steps),
    )


def _texts(document: ArticleDocument) -> Iterator[str]:
    yield from (document.title, document.summary, document.background)
    yield from document.causes
    yield from document.questions
    yield from (symptom.text for symptom in document.symptoms)
    for step in document.steps:
        yield from (step.title, step.body, step.applies_to, step.expected)


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
