"""What "personal" means in a pasted text: the listed patterns, each linear in the length of the text. Pure."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.privacy import patient_data
from kb.privacy.patient_data import PersonalKind

GAP = "…"
MOST_NAMES = 3
LONGEST_LOOK = 200


class Left(StrEnum):
    """What was left out, in the order in which a page names it."""

    NAME = "name"
    EMAIL = "email"
    NUMBER = "number"
    IDENTIFIER = "identifier"
    ADDRESS = "address"
    PATH = "path"
    TIME = "time"


@dataclass(frozen=True)
class ReducedPiece:
    """A piece of the text to leave out."""

    kind: Left
    text: str
    start: int
    end: int

    @property
    def may_be_code(self) -> bool:
        """As a whole: a piece of a long number is no code."""
        return self.kind is Left.NUMBER

    @property
    def may_hold_codes(self) -> bool:
        return self.kind in {Left.NAME, Left.ADDRESS, Left.PATH}


_TOP = "com|org|uk|nhs|eu|local|localdomain|internal|intranet|lan|corp|test|example"
_FORMS = (
    # 10:42, 10:42:05.123+01:00, 2026-11-22T10:42Z, 10am, 10.42 pm
    (
        Left.TIME,
        r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,9})?(?:\s?[ap]\.?m\b)?"
        r"(?:Z\b|[+-]\d{3,4}\b|[+-]\d\d:\d\d\b)?(?![\d:])",
    ),
    (Left.TIME, r"(?<![\w.:])(?:1[0-2]|0?\d)(?:[.:][0-5]\d)?\s?[ap]\.?m\b"),
    # C:\Program Files\a.dll, where a folder may have three words
    (
        Left.PATH,
        r"(?<![A-Za-z0-9])[A-Za-z]:[\\/]"
        r'(?:[^\s\\/:*?"<>|…]{1,80}(?: [^\s\\/:*?"<>|…]{1,80}){0,2}\\|[^\s\\/:*?"<>|…]+/)*[^\s\\:*?"<>|…]*',
    ),
    # \\server\share and all that holds a backslash. The registry of the machine holds nobody's name.
    (Left.PATH, r'(?<![^\s"<>|…(])(?!HKLM|HKEY_LOCAL_MACHINE)[^\s\\"<>|…(]*\\[^\s"<>|…]*'),
    (Left.PATH, r"(?<![\w/.~:…-])(?:~|\.{1,2})?(?:/[\w.@%+-]+){2,}/?"),
    (Left.IDENTIFIER, r"(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])"),
    (Left.IDENTIFIER, r"(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])"),
    (Left.IDENTIFIER, r"(?<!\w)S-1-\d+(?:-\d+)+"),
    (Left.ADDRESS, r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s\"'<>…]*"),
    (Left.ADDRESS, r"(?<![\w.-])www\.[^\s\"'<>…]+"),
    # No computer has an address that ends in 0: 2.4.10.0 is a version.
    (
        Left.ADDRESS,
        r"(?<![\w.])(?<!version )(?:\d{1,3}\.){3}(?:[1-9]\d{0,2}|0(?=[/:]))(?::\d{1,5}|/\d{1,2})?(?!\w|\.\d)",
    ),
    (Left.ADDRESS, r"(?<![\w:])(?=[0-9a-f:]*\d)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"),
    (Left.ADDRESS, r"(?<![\w:-])(?:[0-9a-f]{2}-){5}[0-9a-f]{2}(?![\w:-])"),
    # host.example.com, and two dots or more before .net, since NHS.net and ASP.NET are names of things
    (
        Left.ADDRESS,
        rf"(?<![\w.@-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,10}}(?:{_TOP})(?![\w-]|\.\w)(?::\d{{1,5}})?",
    ),
    (Left.ADDRESS, r"(?<![\w.@-])(?:[a-z0-9][a-z0-9-]{0,62}\.){2,10}(?:net|io)(?![\w-]|\.\w)(?::\d{1,5})?"),
    (Left.EMAIL, r"(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*"),
    (Left.NUMBER, r"(?<!\d)(?<!0x)(?:(?<![\w-])-)?\d{9,}"),
    # 943 476 5919, 01632 960445, +44 1632 960445
    (Left.NUMBER, r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)"),
    (Left.NUMBER, r"(?<!\w)(?:\+44[ -]?|\(?0)\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}(?!\w)"),
)
_PATTERNS = [(kind, re.compile(form, re.IGNORECASE)) for kind, form in _FORMS]
_ACCOUNT = re.compile(r"[\w.-]+\\[^\\]+")

_QUOTED = r"\"[^\"…\n]{1,80}\"|'[^'…\n]{1,80}'"
# The value is looked at, not taken: it may be a label of its own. Looked at for a bounded length, or the time would
# grow with the square of the text; what is longer is taken to its end afterwards.
_TOLD = re.compile(
    r"(?<!\w)(?:(?:user|account|log[ -]?[oi]n)(?:[ _-]?(?:name|id))?|[\w-]{0,16}name)"
    rf"[\"']?[ \t]{{0,3}}[:=]{{1,2}}>?\s{{0,3}}(?=(?P<value>{_QUOTED}|[^\s…\"',;<>]{{1,200}}))",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?<!\w)(?:(?:user|account|log[ -]?[oi]n)(?:[ _-]?(?:name|id))?(?: (?:is|as|for))?|name is)"
    rf"[ \t]{{1,3}}(?!(?:name|id)\b)(?=(?P<value>{_QUOTED}|[\"'(]?\w[\w.'’$-]{{0,200}}))",
    re.IGNORECASE,
)
_TO_ITS_END = re.compile(r"[^\s…\"',;<>]*")
_NEXT_NAME = re.compile(r",?[ \t](?P<name>[A-Z][\w'’-]*)")

_WORD = re.compile(r"[^\W\d_]+")

type Words = Callable[[Collection[str]], Collection[str]]


def _listed(text: str) -> Iterator[ReducedPiece]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            is_account = kind is Left.PATH and _ACCOUNT.fullmatch(match[0])
            yield ReducedPiece(Left.NAME if is_account else kind, match[0], match.start(), match.end())


def _names_after(text: str, end: int) -> list[re.Match[str]]:
    """The words with a capital that follow a value: the rest of a person's name, perhaps."""
    found: list[re.Match[str]] = []
    while len(found) < MOST_NAMES and (match := _NEXT_NAME.match(text, end)):
        found.append(match)
        end = match.end()
    return found


