r"""What people type that only looks like marks: folders of Windows, addresses, a star for "any", bullets of Word.

CommonMark takes `\\fileserver\ra` for an escaped backslash, `C:\_install\*NHS*` for escapes and emphasis, and
`*.localhost or [*.]localhost` for emphasis. Nobody means that who does not write Markdown. Pure.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, emphasis, escape

type _Span = tuple[int, int]

_NAME = r"[^\\/:\"<>|`\s]+"
_FOLDER = rf"{_NAME}(?: {_NAME}){{0,6}}\\"
_BEGINS = (
    r"(?<![A-Za-z0-9])(?:[A-Za-z]:\\|\\\\(?=[A-Za-z0-9$%])|%[\w() ]{1,40}%\\"
    r"|(?:HKEY_[A-Z_]{1,40}|HK(?:LM|CU|CR|U)):?\\)"
)
_KEPT = re.compile(
    rf"{_BEGINS}(?:{_FOLDER})*[^\s\\:\"<>|`]*"  # a folder from its drive, server or key; folders may have spaces
    r"|(?<=[A-Za-z0-9%)\]])\\(?!\\?\s|[\])])[^\s\"<>|`]*"  # behind a letter or figure a backslash parts folders
    r"|https?://[^\s\"<>|`]*"
)
# Programs that write Markdown put a backslash before each underscore of ERR\_CERT\_INVALID and 400\_645.
_ESCAPED_CODE = re.compile(r"(?<!\w)[A-Z0-9]+(?:\\_[A-Z0-9]+)+")
_CLOSING = re.compile(r"(\*+|_+)[.,;:!?)\]]*$")
_OPENING = re.compile(r"[(\[\"'“‘]*(\*{1,3}|_{1,2})")
_SPACE = " \t\n\u00a0"
_LONGEST_OPENING = 100
_QUOTES = frozenset("\"'“”‘’`")

_BULLET = re.compile(
    r"^(?P<indent>[ \t\u00a0]*)"
    r"(?:[•▪◦‣●○■·][ \t\u00a0]+|[-–—*+](?=[\t\u00a0])[ \t\u00a0]+|(?P<lower>[o§])[\t\u00a0][ \t\u00a0]*)(?=\S)"
)
_NUMBER = re.compile(r"^([ ]{0,3}[0-9]{1,9}[.)])[\t\u00a0]+(?=\S)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_WIDEST_INDENT = 2


def as_lists(text: str) -> str:
    """Bullets and numbers that a word processor writes, as Markdown's own; the number of lines stays."""
    if not any(mark in text for mark in "•▪◦‣●○■·\t\u00a0"):
        return text
    lines, is_code = [], False
    for line in text.split("\n"):
        is_code ^= _FENCE.match(line) is not None
        lines.append(line if is_code else _NUMBER.sub(r"\1 ", _BULLET.sub(_listed, line)))
    return "\n".join(lines)


def _listed(found: re.Match[str]) -> str:
    """A second level stands two places in: four would be code."""
    is_lower = found["lower"] or len(found["indent"].expandtabs(4)) >= _WIDEST_INDENT
    return f"{' ' * _WIDEST_INDENT if is_lower else ''}- "


@lru_cache(maxsize=16)  # asked at each sign of one line that could be a mark
def _kept(text: str) -> Sequence[_Span]:
    return tuple(_spans(text)) if "\\" in text or "://" in text else ()


def _spans(text: str) -> Iterator[_Span]:
    """Where the text stays as typed, without the marks that close what was opened before it."""
    is_bold, at = False, 0
    codes = {place for one in _ESCAPED_CODE.finditer(text) for place in range(*one.span())}
    for found in _KEPT.finditer(text):
        start, end = found.span()
        if start in codes or _closes_escape(text, start, end):
            continue
        is_bold ^= text.count("**", at, start) % 2 == 1
        label_end = text.find("](", start, end)
        end = label_end if label_end >= 0 else end
        if text.startswith("](", start - 2) and (link_end := text.find(")", start, end)) >= 0:
            end = link_end  # what stands behind a link is no part of its address
        end = _before_closing(text, start, end, is_bold=is_bold)
        at = end
        yield start, end


