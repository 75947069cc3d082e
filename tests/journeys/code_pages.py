"""The pages of shipped codes, and of each kind of them the one that needs the most room.

A page of a code is made of its article, of who acts first, and of whose steps carry the code. Within such a kind pages
differ by the length of their words only. There are hundreds of codes, and a browser takes its time for each.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from urllib.parse import quote

from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.transfer import files
from kb.transfer.code_table import CODES as CODE_TABLE
from tests.conftest import FIXTURES

MEMBER_WITHOUT_AN_ENTRY = "/codes/400_612/"


@cache
def _codes() -> tuple[CodeEntry, ...]:
    table = CODE_TABLE.read((FIXTURES / CODE_TABLE.file).read_text(encoding="utf-8"))
    return tuple(item.content for item in table)


@cache
def _articles() -> tuple[ArticleDocument, ...]:
    paths = sorted((FIXTURES / "articles").glob("*.md"))
    return tuple(files.read_article(f"articles/{p.name}", p.read_text(encoding="utf-8")).content for p in paths)


def _address(code: CodeEntry) -> str:
    return f"/codes/{quote('-'.join(code.code.split()), safe=':*')}/"


def _steps_of(code: CodeEntry) -> Iterator[tuple[str, str]]:
    """Whose steps carry the code, and their titles."""
    for article in _articles():
        if code.code in article.codes:
            yield from ((step.audience, step.title) for step in article.steps if code.code in step.codes)


def _kind(code: CodeEntry) -> tuple[object, ...]:
    answered_by = tuple(article.reference for article in _articles() if code.code in article.codes)
    acting = tuple((meaning.acts, meaning.stops) for meaning in code.meanings)
    return answered_by, code.kind, acting, frozenset(audience for audience, _ in _steps_of(code))


def _room(code: CodeEntry) -> int:
    """How much there is to read above the end of the first step, in signs; the longest first step counts."""
    first: dict[str, int] = {}
    for audience, title in _steps_of(code):
        first.setdefault(audience, len(title))
    words = max((len(meaning.words) + len(meaning.where) for meaning in code.meanings), default=0)
    return len(code.code) + words + max(first.values(), default=0)


def all_pages() -> list[str]:
    return [*map(_address, _codes()), MEMBER_WITHOUT_AN_ENTRY]


def fullest_pages() -> list[str]:
    """One of each kind."""
    kinds: dict[tuple[object, ...], list[CodeEntry]] = defaultdict(list)
    for code in _codes():
        kinds[_kind(code)].append(code)
    return [*(_address(max(codes, key=_room)) for codes in kinds.values()), MEMBER_WITHOUT_AN_ENTRY]
