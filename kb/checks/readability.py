"""How hard a text is to read: sentences, words, syllables, and the grade by Flesch and Kincaid. Pure.

What a reader does not spell out does not count: figures, codes, and names (words with a capital within a sentence).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)]))\s+")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
# Vowels that stand together and are spoken apart.
_APART = re.compile(
    r"(?<![ct])ia|(?<![ctx])iou|io(?![nu])|ium|eo(?!p)|ea$|ua|[aeo]y(?:er|ee|i)|(?:cl|sc|qu|soc|var|d)iet?(?=[nt])"
    r"|creat(?!ur)|[rl]ui[dn]|luen|oe[mt]|(?:be|do|go|see)ing|ying"
)
# An e that is not spoken: "time", "timed", "times", "timely"; but "table", "waited", "pages".
_SILENT = re.compile(
    r"(?:[^aeiouyl]|[aeiouy]l|rl)e$|[^aeiouytd]ed$|(?:[^aeiouylscgxzh]|[aeiouy]l|[^scaeiouy]h)es$|[^aeiouyl]ely$"
)
_LONGEST_WORD = 60


@dataclass(frozen=True)
class Sentence:
    """As typed, and the words of it that count."""

    text: str
    words: tuple[str, ...]


def syllables(word: str) -> int:
    """As a person would clap it, nearly always: one at least."""
    plain = re.sub(r"[^a-z]", "", word.lower())[:_LONGEST_WORD]
    groups = len(_VOWELS.findall(plain))
    if groups > 1 and _SILENT.search(plain):
        groups -= 1
    return max(1, groups + len(_APART.findall(plain)))


def sentences(blocks: Iterable[str], *, names: Collection[str] = ()) -> tuple[Sentence, ...]:
    """Of each block of text. `names` are words, in small letters, that belong to names wherever they stand."""
    parted = (part.strip() for block in blocks for part in _SENTENCE_END.split(block))
    found = (Sentence(text, tuple(_counted(text, names))) for text in parted)
    return tuple(sentence for sentence in found if sentence.words)


def _counted(sentence: str, names: Collection[str]) -> Iterator[str]:
    """A name is no word that counts. The first word has a capital in any case."""
    is_first = True
    for match in _TOKEN.finditer(sentence):
        word = match[0]
        is_name = word[0].isupper() and (not is_first or word.lower() in names)
        is_first = False
        if not is_name and not any(letter.isdigit() for letter in word):
            yield word


def grade(found: Iterable[Sentence]) -> float:
    """Years at school that the text asks for (add five for the age); 0 for no text at all."""
    held = list(found)
    words = [word for sentence in held for word in sentence.words]
    if not words:
        return 0.0
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(held) + 11.8 * per_word - 15.59
