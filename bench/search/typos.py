"""Queries with mistakes, made from the titles and signs of our own articles: `python -m bench.search.typos --seed 14`.

Each is a piece of an article as somebody in a hurry types it: a slip or two in long words, two words as one, one word
as two, or a word written as it sounds. A clean one of each piece is beside them, so that what is lost to the mistake
can be told from what the piece does not say. The same seed gives the same file.
"""

import argparse
import csv
import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import django

from kb.search.index import analysis

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"
MOST_WORDS = 7
FEWEST_TELLING = 2
FEWEST_LETTERS = 5
TWO_SLIPS_FROM = 8
_NEAR = {
    key: row[max(0, place - 1) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, key in enumerate(row)
}
# As it sounds: what people write for what they hear.
_SOUNDS = (
    ("ph", "f"), ("ck", "k"), ("ss", "s"), ("tion", "shun"), ("ible", "able"), ("able", "ible"), ("ie", "ei"),
    ("ei", "ie"), ("ea", "ee"), ("ce", "se"), ("c", "k"), ("igh", "i"), ("ent", "ant"), ("ance", "ence"),
    ("er", "a"), ("ou", "u"), ("wh", "w"), ("mm", "m"), ("ll", "l"), ("pp", "p"), ("tt", "t"), ("y", "i"),
)  # fmt: skip


def _slip(word: str, chance: random.Random) -> str:
    """A letter left out, doubled, changed for one beside it on the keyboard, or swapped with the next."""
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    beside = chance.choice(_NEAR.get(letter, "e"))
    return before + chance.choice([after, letter + letter + after, beside + after, after[0] + letter + after[1:]])


def _in_a_word(words: Sequence[str], chance: random.Random, change: Callable[[str], str], shortest: int) -> list[str]:
    """The words with one that tells something changed; the same where none is long enough."""
    long = [place for place, word in enumerate(words) if len(word) >= shortest and word.isascii() and word.isalpha()]
    telling = [place for place in long if words[place] not in analysis.STOP_WORDS]
    if not telling:
        return list(words)
    at = chance.choice(telling)
    return [*words[:at], change(words[at]), *words[at + 1 :]]


def _sounds(word: str, chance: random.Random) -> str:
    ways = [(heard, written) for heard, written in _SOUNDS if heard in word[1:]]
    if not ways:
        return word
    heard, written = chance.choice(ways)
    at = word.index(heard, 1)
    return word[:at] + written + word[at + len(heard) :]


def _slipped(words: Sequence[str], chance: random.Random) -> list[str]:
    return _in_a_word(words, chance, lambda word: _slip(word, chance), FEWEST_LETTERS)


def _slipped_twice(words: Sequence[str], chance: random.Random) -> list[str]:
    """Twice in one long word."""
    return _in_a_word(words, chance, lambda word: _slip(_slip(word, chance), chance), TWO_SLIPS_FROM)


def _slipped_here_and_there(words: Sequence[str], chance: random.Random) -> list[str]:
    return _slipped(_slipped(words, chance), chance)


def _split(words: Sequence[str], chance: random.Random) -> list[str]:
    def two(word: str) -> str:
        at = chance.randrange(2, len(word) - 1)
        return f"{word[:at]} {word[at:]}"

    return _in_a_word(words, chance, two, FEWEST_LETTERS + 1)


def _joined(words: Sequence[str], chance: random.Random) -> list[str]:
    pairs = [n for n in range(len(words) - 1) if words[n].isalpha() and words[n + 1].isalpha()]
    if not pairs:
        return list(words)
    at = chance.choice(pairs)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def _phonetic(words: Sequence[str], chance: random.Random) -> list[str]:
    return _in_a_word(words, chance, lambda word: _sounds(word, chance), FEWEST_LETTERS)


KINDS: dict[str, Callable[[Sequence[str], random.Random], list[str]]] = {
    "slip": _slipped,
    "two slips": _slipped_twice,
    "slips in two words": _slipped_here_and_there,
    "joined": _joined,
    "split": _split,
    "phonetic": _phonetic,
}


@dataclass(frozen=True)
class Said:
    """What an article says of itself."""

    reference: str
    texts: tuple[str, ...]


def _said() -> Iterator[Said]:
    """By every article that ships."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings")
    django.setup()
    from kb.transfer.files import read_article
    from kb.transfer.items import FileProblem

    for file in sorted(FIXTURES.glob("*.md")):
        item = read_article(file.name, file.read_text(encoding="utf-8"))
        if isinstance(item, FileProblem):
            raise SystemExit(str(item))
        document = item.content
        yield Said(document.reference, (document.title, *(symptom.text for symptom in document.symptoms)))


def _pieces(said: Said) -> Iterator[list[str]]:
    """The first words of the title and of each sign, as far as the sentence goes, without codes."""
    for text in said.texts:
        words = analysis.words(re.split(r"[.:!?(\n]", text)[0])[:MOST_WORDS]
        telling = {word for word in words if word not in analysis.STOP_WORDS}
        if len(telling) >= FEWEST_TELLING and not any(letter.isdigit() for word in words for letter in word):
            yield words


def queries(seed: int) -> Iterator[tuple[str, str, str]]:
    """Query, references of the articles that say it, kind."""
    chance = random.Random(seed)  # noqa: S311 - the same again, not secret
    said: dict[tuple[str, ...], list[str]] = {}
    for article in _said():
        for words in _pieces(article):
            said.setdefault(tuple(words), []).append(article.reference)
    for words, references in said.items():
        answered = "|".join(dict.fromkeys(references))
        yield " ".join(words), answered, "clean"
        for kind, make in KINDS.items():
            made = make(words, chance)
            if made != list(words):
                yield " ".join(made), answered, kind


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search.typos", description="Make queries with mistakes.")
    parser.add_argument("--seed", type=int, default=14)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["query", "expected_ids", "kind"])
    out.writerows(queries(parser.parse_args().seed))


if __name__ == "__main__":
    main()
