"""What a visitor sees first: each query is typed into the box of the site, and the page that comes is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from bench.search.measures import Query

WORD = "kb-word"
# What answers on the page of results; notices, the box and what was made of the text only go with it.
ANSWERS = {WORD, "kb-best", "kb-action", "kb-articles__item"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "path", "wbr"}


@dataclass
class Shown:
    """One answer of the page: its frame's class, the ids in it and the addresses of ours it leads to."""

    kind: str
    ids: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def name(self) -> str:
        """The page it leads to; the id of a box that lets one choose or only says something."""
        if self.kind == WORD:
            return next((one for one in self.addresses if "#" in one), "")
        pages = list(dict.fromkeys(urlsplit(one).path for one in self.addresses))
        return pages[0] if len(pages) == 1 else f"#{self.ids[0]}" if self.ids else ""


class _Results(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Shown] = []
        self._depth = 0  # of the open tags since the answer's own, which is the first

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = ANSWERS.intersection(given.get("class", "").split())
        if not self._depth and not classes:
            return
        if not self._depth:
            self.shown.append(Shown(classes.pop()))
        if tag not in _VOID:
            self._depth += 1
        if "id" in given:
            self.shown[-1].ids.append(given["id"])
        if tag == "a" and given.get("href", "").startswith("/"):  # a number to phone is no page
            self.shown[-1].addresses.append(given["href"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An empty element opens nothing, and no answer is one."""

    def handle_endtag(self, tag: str) -> None:
        if self._depth and tag not in _VOID:
            self._depth -= 1


def first_of(page: str, *, words: bool) -> str:
    """The first answer of a page of results; a word's meaning is passed over unless it is asked for."""
    parser = _Results()
    parser.feed(page)
    return next((shown.name() for shown in parser.shown if words or shown.kind != WORD), "")


def seen(queries: Sequence[Query], references: Mapping[str, str]) -> Iterator[str]:
    """For each query the reference of the article, or the address or box, that comes first. By article's address."""
    client, box = Client(SERVER_NAME="127.0.0.1", SERVER_PORT="8000"), reverse("browse:search")
    for query in queries:
        answer = client.post(box, {"q": query.text}, follow=True)
        came_to = answer.request["PATH_INFO"]
        if answer.status_code != 200:  # noqa: PLR2004 - OK
            raise SystemExit(f"“{query.text}” led to {came_to}, which answered {answer.status_code}.")
        wants_word = any(one.startswith(reverse("browse:words")) for one in query.relevant)
        name = first_of(answer.content.decode(), words=wants_word) if came_to == box else came_to
        yield references.get(name, name)
