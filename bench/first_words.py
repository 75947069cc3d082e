"""`python -m bench.first_words`: what the page of each code says first, as a table to read line by line.

It reads the pages of a site that runs on this machine (`make run`), as they are given to somebody who has chosen no
role, or to one role. Whoever reads the table looks for a fix that is told with confidence and is wrong: a locked card
that is tried again, a disabled account that is typed anew, a person who is told to change the computer.
"""

import argparse
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

from bench.search.trouble import tell

ROLES = ("user", "ra", "it")
FIRST = "kb-first"
PIECES = {
    "kb-code-meaning": "meaning",
    "kb-code-stop": "stop",
    "kb-team-line": "helper",
    "kb-first__heading": "heading",
    "kb-first__words": "words",
    "kb-step__title": "steps",
    "kb-meanings__where": "where",
    "kb-meanings__words": "meaning",
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MOST_STEPS = 2
SECONDS = 30


@dataclass
class CodeRead(HTMLParser):
    """The pieces of a code's page, each by its kind and in the order of the page."""

    pieces: dict[str, list[str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _first: int = 0  # how many elements are open where what to do first begins

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (address := given.get("href") or "").startswith("/codes/"):
            self.links.append(address)
        if tag in VOID:
            return
        names = (given.get("class") or "").split()
        if FIRST in names:
            self._first = len(self._open) + 1
        kind = next((PIECES[name] for name in names if name in PIECES), "")
        # The whole article stands folded below: its steps are not what is said first.
        if kind == "steps" and not self._first:
            kind = ""
        if kind:
            self.pieces.setdefault(kind, []).append("")
        self._open.append(kind or (self._open[-1] if self._open else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()
            self._first = self._first if len(self._open) >= self._first else 0

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1]:
            self.pieces[self._open[-1]][-1] += data

    def said(self, kind: str, most: int | None = None) -> str:
        texts = [re.sub(r"\s+", " ", text).strip() for text in self.pieces.get(kind, [])[:most]]
        return " / ".join(filter(None, texts)).replace("|", "\\|")


def read(site: str, address: str, role: str) -> CodeRead:
    where = urlsplit(urljoin(site, address))
    connection = HTTPConnection(where.hostname or "", where.port, timeout=SECONDS)
    connection.request("GET", f"{where.path}?for={role}" if role else where.path)
    answer = connection.getresponse()
    if answer.status != 200:  # noqa: PLR2004
        raise SystemExit(f"{address} answered {answer.status}.")
    page = CodeRead()
    page.feed(answer.read().decode())
    connection.close()
    return page


def row(code: str, page: CodeRead) -> str:
    first = " ".join(filter(None, (page.said("stop", 1), page.said("heading"), page.said("words"))))
    first = first or f"Where do you see it? {page.said('where')}"
    return f"| {code} | {page.said('meaning')} | {page.said('helper')} | {first} | {page.said('steps', MOST_STEPS)} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.first_words", description=__doc__)
    parser.add_argument("site", help="for example http://127.0.0.1:8000")
    parser.add_argument("--role", choices=ROLES, default="")
    chosen = parser.parse_args()
    listed = read(chosen.site, "/codes/", "").links
    codes = list(dict.fromkeys(link for link in listed if link != "/codes/"))
    print("| Code | Means | Who acts first | First words | First steps |\n|---|---|---|---|---|")
    for address in codes:
        print(row(address.split("/")[2], read(chosen.site, address, chosen.role)))
    tell(f"{len(codes)} codes, as {chosen.role or 'nobody in particular'}.")


if __name__ == "__main__":
    main()
