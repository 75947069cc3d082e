"""Parsed Markdown as plain text: links by their words, lists with their bullets and numbers."""

from collections.abc import Iterable

from markdown_it.token import Token

_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


class _Page:
    """Lines written so far, and the marks of the lists we are in."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.marks: list[str] = []
        self.counters: list[int | None] = []
        self.wants_gap = False

    def enter_list(self, first: int | None) -> None:
        self.wants_gap = self.wants_gap or not self.counters
        self.counters.append(first)

    def leave_list(self) -> None:
        self.counters.pop()
        self.wants_gap = self.wants_gap or not self.counters

    def enter_item(self) -> None:
        number = self.counters[-1]
        self.marks.append("- " if number is None else f"{number}. ")
        if number is not None:
            self.counters[-1] = number + 1

    def leave_item(self) -> None:
        self.marks.pop()

    def write(self, text: str, *, gap_after: bool = True) -> None:
        if self.wants_gap and self.lines:
            self.lines.append("")
        for line in text.split("\n"):
            self.lines.append(("".join(self.marks) + line).rstrip())
            # The mark stands on the first line only; what follows is set in by as much.
            self.marks = [" " * len(mark) for mark in self.marks]
        self.wants_gap = gap_after


def _words(inline: Token) -> str:
    return "".join(_BREAKS.get(child.type, child.content) for child in inline.children or ())


def _table(page: _Page, tokens: Iterable[Token]) -> None:
    cells: list[str] = []
    for token in tokens:
        match token.type:
            case "inline":
                cells.append(_words(token))
            case "tr_close":
                page.write(" | ".join(cells), gap_after=False)
                cells.clear()
            case "table_close":
                page.wants_gap = True
                return


def from_tokens(tokens: list[Token]) -> str:
    page = _Page()
    is_tight = False
    remaining = iter(tokens)
    for token in remaining:
        match token.type:
            case "bullet_list_open":
                page.enter_list(None)
            case "ordered_list_open":
                page.enter_list(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                page.leave_list()
            case "list_item_open":
                page.enter_item()
            case "list_item_close":
                page.leave_item()
            case "paragraph_open":
                is_tight = token.hidden
            case "heading_open":
                is_tight = False
            case "inline":
                page.write(_words(token), gap_after=not is_tight)
            case "fence" | "code_block":
                page.write(token.content.rstrip("\n"))
            case "table_open":
                _table(page, remaining)
    return "\n".join(page.lines).strip()
