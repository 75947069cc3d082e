"""A page taken apart: what the tests ask of its HTML."""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Self

from django.http import HttpResponse

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_NEEDS_LABEL = {"input", "select", "textarea"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]  # tags of what it stands in, outermost first
    _pieces: list[str]  # of the whole page
    _first: int
    _end: int = 0  # nothing stands in an element that is never opened

    @cached_property
    def text(self) -> str:
        return "".join(self._pieces[self._first : self._end])


@dataclass
class Page(HTMLParser):
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, answer: HttpResponse) -> Self:
        page = cls()
        page.feed(answer.content.decode())
        page.close()
        assert not page._open, f"never closed: {[element.tag for element in page._open]}"
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        element = Element(tag, given, tuple(e.tag for e in self._open), self._pieces, len(self._pieces))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()._end = len(self._pieces)

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def one(self, tag: str) -> Element:
        (element,) = self.all(tag)
        return element

    def texts(self, tag: str) -> list[str]:
        """What the elements of the page itself say, not those of its header and footer."""
        return [words(element.text) for element in self.all(tag) if "main" in element.inside]

    @property
    def title(self) -> str:
        return words(next(element.text for element in self.all("title") if "head" in element.inside))

    @property
    def main(self) -> str:
        """What stands between the header and the footer, as words."""
        return words(self.one("main").text)

    @property
    def steps(self) -> list[str]:
        """Titles of the numbered steps that stand open."""
        return [words(e.text) for e in self.all("h3") if "li" in e.inside and "details" not in e.inside]

    @property
    def folded_steps(self) -> list[str]:
        """Titles of the numbered steps for somebody else, folded away."""
        return [words(e.text) for e in self.all("h3") if "li" in e.inside and "details" in e.inside]

    @property
    def links(self) -> list[str]:
        return [element.attributes.get("href", "") for element in self.all("a")]

    @property
    def ids(self) -> list[str]:
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    @property
    def without_label(self) -> list[dict[str, str]]:
        """Fields for people that no label names."""
        named = {element.attributes.get("for") for element in self.all("label")}
        return [
            element.attributes
            for element in self.elements
            if element.tag in _NEEDS_LABEL
            and element.attributes.get("type") != "hidden"
            and element.attributes.get("id") not in named
            and "aria-label" not in element.attributes
        ]

    def link(self, text: str) -> str:
        """Where the one link with these words goes; links that go to the same place are one."""
        (address,) = {e.attributes["href"] for e in self.all("a") if words(e.text) == text}
        return address


def words(text: str) -> str:
    """As a person reads it: spaces and line breaks are one space."""
    return " ".join(text.split())