def _value(match: re.Match[str]) -> str:
    return match["value"].strip("\"'(.:=")


def _values(text: str, words: Words) -> Iterator[ReducedPiece]:
    """What stands after user, name, logon or account: told by a colon in any case, else when it is no word of ours."""
    found = [*_TOLD.finditer(text), *_SAID.finditer(text)]
    after = {match.end("value"): _names_after(text, match.end("value")) for match in found}
    asked = {_value(match) for match in found} | {name["name"] for names in after.values() for name in names}
    known = words(asked) if asked else ()
    for match in found:
        is_told = match.re is _TOLD
        is_next_label = match["value"][-1] in ":=" and _value(match) in known
        if is_next_label or not _value(match) or (not is_told and _value(match) in known):
            continue
        start, end = match.span("value")
        for name in after[end]:
            if name["name"] in known:
                break
            end = name.end()
        if end - start >= LONGEST_LOOK:
            end = _TO_ITS_END.match(text, end).end()  # type: ignore[union-attr] # it matches nothing as well
        yield ReducedPiece(Left.NAME, text[start:end], start, end)


def _guarded(text: str, words: Words) -> Iterator[ReducedPiece]:
    """What names a patient or gives a passcode away. Whether a number is a code is for the caller to say.

    Words of ours alone are no patient, wherever they stand: "Active Directory for smartcards".
    """
    found = [(one, text[one.start : one.end]) for one in patient_data.find(text, is_code=lambda _: False)]
    names = {said: set(_WORD.findall(said)) for one, said in found if one.kind is PersonalKind.PATIENT}
    asked = set().union(*names.values())
    known = words(asked) if asked else ()
    for one, said in found:
        if said not in names or any(sign.isdigit() for sign in said):
            yield ReducedPiece(Left.NUMBER, said, one.start, one.end)
        elif not names[said] <= set(known):
            yield ReducedPiece(Left.NAME, said, one.start, one.end)


def pieces(text: str, words: Words) -> list[ReducedPiece]:
    """All pieces to leave out, in the order in which they begin; they may overlap, but none lies within another."""
    found: list[ReducedPiece] = []
    every = [*_listed(text), *_values(text, words), *_guarded(text, words)]
    for piece in sorted(every, key=lambda piece: (piece.start, -piece.end)):
        if not found or piece.end > found[-1].end:
            found.append(piece)
    return found
