"""What the checks find in the files. What the editor refuses, the import refuses: nothing goes live past them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from kb.catalogue.document import ArticleDocument
from kb.checks import CheckContext, check, links
from kb.checks.finding import Finding, error
from kb.checks.personal import says_personal
from kb.transfer import kinds
from kb.transfer.items import Item

# Of these every part is read by strangers; a contact is a name and a number, and a synonym is a word.
_TEXTS = (
    kinds.SERVICES,
    kinds.CATEGORIES,
    kinds.VENDORS,
    kinds.CODES,
    kinds.SNIPPETS,
    kinds.NOTICES,
    kinds.SHORTCUTS,
    kinds.WORDS,
    kinds.START,
    kinds.NOTICE_TEMPLATES,
)


def found_in(
    items: Mapping[str, Sequence[Item]],
    context: CheckContext,
    leads: frozenset[str],
    tick: Callable[[str, int, int], None],
) -> Iterator[tuple[Item, Finding]]:
    """`leads`: the paths inside the site that lead somewhere once the files are in."""
    known = replace(context, leads=leads)
    articles = items[kinds.ARTICLES.name]
    for number, item in enumerate(articles, 1):
        tick("Checking", number, len(articles))
        if item.content.can_be_kept:
            for finding in check(item.content, known):
                yield item, finding
    for item, name, text in _marked(items):
        for message in links.setting_problems(text):
            yield item, error(name, message)
    for kind in _TEXTS:
        for item in items[kind.name]:
            for name, text in texts(item.content):
                for message in says_personal(text, known.is_code):
                    yield item, error(name, message)


def _marked(items: Mapping[str, Sequence[Item]]) -> Iterator[tuple[Item, str, str]]:
    """The texts beside articles that a page shows with their Markdown."""
    for item in (*items[kinds.SNIPPETS.name], *items[kinds.NOTICES.name]):
        yield item, "body", item.content.body
    for item in items[kinds.NOTICES.name]:
        yield from ((item, f"updates.{n}.text", update.text) for n, update in enumerate(item.content.updates, 1))
    for item in items[kinds.START.name]:
        yield item, "hint", item.content.hint


def inside(documents: Sequence[ArticleDocument]) -> frozenset[str]:
    """The paths of this site that any of the documents links to."""
    return frozenset().union(*(links.inside(document) for document in documents if document.can_be_kept))


def texts(content: Any, name: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any portable form, or a part of one
    """Every text that it holds, with the name of its part: `summary`, `updates.2.text`."""
    if isinstance(content, str):
        yield name, content
    elif is_dataclass(content):
        for part in fields(content):
            yield from texts(getattr(content, part.name), f"{name}.{part.name}".lstrip("."))
    elif isinstance(content, tuple):
        for number, held in enumerate(content, 1):
            yield from texts(held, f"{name}.{number}")


def former_addresses(items: Mapping[str, Sequence[Item[Any]]]) -> set[str]:
    shelves = (kinds.SERVICES, kinds.CATEGORIES, kinds.VENDORS)
    held = [row.content for kind in shelves for row in kind.held()]
    given = [item.content for kind in shelves for item in items[kind.name]]
    return {address for content in (*held, *given) for address in content.addresses}
