"""From a typed or pasted text to what is looked for: words, and windows that may be codes. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kb.catalogue import codes
from kb.catalogue.codes.forms import follows_a_code_word, is_self_evident, patterns_in
from kb.catalogue.codes.keys import is_short_number, parted
from kb.catalogue.codes.others import (
    counts_something_else,
    is_named,
    may_count_things,
    may_number_a_place,
    named,
    spans,
)
from kb.catalogue.codes.spoken import NUMBER_WORD, may_go_on, said, spoken
from kb.search.index import analysis
from kb.search.query import buttons

LONGEST_QUERY = 2000
MOST_WORDS = 200
FEWEST_CONTENT_WORDS = 3
FEWEST_PLAIN_WORDS = 3
MOST_WORDS_FOR_PLAIN = 12
SELF_EVIDENT, JOINED, BARE = 3, 2, 1

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"[0-9]")
_SPACE = re.compile(r"\s")
_AROUND = " .,:;!?()[]<>\"'“”‘’«»…"
_JOINED_BEFORE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z0-9]+)[-_]$")
_JOINED_AFTER = re.compile(r"[-_][A-Za-z0-9]")
_MORE_FIGURES = re.compile(r"[-_.:][0-9]")
_GUID = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z])")
# The letters of "ERR 1003" belong to its figures: without them they would find every article that names an ERR_ code.
_ERR_BEFORE_FIGURES = re.compile(rf"\berr(?=[\s:.#_-]{{1,3}}(?:[0-9]|{NUMBER_WORD}))", re.IGNORECASE)
LONGEST_BEFORE = 40
# ERR_FAILED in ERR_FAILED_AGAIN is a piece of another name.
_NAME = re.compile(r"(?:(?i:NET)::)?[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z][A-Za-z0-9]*)+")
_GOES_ON = re.compile(r"_[A-Za-z0-9]")

# Said around a code, but saying nothing of what went wrong.
CODE_WORDS = frozenset(
    ("error", "errors", "err", "code", "codes", "event", "id", "number", "message", "bug", "check", "failure", "status")
)


# Said when asking for help. Articles say them too ("Fix sign-in errors"), but they tell no article from another.
_ASKING = frozenset(
    ("fix", "help", "problem", "problems", "resolution", "resolutions", "resolve", "solve", "workaround")
)
# When it happened says nothing of what happened.
_WHEN = frozenset(
    """
    today yesterday tonight tomorrow morning afternoon evening night monday tuesday wednesday thursday friday saturday
    sunday week weekend
    """.split()  # noqa: SIM905 - a list of quoted words is hard to read
)
QUIET_WORDS = analysis.STOP_WORDS | _ASKING
NO_EVIDENCE = QUIET_WORDS | _WHEN
# "The magicard printer shows error 4": a device, what it is said to do, and the number on its screen. Its model may
# stand between.
_SCREEN = (
    r"\b([a-z]{4,})\b((?:\W{1,2}(?:[0-9]{3}|an?|and|display\w*|error|code|fault|flash\w*|gives|has|is|it|keeps|message|now"
    r"|number|on|printer|pro\w*|reads?|saying|says|screen|show\w*|the|up|with))+)\W{1,3}"
)
_SCREEN_BEFORE = re.compile(rf"{_SCREEN}$", re.IGNORECASE)
_ON_A_SCREEN = re.compile(
    rf"{_SCREEN}([0-9]{{1,2}}(?:(?:[:.;/-]| : ?|: | )[0-9])?)(?![A-Za-z0-9_]|[:./-][0-9])", re.IGNORECASE
)
# "Says 5 and 2", "5 10": of two numbers neither is surely the one on the screen.
_ANOTHER_NUMBER = re.compile(r"\W*(?:(?:and|or)\W+)?[0-9]", re.IGNORECASE)
LONGEST_BEFORE_A_NUMBER = 80
# Not "code" alone: Device Manager has a Code 10, also for a printer.
_IS_SHOWN = re.compile(r"\b(?:display\w*|error|fault|flash\w*|reads?|saying|says|show\w*)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A run of words that may be a code: its text, where it stands, how much its form says (3, 2 or 1)."""

    text: str
    start: int
    end: int
    strength: int
    is_whole: bool = False
    is_spoken: bool = False
    is_guess: bool = False


@dataclass(frozen=True)
class Query:
    text: str
    was_cut: bool
    tokens: tuple[analysis.Token, ...]
    candidates: tuple[Candidate, ...]

    @property
    def content(self) -> list[analysis.Token]:
        return [token for token in self.tokens if token.word not in NO_EVIDENCE]


def _strength(text: str, query: str, start: int) -> int:
    """Device Manager says its codes in brackets: "(Code 43)"."""
    in_brackets = query[start - 1 : start] == "(" and query[start + len(text) :].startswith(")")
    if is_self_evident(text) or (in_brackets and is_short_number(text)):
        return SELF_EVIDENT
    if re.fullmatch(r"[0-9]+", text):
        return JOINED if follows_a_code_word(query, start) else BARE
    return JOINED


def _may_be_code(text: str, *, stands_alone: bool) -> bool:
    """One plain word is no code; three or more may be one typed without its underscores. Figures apart are figures."""
    key = codes.normal(text)
    if key.isdigit():
        return stands_alone or (len(key) > 1 and " " not in text)
    if _FIGURE.search(key):
        return len(key) > 1
    number_of_words = len(_WORD.findall(text))
    is_joined = " " not in text and number_of_words > 1
    return is_joined or number_of_words >= FEWEST_PLAIN_WORDS or (stands_alone and number_of_words > 1)