def _closes_escape(text: str, start: int, end: int) -> bool:
    r"""The second of `\*not bold\*`, by somebody who knows the marks."""
    mark = text[start : start + 2]
    return mark in {r"\*", r"\_"} and not text[start + 2 : end].strip(".,;:!?)") and text.find(mark, 0, start) >= 0


def _before_closing(text: str, start: int, end: int, *, is_bold: bool) -> int:
    begins = max(text.rfind(sign, max(0, start - _LONGEST_OPENING), start) for sign in _SPACE) + 1
    opening = _OPENING.match(text, begins, start)
    if opening and (within := re.compile(rf"{re.escape(opening[1])}[.,;:!?)\]]* ").search(text, start, end)):
        return within.start()  # `**C:\Temp** or D:\Temp`: a folder with spaces would take the words between along
    closing = _CLOSING.search(text, max(start, end - 12), end)
    if not closing:
        return end
    marks = opening[1] if opening else "**" if is_bold else ""
    return closing.end(1) - len(marks) if marks and closing[1].endswith(marks) else end


def _path(state: StateInline, silent: bool) -> bool:
    spans = _kept(state.src)
    place = bisect_right(spans, (state.pos, len(state.src) + 1)) - 1
    if place < 0 or state.pos >= spans[place][1]:
        return False
    end = min(spans[place][1], state.posMax)
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _is_sign(text: str, start: int, end: int) -> bool:
    """Is this run of stars or underscores a sign of the text, as in `*.nhs.uk`, `[*.]local`, `2*3`, `"*"`, `400_`?"""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _closes_kept(text, start):
        return False
    if text[start] == "*":
        then = text[end + 1 : end + 2]
        is_ending = after == "." and (then.isalnum() or (not _may_close(before) and bool(then.strip())))
        if is_ending or after in {"\\", "/"} or before in {"\\", "/"} or (before.isdigit() and after.isdigit()):
            return True
        is_of_name = after == "_" or (before == "_" and text[start - 2 : start - 1].isalnum())
        if end - start == 1 and (is_of_name or (before.isalnum() and after.isalnum())):
            return True
    elif before.isdigit() or after.isdigit():
        return True
    stands_alone = before in _QUOTES | {"(", "["} and after in _QUOTES | {")", "]"}
    return end - start == 1 and bool(before) and bool(after) and (stands_alone or text[start - 2 : start] == "*.")


def _may_close(before: str) -> bool:
    return before.isalnum() or before in {")", "]", "”", "’", "!", "?", "…"}


def _closes_kept(text: str, place: int) -> bool:
    spans = _kept(text)
    before = bisect_right(spans, (place, -1)) - 1
    return before >= 0 and spans[before][1] == place


def _emphasis(state: StateInline, silent: bool) -> bool:
    start = state.pos
    mark = state.src[start]
    if silent or mark not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == mark:
        end += 1
    if not _is_sign(state.src, start, end):
        return emphasis.tokenize(state, silent)
    state.append_pending(state.src[start:end])
    state.pos = end
    return True


def _escape(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src.startswith("\\\\", start):
        state.pos += 2
        if not silent:
            state.append_pending("\\\\")
        return True
    found = escape(state, silent)
    if found and not silent and (typed := state.src[start : state.pos])[1:].strip() and not typed[1:].isalnum():
        state.env.setdefault("escapes", []).append(typed)
    return found


def _lists(state: StateCore) -> None:
    state.src = as_lists(state.src)


def take_as_typed(parser: MarkdownIt) -> None:
    """Teaches a parser all of this; what was taken out as an escape stands in its `env["escapes"]`."""
    parser.core.ruler.after("normalize", "lists", _lists)
    parser.inline.ruler.before("newline", "path", _path)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("escape", _escape)
