"""Finding words in a text however it writes them, and blanking them. Pure.

Only letters and figures count, in any case and without accents; what stands between them (spaces, line breaks, marks
of Markdown, hyphens) does not. So “Mary Smith” is found in “**Mary**\n smith” and in “mary-smith”. A find begins and
ends where a word or a number does: “Ann” is not found in “channel”.
"""

import hmac
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, Protocol

from kb.lib.blanking import BARE, TARGET, Span, without

SHORTEST = 4  # letters and figures: what is shorter stands everywhere
LONGEST = 5_000

_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
_TOKEN = re.compile(rf"{_ENTITY}|[^\W\d_]+|\d+")
_TOKEN_OF_HTML = re.compile(rf"<[^<>]*>|{_ENTITY}|[^\W\d_]+|\d+")
_TOKEN_AS_SHOWN = re.compile(rf"{TARGET}|{_ENTITY}|[^\W\d_]+|\d+")
_HTML = frozenset({"html", "bare_html"})
_SLUGS = frozenset({"slug", "related", "services", "category", "vendor", "snippet"})
_UNKNOWN_PARTS = "more"  # JSON within a text
_OUR_NAME = re.compile(r"[a-z][a-z_ ]*")  # of a part; what a newer version called one may hold anything


def _folded(token: str) -> str:
    if token.isascii() and token.isalnum():
        return token.lower()
    if token[0] in "<]":
        return ""
    plain = unescape(token) if token[0] == "&" else token
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain).casefold() if sign.isalnum())


@dataclass(frozen=True)
class FoldedText:
    """The letters and figures of a text alone. `starts` and `ends` lead from a place in them to the place in the text,
    where a word or a number begins and ends."""

    letters: str
    starts: Mapping[int, int]
    ends: Mapping[int, int]

    @classmethod
    def readings(cls, text: str, *, is_html: bool = False) -> list["FoldedText"]:
        """As it is written, and where it has links also as a page shows it, without where they lead to."""
        if is_html:
            return [cls.of(text, _TOKEN_OF_HTML)]
        return [cls.of(text), *([cls.of(text, _TOKEN_AS_SHOWN)] if "](" in text else [])]

    @classmethod
    def of(cls, text: str, token: re.Pattern[str] = _TOKEN) -> "FoldedText":
        parts, starts, ends, length = [], {}, {}, 0
        for match in token.finditer(text):
            if folded := _folded(match[0]):
                parts.append(folded)
                starts[length] = match.start()
                length += len(folded)
                ends[length] = match.end()
        return cls("".join(parts), starts, ends)


class Needle(Protocol):
    """What is looked for. Its finds never overlap, and come in their order. `bare` stands in their place in addresses:
    one of its own for each erasure, so that two addresses do not become one."""

    @property
    def bare(self) -> str: ...

    def spans(self, text: str, *, is_html: bool = False) -> list[Span]: ...


@dataclass(frozen=True)
class Passage:
    """Words that are known."""

    words: str
    bare: str = BARE

    @cached_property
    def letters(self) -> str:
        return FoldedText.of(self.words).letters

    def spans(self, text: str, *, is_html: bool = False) -> list[Span]:
        readings = FoldedText.readings(text, is_html=is_html)
        return _apart(span for folded in readings for span in self._spans_in(folded))

    def _spans_in(self, folded: FoldedText) -> list[Span]:
        found = []
        place = folded.letters.find(self.letters) if self.letters else -1
        while place >= 0:
            end, following = place + len(self.letters), place + 1
            if place in folded.starts and end in folded.ends:
                found.append((folded.starts[place], folded.ends[end]))
                following = end
            place = folded.letters.find(self.letters, following)
        return found


@dataclass(frozen=True)
class Passages:
    """Several that go in one act, such as a first name and a last name from two boxes. Each wherever it stands."""

    each: tuple[Passage, ...]
    bare: str = BARE

    def spans(self, text: str, *, is_html: bool = False) -> list[Span]:
        return _apart(span for passage in self.each for span in passage.spans(text, is_html=is_html))


@dataclass(frozen=True)
class ErasedImage:
    """A picture by its name: the mark that shows it, or its bare address."""

    name: str
    bare: str = BARE

    def spans(self, text: str, *, is_html: bool = False) -> list[Span]:
        if self.name not in text:
            return []
        address = rf"[^\s()<>\"']*{re.escape(self.name)}"
        return [match.span() for match in re.finditer(rf"!\[[^\]\n]{{0,300}}\]\({address}\)|{address}", text)]


def digest_of(letters: str, key: bytes) -> str:
    return hmac.digest(key, letters.encode(), "sha256").hex()


@dataclass(frozen=True)
class Recogniser:
    """Knows erased words again, which nobody keeps: each run of words of the right length is hashed and compared.

    `digests` by the number of letters and figures.
    """

    key: bytes = field(repr=False)
    digests: Mapping[int, Collection[str]]
    bare: str = BARE

    def spans(self, text: str, *, is_html: bool = False) -> list[Span]:
        if not self.digests:
            return []
        return _apart(
            (folded.starts[start], folded.ends[start + length])
            for folded in FoldedText.readings(text, is_html=is_html)
            for length, digests in self.digests.items()
            for start in folded.starts
            if start + length in folded.ends and digest_of(folded.letters[start : start + length], self.key) in digests
        )


def _apart(spans: Iterable[Span]) -> list[Span]:
    """In their order; those that overlap are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


# --- In what JSON holds -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Redacted:
    """A value without the words, and the paths at which they stood, such as `steps.2.body`."""

    value: Any
    paths: tuple[str, ...]


def redacted(value: Any, needle: Needle, *, name: str = "", kept: Collection[str] = ()) -> Redacted:  # noqa: ANN401
    """Of a text, or of whatever JSON holds; nothing else is changed. `kept` are names of parts that hold no words."""
    paths: list[str] = []
    return Redacted(_walked(value, _Walk(needle, frozenset(kept), paths), name.rpartition(".")[2], name), tuple(paths))


@dataclass(frozen=True)
class _Walk:
    needle: Needle
    kept: frozenset[str]
    paths: list[str]


def _walked(value: Any, walk: _Walk, part: str, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        return _text(value, walk, part, path)
    if isinstance(value, list | tuple):
        return [_walked(one, walk, part, f"{path}.{n}".lstrip(".")) for n, one in enumerate(value, 1)]
    if isinstance(value, dict):
        return dict(_part(name, held, walk, path) for name, held in value.items())
    return value


def _part(name: str, held: Any, walk: _Walk, path: str) -> tuple[str, Any]:  # noqa: ANN401 - whatever JSON holds
    if name in walk.kept:
        return name, held
    if not _OUR_NAME.fullmatch(name):
        name = _text(name, walk, "", f"{path}.name".lstrip("."))
    return name, _walked(held, walk, name, f"{path}.{name}".lstrip("."))


def _text(text: str, walk: _Walk, part: str, path: str) -> str:
    if part == _UNKNOWN_PARTS and text.startswith("{"):
        inner = _walked(json.loads(text), walk, "", path)
        return json.dumps(inner, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    spans = walk.needle.spans(text, is_html=part in _HTML)
    if not spans:
        return text
    walk.paths.append(path)
    return without(text, spans, is_slug=part in _SLUGS, bare=walk.needle.bare)
