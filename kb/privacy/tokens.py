"""A text as words, figures and signs: what stands beside a word is one step away. Pure."""

import re
from dataclasses import dataclass

# GP2GP is one word.
_TOKEN = re.compile(
    r"['’]s(?![^\W_])|[gG][pP]2[gG][pP](?![^\W_])|[^\W\d_]+(?:['’-](?!s(?![^\W_]))[^\W\d_]+)*|\d+|\n|\0+|[^\w\s]|_"
)
_ENDS = frozenset("!?;\n\0")
# Two spaces.
_WIDEST_JOIN = 2


@dataclass(frozen=True, slots=True)
class Tokens:
    text: str
    shown: list[str]
    # In small letters; but IT is a department, and no "it".
    keys: list[str]
    starts: list[int]
    # Of each token: where its sentence begins, and the token that ends it.
    begins: list[int]
    ends: list[int]

    def key(self, at: int) -> str:
        """Nothing beyond either end."""
        if at < 0:
            return ""
        try:
            return self.keys[at]
        except IndexError:
            return ""

    def end(self, at: int) -> int:
        return self.starts[at] + len(self.shown[at])

    def ends_sentence(self, at: int) -> bool:
        return self.ends[at] == at

    def is_joined(self, at: int) -> bool:
        """To the token before it, by nothing more than two spaces."""
        return 0 < at < len(self.keys) and self.starts[at] - self.end(at - 1) <= _WIDEST_JOIN


def tokens_of(text: str) -> Tokens:
    found = list(_TOKEN.finditer(text))
    shown = [match[0] for match in found]
    keys = [
        word[0] if word[0] == "\0" else "i.t." if word == "IT" else word.lower().replace("’", "'") for word in shown
    ]
    starts = [match.start() for match in found]
    return Tokens(text, shown, keys, starts, *_sentences(text, keys, starts))


def _sentences(text: str, keys: list[str], starts: list[int]) -> tuple[list[int], list[int]]:
    begins: list[int] = []
    ends: list[int] = []
    for at, key in enumerate(keys):
        begins.append(len(ends))
        if key in _ENDS or (key == "." and text[starts[at] + 1 : starts[at] + 2] in {"", " ", "\n"}):
            ends += [at] * (at + 1 - len(ends))
    return begins, ends + [len(keys)] * (len(keys) - len(ends))
