"""Leads from the first use of a word to where it is explained: in prose, never in code, links or headings. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it.token import Token

CLASS = "kb-explained"


def _pattern(text: str) -> str:
    """Letters are letters as they are; a plain word may begin a sentence."""
    if text != text.lower():
        return re.escape(text)
    first, capital = text[0], text[0].upper()
    # Of a few letters the capital is another word: that of a dotless i is I.
    firsts = {first, capital} if capital.casefold() == first.casefold() else {first}
    return f"(?:{'|'.join(map(re.escape, sorted(firsts)))}){re.escape(text[1:])}"


def _plain(text: str, like: Token) -> Token:
    return Token("text", "", 0, content=text, level=like.level)


def _heard(text: str, address: str) -> dict[str, str | int | float]:
    """Its name tells it apart from a link of the same words that leads to the thing itself."""
    return {"href": address, "class": CLASS, "aria-label": f"{text} (meaning)"}


class WordLinks:
    """Spellings with the address that explains them. Each address is led to once; a page has one of these."""

    def __init__(self, addresses: Mapping[str, str] | None = None) -> None:
        self._addresses = {text.casefold(): address for text, address in (addresses or {}).items()}
        longest_first = sorted(addresses or (), key=len, reverse=True)
        words = "|".join(map(_pattern, longest_first))
        self._find = re.compile(rf"(?<![\w./@-])({words})s?(?![\w/@-])") if words else None
        self._used: set[str] = set()

    def mark(self, tokens: Sequence[Token]) -> None:
        """Put the links into what was parsed."""
        if self._find is None:
            return
        above = ""
        for token in tokens:
            if token.type == "inline" and above != "heading_open":
                token.children = list(self._marked(token.children or ()))
            above = token.type

    def _marked(self, children: Sequence[Token]) -> Iterator[Token]:
        depth = 0
        for child in children:
            depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            if child.type == "text" and not depth:
                yield from self._parted(child)
            else:
                yield child

    def _parted(self, child: Token) -> Iterator[Token]:
        end = 0
        for match in self._find.finditer(child.content) if self._find else ():
            address = self._addresses[match[1].casefold()]
            if address in self._used:
                continue
            self._used.add(address)
            yield _plain(child.content[end : match.start()], child)
            yield Token("link_open", "a", 1, attrs=_heard(match[0], address), level=child.level)
            yield _plain(match[0], child)
            yield Token("link_close", "a", -1, level=child.level)
            end = match.end()
        yield _plain(child.content[end:], child)