def _with_minus(text: str, window: codes.Window) -> codes.Window | None:
    """A signed decimal: the minus is no word, so it stands outside the window."""
    before = text[: window.start]
    if window.text.isdigit() and before.endswith("-") and not before[-2:-1].isalnum():
        return codes.Window(f"-{window.text}", window.start - 1, window.end)
    return None


def _windows(text: str) -> Iterator[codes.Window]:
    """In a long text, runs of plain words are sentences: only what holds a figure or is joined may be a code. What
    stands in a GUID, a date or the name of a computer is none."""
    found = codes.windows(text)
    takes_plain_words = len(_WORD.findall(text)) <= MOST_WORDS_FOR_PLAIN
    if takes_plain_words and (whole := text.strip(_AROUND)) not in {window.text for window in found}:
        found.append(codes.Window(whole, text.find(whole), text.find(whole) + len(whole)))
    others = [*(match.span() for match in _GUID.finditer(text)), *spans(text)]
    for window in found:
        touches = any(window.start < end and start < window.end for start, end in others)
        if touches and not ((window.start, window.end) in others and is_named(window.text)):
            continue
        if takes_plain_words or _FIGURE.search(window.text) or not _SPACE.search(window.text):
            yield window


def _is_piece_of_a_name(text: str, window: codes.Window) -> bool:
    """Of a name of words, or figures of a name such as RXX-7-1002; but "error-1002" is the number 1002."""
    if window.text.isdigit():
        before = _JOINED_BEFORE.search(text[max(0, window.start - LONGEST_BEFORE) : window.start])
        is_joined = before is not None or _JOINED_AFTER.match(text, window.end) is not None
        return is_joined and not follows_a_code_word(text, window.start)
    if not _NAME.fullmatch(window.text):
        return False
    return text[max(0, window.start - 1) : window.start] == "_" or _GOES_ON.match(text, window.end) is not None


def _may_be_no_such_code(text: str, found: codes.Window) -> bool:
    """Is it perhaps the beginning of a longer one (ERR5022_1, "1000 and 2"), or a count or number of something else?"""
    if may_go_on(text, found.end, found.text):
        return True
    if found.text[-1:].isdigit() and _MORE_FIGURES.match(text, found.end):
        return True
    return found.text.isdigit() and (may_count_things(text, found.end) or may_number_a_place(text, found.start))


def _candidates(text: str) -> Iterator[Candidate]:
    whole = text.strip(_AROUND)
    for window in _windows(text):
        for found in (window, _with_minus(text, window)):
            if not found or _is_piece_of_a_name(text, found):
                continue
            if found.text.isdigit() and counts_something_else(text, found.start):
                continue
            is_whole = found.text == whole
            if _may_be_code(found.text, stands_alone=is_whole or follows_a_code_word(text, found.start)):
                strength = _strength(found.text, text, found.start)
                is_guess = _may_be_no_such_code(text, found)
                yield Candidate(found.text, found.start, found.end, strength, is_whole, is_guess=is_guess)
    for pattern in patterns_in(text):
        yield Candidate(pattern.text, pattern.start, pattern.end, SELF_EVIDENT, pattern.text == text.strip())


def _spoken(text: str) -> Iterator[Candidate]:
    """What is said in words, or written as a phone's dictation writes it, as one would type it."""
    for one in said(text):
        as_typed = one.text.replace(" ", "").upper() if one.has_letters else one.text
        strength = SELF_EVIDENT if not one.is_guess and is_self_evident(as_typed) else JOINED
        yield Candidate(one.text, one.start, one.end, strength, is_spoken=True, is_guess=one.is_guess)


def _on_a_screen(text: str) -> Iterator[Candidate]:
    """Magicard 4 in "the magicard shows 4". A number that only stands behind the name, "my magicard 5", is no code."""
    for found in _ON_A_SCREEN.finditer(text):
        device, between, number = found.groups()
        if _is_shown(device, between):
            end = found.end()
            is_guess = bool(
                may_go_on(text, end, number) or may_count_things(text, end) or _ANOTHER_NUMBER.match(text, end)
            )
            shown = f"{device} {number}"
            yield Candidate(parted(shown) or shown, found.start(), end, SELF_EVIDENT, is_guess=is_guess)
    for said_number in spoken(text, fewest=1) if _IS_SHOWN.search(text) else ():
        at = said_number.start
        before = _SCREEN_BEFORE.search(text, max(0, at - LONGEST_BEFORE_A_NUMBER), at)
        for number in (said_number.figures, said_number.parted):
            if before and number and _is_shown(before[1], before[2]):
                shown = f"{before[1]} {number}"
                yield Candidate(shown, before.start(), said_number.end, JOINED, is_spoken=True, is_guess=True)


def _is_shown(device: str, between: str) -> bool:
    return _IS_SHOWN.search(between) is not None and device.lower() not in CODE_WORDS


def parse(text: str) -> Query:
    """Never raises, for any text; cut at LONGEST_QUERY characters and MOST_WORDS words."""
    kept = text[:LONGEST_QUERY]
    # The name of a computer says nothing of what went wrong, and its figures are in articles as those of codes.
    left_out = [*(match.span() for match in _ERR_BEFORE_FIGURES.finditer(kept)), *named(kept)]
    found = analysis.tokens(kept)
    tokens = tuple(token for token in found if not any(start <= token.start < end for start, end in left_out))
    was_cut = len(text) > LONGEST_QUERY or len(tokens) > MOST_WORDS
    tokens = tuple(buttons.without(kept, tokens[:MOST_WORDS]))
    if tokens:
        kept = kept[: tokens[-1].end + len("_*")]
    return Query(
        text=kept, was_cut=was_cut, tokens=tokens, candidates=(*_candidates(kept), *_spoken(kept), *_on_a_screen(kept))
    )
