"""Lines that mean something in the body of an article file, and how a text that only looks like one is told apart.

Inside a code block nothing is a mark. Anywhere else a backslash before such a line makes it text: `told_apart` puts it
there, `as_meant` takes it off again, so that any text can be written and read back as it was. Pure.
"""

import re
from collections.abc import Iterator, Sequence

type Line = tuple[int, str]
type MarkedLine = tuple[int, str, bool]  # and whether marks in it count

# A step's name of its own, behind its title or its snippet.
NAME = r" \{#([^{}\s]*)\}"
TITLE = re.compile(rf"(.*?)(?:{NAME}\s*)?", re.DOTALL)
LIKE_A_NAME = re.compile(r".*\{\s*#[^{}]*\}\s*", re.DOTALL)
SNIPPET = re.compile(rf" {{0,3}}\{{\{{\s*snippet\s+([a-z0-9-]+)\s*\}}\}}(?:{NAME})?\s*")
BRACES = re.compile(rf" {{0,3}}\{{\{{.*\}}\}}(?:{NAME})?\s*")
TAIL = re.compile(r"(Applies to|Result|For codes):(?: (.*)|\s*)")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_FENCE_END = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*")

IN_STEP = rf"##|{BRACES.pattern}$|(?:Applies to|Result|For codes):(?:\s|$)|{_FENCE.pattern}"
# Here ### is a heading like any other.
IN_BACKGROUND = rf"##(?!#)|#{{3,}}[^#\s]|{BRACES.pattern}$|{_FENCE.pattern}"


class BodyBroken(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """The body is not in the form of an article; `line` counts from the first line of the body."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class CodeBlocks:
    """Fed line by line, it knows which lines stand in a code block; its fences do too."""

    def __init__(self) -> None:
        self._open = ""
        self._line = 0

    def holds(self, number: int, line: str) -> bool:
        if self._open:
            end = _FENCE_END.fullmatch(line)
            if end and end[1].startswith(self._open):
                self._open = ""
            return True
        if fence := _FENCE.match(line):
            self._open, self._line = fence[1], number
        return bool(fence)

    def finish(self) -> None:
        """A block without an end would take in everything that follows."""
        if self._open:
            raise BodyBroken(f"This code block has no end: close it with a line {self._open}.", self._line)


def outside_code(lines: Sequence[Line]) -> Iterator[tuple[int, str, bool]]:
    """Each line, and whether marks in it count."""
    blocks = CodeBlocks()
    for number, line in lines:
        yield number, line, not blocks.holds(number, line)
    blocks.finish()


def as_meant(line: str, marks: str) -> str:
    return line[1:] if re.match(rf"\\+(?:{marks})", line) else line


def told_apart(text: str, marks: str) -> str:
    """The text, with a backslash before each line that would be read as one of the marks."""
    lines = text.split("\n")
    written: list[str] = []
    endless: dict[str, str] = {}
    while len(written) < len(lines):
        here = len(written)
        length = _block_length(lines, here, endless)
        written += lines[here : here + length] or [_marked(lines[here], marks)]
    return "\n".join(written)


def _marked(line: str, marks: str) -> str:
    return f"\\{line}" if re.match(rf"\\*(?:{marks})", line) else line


def _block_length(lines: Sequence[str], start: int, endless: dict[str, str]) -> int:
    """How many lines the code block that begins here has; 0 where none begins, or where it never ends.

    `endless` keeps the shortest fence of each character that was sought in vain, so that no text takes long.
    """
    fence = _FENCE.match(lines[start])
    if not fence or fence[1].startswith(endless.get(fence[1][0], "\n")):
        return 0
    for number in range(start + 1, len(lines)):
        end = _FENCE_END.fullmatch(lines[number])
        if end and end[1].startswith(fence[1]):
            return number + 1 - start
    endless[fence[1][0]] = fence[1]
    return 0
