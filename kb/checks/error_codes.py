"""Is every code in the text one that the article answers or mentions? Pure."""

import re
from collections.abc import Iterator
from itertools import groupby

from kb.catalogue import codes
from kb.catalogue.codes import Window
from kb.catalogue.codes.forms import codes_in, follows_a_code_word, is_self_evident
from kb.catalogue.labels import lost_with_article
from kb.checks.finding import CheckContext, Finding, error, warning
from kb.checks.passages import CheckedText, Subject

_FIGURE = re.compile(r"[0-9]")
_SPACE = re.compile(r"\s")
_JOINED = re.compile(r"[0-9][_-][0-9A-Za-z]")
# By its form like a code, but a version of software.
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)+")

_ANY_NUMBER = re.compile(r"(?!ERR|WRN|INF)[A-Z]{1,12}[0-9]{2,10}[A-Za-z]?")
_SAID = re.compile(
    r"\b(?:error|err|event|code|message|failure)s?\W{1,3}([A-Z]{1,12}[0-9]{2,10}[A-Za-z]?)\b", re.IGNORECASE
)


def findings(subject: Subject) -> Iterator[Finding]:
    document, context = subject.document, subject.context
    linked = {codes.normal(code) for code in (*document.codes, *document.mentions)}
    told: set[str] = set()
    for passage in subject.passages:
        known = list(_known(passage, context))
        for display, typed in known:
            if codes.normal(display) not in linked | told:
                told.add(codes.normal(display))
                yield error(passage.field, _not_linked(display, typed))
        named = {word for _, typed in known for word in typed.split()}
        for typed in _unknown(passage, context):
            if typed in named:  # the figures of "Code 24" or "Event ID 610" are no code beside it
                continue
            held_by = codes.most_specific(context.families, lambda family: family.holds(typed))  # noqa: B023
            if not {codes.normal(one) for one in (typed, *held_by)} & (linked | told):
                told.add(codes.normal(typed))
                message = (
                    f"{typed} looks like an error code, and we do not have it. "
                    "Add it as a code, or check how it is written."
                )
                yield warning(passage.field, message)
    if lost := [display for display in context.only_here if codes.normal(display) not in linked]:
        keep = "If people still see it, keep it" if len(lost) == 1 else "If people still see them, keep them"
        yield warning("codes", f"{lost_with_article(lost)} {keep} at least among the codes that are only mentioned.")


def _not_linked(display: str, typed: str) -> str:
    if codes.normal(display) == codes.normal(typed):
        return f"The text names {display}. Add it to the codes that this article answers, or to those it mentions."
    return (
        f"The text names {typed}, which is {display}. "
        f"Add {display} to the codes that this article answers, or to those it mentions."
    )


def _known(passage: CheckedText, context: CheckContext) -> Iterator[tuple[str, str]]:
    """Each known code in the text, as displayed and as typed."""
    for typed in passage.parts.code:
        if display := context.code_of(typed):
            yield display, typed
    end = 0
    for start, from_here in groupby(codes.windows(passage.words), key=lambda window: window.start):
        if start < end:
            continue
        # The longest run of words that is a code is the one that is meant: "Error 1000" before 1000.
        for window in sorted(from_here, key=lambda window: -window.end):
            if display := _code(window, passage.words, context):
                yield display, window.text
                end = window.end
                break


def _code(window: Window, text: str, context: CheckContext) -> str:
    """The code that the window is. Plain words are none; figures alone are one where the text says so."""
    if not _FIGURE.search(window.text) and not _may_be_name(window.text):
        return ""
    display = context.code_of(window.text)
    is_number = display and codes.normal(window.text).isdigit()
    if is_number and not _JOINED.search(window.text) and not follows_a_code_word(text, window.start):
        return ""
    return display


def _may_be_name(words: str) -> bool:
    """Words are a code where they are joined as one: ERR_TIMED_OUT, but not "timed out" nor "sign-in"."""
    return not _SPACE.search(words) and ("_" in words or is_self_evident(words))


def _unknown(passage: CheckedText, context: CheckContext) -> Iterator[str]:
    """What has the form of a code. Letters before figures name roles and cards as well: there the place decides."""
    is_said = {*_SAID.findall(passage.words), *passage.parts.code}
    is_screen = not passage.is_markdown and passage.part in {"title", "text"} and not passage.audience
    for typed in dict.fromkeys(codes_in(passage.words)):
        is_surely = typed in is_said or is_screen or not _ANY_NUMBER.fullmatch(typed)
        if is_surely and not _VERSION.fullmatch(typed) and not _is_known(typed, context):
            yield typed


def _is_known(typed: str, context: CheckContext) -> bool:
    """Also the figures alone of "Error 1000"."""
    return bool(context.code_of(typed) or context.code_of(f"Error {typed}"))
