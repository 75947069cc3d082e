"""What in a text is a code by its form alone, and what surrounds a number that makes it one. Pure."""

import re
from collections.abc import Iterator

from kb.catalogue.codes.keys import FEWEST_BARE_DIGITS, readings

_EDGE = r"(?<![A-Za-z0-9_])"
_END = r"(?![A-Za-z0-9_])"
_SELF_EVIDENT = tuple(
    re.compile(_EDGE + form + _END)
    for form in (
        r"0[xX][0-9A-Fa-f]{1,16}",
        # Eight hexadecimal digits with a letter among them; also the beginning of a GUID.
        r"(?<!-)(?=[0-9A-Fa-f]*[0-9])(?=[0-9A-Fa-f]*[A-Fa-f])[0-9A-Fa-f]{8}",
        r"[A-Z]{1,12}[0-9]{2,10}[A-Za-z]?",
        r"[A-Z]{2,12}[-_][0-9]{2,10}",
        r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+",
        r"[0-9]{2,6}_[0-9A-Za-z]{2,6}",
        r"[0-9]{3,6}-[0-9]{3,6}",
        r"(?<!-)-[0-9]{9,10}",
        r"[0-9](?:\.[0-9]{1,3}){2}(?!\.[0-9])",
    )
)
_CONTEXT = re.compile(
    r"\b(?:error|event|code|id|status|check|failure|hr|hresult|result|exception|stop)"
    r"(?:\s+(?:code|id|number|message|value))?\s*[:=#]?\s*\(?(-?[0-9]{1,10})(?![A-Za-z0-9_]|\.[0-9])",
    re.IGNORECASE,
)
_BEFORE_A_NUMBER = re.compile(
    r"\b(?:error|err|event|code|id|status|check|failure|stop|exception|warning)s?\W{0,3}$", re.IGNORECASE
)


def is_self_evident(text: str) -> bool:
    """Nobody would take it for anything but a code: ERR5022, 0x80070005, 400_645, TRACE_INFO."""
    return any(form.fullmatch(text) for form in _SELF_EVIDENT)


def follows_a_code_word(text: str, start: int) -> bool:
    """Does what begins at `start` follow "error", "code", "event ID"?"""
    return _BEFORE_A_NUMBER.search(text[max(0, start - 20) : start]) is not None


def codes_in(text: str) -> Iterator[str]:
    """Codes that stand in an article's text, as written there; the same one may come more than once."""
    for form in _SELF_EVIDENT:
        for match in form.finditer(text):
            yield match[0]
    for match in _CONTEXT.finditer(text):
        yield match[1]


def looks_like_one(typed: str) -> bool:
    """Would a person call this a code, although we may not know it? `ERR5023` yes, `windows 10` no."""
    text = readings(typed)[-1]
    has_context = len(readings(typed)) > 1
    if re.fullmatch(r"0[xX][0-9a-fA-F]{4,8}|-\d{9,10}", text):
        return True
    form = re.fullmatch(r"([A-Za-z]{0,8})([ _.-]?)([0-9OILSoils]{3,8})(?:[_-]([A-Za-z0-9]{1,8}))?[.:]?", text)
    if not form or not re.search(r"[0-9]", form[3]):
        return False
    letters, join, figures, rest = form[1], form[2], form[3], form[4] or ""
    if letters:
        return has_context or letters.isupper() or join != " "
    # "404" and "365-day" may be words; "4041" and "404_99" are none.
    return has_context or len(figures) > FEWEST_BARE_DIGITS or re.fullmatch(r"[0-9]+|[xX]+", rest) is not None
