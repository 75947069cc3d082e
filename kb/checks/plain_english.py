"""Can a user read it: short sentences, plain words, no terms of the trade. Only in the steps for users. Pure."""

import re
from collections.abc import Iterator, Sequence

from kb.checks import jargon
from kb.checks.finding import Finding, warning
from kb.checks.passages import CheckedText, Subject
from kb.checks.readability import Sentence, grade, sentences
from kb.lib.markdown.parts import CODE

MOST_WORDS = 25
HIGHEST_GRADE = 9
# One long word in a text of a few says nothing.
FEWEST_WORDS = 30
WORDS_QUOTED = 6
# Names that every reader knows, beside those of services and companies.
_NAMES = frozenset(["registration", "authority", "authorities", "national", "service", "desk", "nhs", "windows"])


def findings(subject: Subject) -> Iterator[Finding]:
    texts = [text for text in subject.passages if text.audience == "USER" and text.part != "applies_to"]
    names = _NAMES | {word for product in subject.context.products for word in re.findall(r"\w+", product.lower())}
    read = {text.field: sentences(text.parts.prose, names=names) for text in texts}
    for field, found in read.items():
        yield from _long(field, found)
    yield from _hard(read)
    yield from _jargon(texts, (subject.document.title, subject.document.summary))


def _long(field: str, found: Sequence[Sentence]) -> Iterator[Finding]:
    for sentence in found:
        if len(sentence.words) > MOST_WORDS:
            quoted = " ".join(sentence.text.replace(CODE, "…").split()[:WORDS_QUOTED])
            number = len(sentence.words)
            message = f"The sentence “{quoted} …” has {number} words. Make two of it, of {MOST_WORDS} words at most."
            yield warning(field, message)


def _hard(read: dict[str, tuple[Sentence, ...]]) -> Iterator[Finding]:
    """Of each text that is long enough to judge; else of all together, for many short ones may be hard as well."""
    hard = {field: grade(found) for field, found in read.items() if _is_enough(found)}
    told = {field: found for field, found in hard.items() if found > HIGHEST_GRADE}
    whole = [sentence for found in read.values() for sentence in found]
    if not told and _is_enough(whole) and grade(whole) > HIGHEST_GRADE:
        told = {"steps": grade(whole)}
    for field, found in told.items():
        what = "The steps for users ask" if field == "steps" else "This text asks"
        message = (
            f"{what} for a reading age of {found + 5:.0f}. "
            f"Use shorter sentences and everyday words: {HIGHEST_GRADE + 5} at most."
        )
        yield warning(field, message)


def _is_enough(found: Sequence[Sentence]) -> bool:
    return sum(len(sentence.words) for sentence in found) >= FEWEST_WORDS


def _jargon(texts: Sequence[CheckedText], above: Sequence[str]) -> Iterator[Finding]:
    said = "\n".join([*above, *(text.words for text in texts)]).lower()
    told: set[str] = set()
    for text in texts:
        for term in jargon.unexplained("\n".join(text.parts.prose), said):
            if term.text not in told:
                told.add(term.text)
                message = f"A user may not know “{term.text}”. Say “{term.say}”, or explain the word where it stands."
                yield warning(text.field, message)
