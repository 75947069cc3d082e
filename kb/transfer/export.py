"""All content as files, each read back before it is written: a file says exactly what the database says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

from kb.catalogue.models import Article
from kb.search.choices import LeadsTo
from kb.transfer import files, folder, kinds, reviews
from kb.transfer.items import FileProblem, Item, StoredItem
from kb.transfer.kinds import ContentKind

type _Read = Callable[[str], Iterable[Item | FileProblem]]

_WRITERS: dict[str, Callable[[Any], tuple[str, str]]] = {
    kinds.SNIPPETS.name: files.snippet_file,
    kinds.ARTICLES.name: files.article_file,
    kinds.NOTICES.name: files.notice_file,
    kinds.START.name: files.question_file,
}


def text_of(kind: ContentKind, content: Any, review: reviews.FileReview | None = None) -> str:  # noqa: ANN401 - whatever travels
    """As its file has it: a whole file of Markdown, or the rows of a table."""
    if kind is kinds.ARTICLES:
        return files.article_file(content, review)[1]
    if kind.name in _WRITERS:
        return _WRITERS[kind.name](content)[1]
    table = next(table for of, table in folder.TABLES if of is kind)
    return table.write([content]).partition("\n")[2]


def texts() -> tuple[dict[str, str], list[FileProblem]]:
    """The files by their names, and what no file can say. Withdrawn articles are left out, and what leads to them."""
    live = set(Article.objects.live().values_list("slug", flat=True))
    shown = live | {""}  # a common problem that leads to a question names no article
    written: dict[str, str] = {}
    problems: list[FileProblem] = []
    for kind, table in folder.TABLES:
        rows = [content for content in _contents(kind) if _article_of(kind, content) in shown]
        written[table.file] = table.write(rows)
        problems += _unlike(table.file, written[table.file], rows, table.read)
    for kind, sub, reader in folder.FILES:
        for held in kind.held():
            if kind is kinds.ARTICLES and held.content.slug not in live:
                continue
            file, text = _file_of(kind, held)
            name = f"{sub}/{file}"
            written[name] = text
            problems += _unlike(name, text, [held.in_file], folder.alone(reader, name))
    return written, problems


def _file_of(kind: ContentKind, held: StoredItem) -> tuple[str, str]:
    if kind is kinds.ARTICLES:
        return files.article_file(held.in_file, reviews.of_article(held.row, held.in_file))
    return _WRITERS[kind.name](held.in_file)


def _article_of(kind: ContentKind, content: Any) -> str:  # noqa: ANN401 - a row of any table
    """The one that it leads to, if any."""
    if kind is kinds.ANSWERS:
        return str(content.which) if content.leads_to == LeadsTo.ARTICLE else ""
    return str(content.article) if kind is kinds.SHORTCUTS else ""


def _contents(kind: ContentKind) -> list[Any]:
    return [held.in_file for held in kind.held()]


def _unlike(name: str, text: str, contents: Sequence[Any], read: _Read) -> list[FileProblem]:
    """What is wrong with the file, read back, or not the same as the contents it was written from."""
    again = folder.decoded(text.encode(errors="surrogatepass"), name)
    if isinstance(again, FileProblem):
        return [again]
    found = list(read(again))
    broken = [item for item in found if isinstance(item, FileProblem)]
    items = [item for item in found if isinstance(item, Item)]
    if broken or len(items) != len(contents):
        return broken or [FileProblem(name, 1, "This cannot be written as rows of a table.")]
    return [
        FileProblem(name, item.line, f"No file can say this exactly. Edit it here first: {', '.join(unlike)}.")
        for content, item in zip(contents, items, strict=True)
        if (unlike := _unlike_fields(content, item.content))
    ]


def _unlike_fields(content: Any, again: Any) -> list[str]:  # noqa: ANN401 - any two of one dataclass
    """A row's place in its table says its position."""
    names = [field.name for field in fields(content) if field.name != "position"]
    return [name for name in names if getattr(content, name) != getattr(again, name)]
