"""What a reader of Markdown finds in it: sentences without code, links and images. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from kb.lib import markdown
from kb.lib.markdown import plain

# Stands in the prose where code was.
CODE = "\ufffc"


@dataclass(frozen=True)
class MarkdownLink:
    """Where a link leads, or where an image lies; its words, or the image's alternative text; its title."""

    address: str
    words: str
    is_image: bool = False
    title: str = ""


@dataclass(frozen=True)
class MarkdownParts:
    """All the words; the prose, one block (paragraph, item, cell) each; what stands in it as code; links and images."""

    words: str = ""
    prose: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    links: tuple[MarkdownLink, ...] = ()


@dataclass
class _Line:
    """The inline content of one block, as it is read."""

    pieces: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    links: list[MarkdownLink] = field(default_factory=list)
    open: list[tuple[Token, int, bool]] = field(default_factory=list)

    def enter_link(self, token: Token) -> None:
        # An image that the page would not show is a link with the mark of an image before it.
        is_image = bool(self.pieces) and self.pieces[-1].endswith("!")
        if is_image:
            self.pieces[-1] = self.pieces[-1][:-1]
        self.open.append((token, len(self.pieces), is_image))

    def leave_link(self) -> None:
        token, start, is_image = self.open.pop()
        words = "".join(self.pieces[start:])
        if is_image:
            del self.pieces[start:]
        address, title = (str(token.attrs.get(name, "")) for name in ("href", "title"))
        self.links.append(MarkdownLink(address, words, is_image, title))

    def read(self, token: Token) -> None:
        match token.type:
            case "link_open":
                self.enter_link(token)
            case "link_close":
                self.leave_link()
            case "image":
                self.links.append(MarkdownLink(str(token.attrs.get("src", "")), token.content, is_image=True))
            case "code_inline":
                self.pieces.append(CODE)
                self.code.append(token.content)
            case "softbreak" | "hardbreak":
                self.pieces.append(" ")
            case _:
                self.pieces.append(token.content)


def _lines(tokens: Iterable[Token]) -> Iterator[_Line]:
    for token in tokens:
        if token.type == "inline":
            line = _Line()
            for child in token.children or ():
                line.read(child)
            yield line


def parts(text: str) -> MarkdownParts:
    tokens = markdown.tokens(text)
    lines = list(_lines(tokens))
    return MarkdownParts(
        words=plain.from_tokens(tokens),
        prose=tuple("".join(line.pieces) for line in lines),
        code=tuple(code for line in lines for code in line.code),
        links=tuple(link for line in lines for link in line.links),
    )
