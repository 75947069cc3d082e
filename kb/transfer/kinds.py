"""The kinds of thing that travel: where each stands in a folder, in the database, and how it is saved."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from kb.accounts.models import User
from kb.catalogue import actions as catalogue
from kb.catalogue import codes, reading
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.glossary import WordEntry
from kb.catalogue.models import (
    Article,
    Category,
    ErrorCode,
    GlossaryEntry,
    Service,
    Shortcut,
    Snippet,
    StartQuestion,
    Vendor,
)
from kb.catalogue.stopped import without_stopped
from kb.contacts.actions import remove_contact, save_contact
from kb.contacts.document import ContactContent, folded
from kb.contacts.models import LocalContact, Organisation
from kb.contacts.organisations.actions import remove_organisation, save_organisation
from kb.notices.actions import publish_notice
from kb.notices.document import NoticeContent
from kb.notices.models import Notice
from kb.search import synonyms
from kb.search.answers import reading as answers
from kb.search.answers.actions import remove_answer, save_answer
from kb.search.synonyms import Synonym, SynonymEntry
from kb.transfer.items import Portable, StoredItem

_ARTICLE = re.compile(r"/articles/([^/?#]+)/?")


@dataclass(frozen=True)
class ContentKind:
    """`held` are all rows in their order; `keys` tell which row a thing from a file is, the surest first.

    `former` are the keys that a row may have had before it was renamed here.
    """

    name: str
    held: Callable[[], list[StoredItem]]
    keys: Callable[[Any], tuple[str, ...]]
    save: Callable[..., object]
    # Takes a row and `by`; it refuses what something hangs on. A kind without it is removed on its page only.
    remove: Callable[..., object] | None = None
    former: Callable[[Any], tuple[str, ...]] = lambda content: ()

    def known(self) -> set[str]:
        return {key for held in self.held() for key in self.keys(held.content)}

    def beside(self, contents: Sequence[Portable]) -> list[StoredItem | None]:
        """For each thing from a file, what the database has of it."""
        rows = self.held()
        by_key = {key: number for number, held in enumerate(rows) for key in self.keys(held.content)}
        found: dict[int, int] = {}
        for number, content in enumerate(contents):
            row = next((by_key[key] for key in self.keys(content) if key in by_key), None)
            if row is not None and row not in found and self._may_be(content, rows[row].content):
                found[row] = number
        found |= self._renamed(rows, contents, found)
        placed = {found[row]: replace(rows[row], place=place) for place, row in enumerate(sorted(found), 1)}
        return [placed.get(number) for number in range(len(contents))]

    def _renamed(
        self, rows: Sequence[StoredItem], contents: Sequence[Portable], found: dict[int, int]
    ) -> dict[int, int]:
        """Rows that no file names, by what files still call them; what a file has beside them is something else."""
        numbers = set(range(len(contents))) - set(found.values())
        left = [number for number in range(len(rows)) if number not in found]
        by_former = {key: number for number in left for key in self.former(rows[number].content)}
        named = {n: next((by_former[key] for key in self.keys(contents[n]) if key in by_former), None) for n in numbers}
        return {row: number for number, row in sorted(named.items(), reverse=True) if row is not None}

    def _may_be(self, content: Portable, held: Portable) -> bool:
        """Two articles with references of their own are two, even if the address of one was given to the other."""
        references = {getattr(one, "reference", "") for one in (content, held)} - {""}
        return len(references) <= 1


def _shelf(
    table: type[Service | Category | Vendor], entry: Callable[[Any], Portable]
) -> Callable[[], list[StoredItem]]:
    return lambda: [StoredItem(entry(row), row) for row in table.objects.in_order()]


def _codes() -> list[StoredItem]:
    rows = ErrorCode.objects.whole().order_by("position", "normal")
    return [StoredItem(reading.code_entry(row), row) for row in rows]


def _snippets() -> list[StoredItem]:
    return [StoredItem(reading.snippet_entry(row), row) for row in Snippet.objects.order_by("slug")]


def _articles() -> list[StoredItem]:
    return [_article(row) for row in Article.objects.with_parts().by_number()]


def _article(row: Article) -> StoredItem:
    """A step that is stopped goes into no file. A file without it says the same as the article: it takes none out."""
    whole = reading.document_of(row)
    taken = without_stopped(whole, row)
    is_withdrawn = row.withdrawn_at is not None
    return StoredItem(whole, row, is_withdrawn=is_withdrawn, elsewhere=None if taken is whole else taken)


def _shortcuts() -> list[StoredItem]:
    rows = Shortcut.objects.select_related("article", "question").order_by("position", "pk")
    return [StoredItem(reading.shortcut_entry(row), row) for row in rows]


def _words() -> list[StoredItem]:
    rows = [(reading.word_entry(row), row) for row in GlossaryEntry.objects.in_order()]
    named = {entry: found[1] for entry, _ in rows if (found := _ARTICLE.match(entry.more))}
    live = Article.objects.live().by_address(named.values())
    return [StoredItem(entry, row, elsewhere=_with_live_page(entry, named, live)) for entry, row in rows]


def _with_live_page(entry: WordEntry, named: Mapping[WordEntry, str], live: Mapping[str, Article]) -> WordEntry:
    """Elsewhere only the addresses of today lead somewhere, and those of live articles."""
    if entry not in named:
        return entry
    found = live.get(named[entry])
    return replace(entry, more=_ARTICLE.sub(f"/articles/{found.slug}/", entry.more) if found else "")


def _start_questions() -> list[StoredItem]:
    now = timezone.now()
    return [StoredItem(reading.start_entry(row, now), row) for row in StartQuestion.objects.whole()]


def _synonyms() -> list[StoredItem]:
    return [StoredItem(synonyms.entry_of(row), row) for row in Synonym.objects.order_by("position", "pk")]


def _answers() -> list[StoredItem]:
    now = timezone.now()
    return [StoredItem(answers.entry_of(row, now), row) for row in answers.in_order()]


def _contacts() -> list[StoredItem]:
    return [StoredItem(row.content, row) for row in LocalContact.objects.order_by("pk")]


def _organisations() -> list[StoredItem]:
    return [StoredItem(row.content, row) for row in Organisation.objects.in_order()]


def _notices() -> list[StoredItem]:
    rows, now = Notice.objects.with_parts().order_by("slug"), timezone.now()
    return [StoredItem(row.content, row, elsewhere=_with_live_articles(row, now)) for row in rows]


def _with_live_articles(row: Notice, now: datetime) -> NoticeContent:
    """One that was merged into another is named as that."""
    named = (one.slug if one.is_live(now) else getattr(one, "heir_slug", None) for one in row.articles.all())
    return replace(row.content, articles=tuple(sorted({slug for slug in named if slug})))


def _article_keys(document: ArticleDocument) -> tuple[str, ...]:
    by_reference = (f"reference {document.reference}",) if document.reference else ()
    return (*by_reference, f"slug {document.slug}")


def _save_article(
    *,
    content: ArticleDocument,
    by: User | None,
    imported: str,
    row: Article | None,
    review: catalogue.Verification | None = None,
) -> Article:
    publication = catalogue.Publication(
        by=by, article=row, why="Imported from a file", imported=imported, review=review
    )
    return catalogue.put_live(content, publication)


def _with(save: Callable[..., object], name: str = "entry") -> Callable[..., object]:
    """Most actions find the row of what they save by themselves; `name` is what they call it."""

    def saved(*, content: Portable, by: User | None, imported: str, row: object) -> object:
        return save(**{name: content}, by=by, imported=imported)

    return saved


def _removes(remove: Callable[..., object], name: str = "row") -> Callable[..., object]:
    return lambda row, by: remove(**{name: row}, by=by)


def _save_code(*, content: CodeEntry, by: User | None, imported: str, row: ErrorCode | None) -> ErrorCode:
    return catalogue.save_code(entry=content, by=by, imported=imported, row=row)


def _spelled(entry: CodeEntry) -> tuple[str, ...]:
    """A code that was renamed here is still spelled as it was called."""
    return tuple(codes.normal(text) for text in entry.texts[1:])


def _slug(content: object) -> tuple[str]:
    return (str(getattr(content, "slug")),)  # noqa: B009 - a protocol of one attribute would say no more


def _synonym_key(entry: SynonymEntry) -> tuple[str]:
    return (f"{entry.group}: {entry.folded}",)


def _contact_key(content: ContactContent) -> tuple[str]:
    return (f"{content.kind} {folded(content.organisation)}",)


def is_contact(content: ContactContent) -> bool:
    named = LocalContact.objects.filter(kind=content.kind, organisation_folded=folded(content.organisation))
    return named.exists()


_REMOVED = _removes(catalogue.remove_row)

SERVICES = ContentKind(
    "service", _shelf(Service, reading.service_entry), _slug, _with(catalogue.save_service), _REMOVED
)
CATEGORIES = ContentKind(
    "category", _shelf(Category, reading.category_entry), _slug, _with(catalogue.save_category), _REMOVED
)
VENDORS = ContentKind("vendor", _shelf(Vendor, reading.vendor_entry), _slug, _with(catalogue.save_vendor), _REMOVED)
SNIPPETS = ContentKind("snippet", _snippets, _slug, _with(catalogue.save_snippet))
CODES = ContentKind(
    "error code",
    _codes,
    lambda entry: (codes.normal(entry.code),),
    _save_code,
    _removes(catalogue.remove_code, "code"),
    _spelled,
)
ARTICLES = ContentKind("article", _articles, _article_keys, _save_article)
START = ContentKind("question", _start_questions, _slug, _with(catalogue.save_start_question))
SHORTCUTS = ContentKind(
    "common problem", _shortcuts, lambda entry: (entry.label,), _with(catalogue.save_shortcut), _REMOVED
)
WORDS = ContentKind("word", _words, _slug, _with(catalogue.save_word), _REMOVED)
SYNONYMS = ContentKind(
    "synonym", _synonyms, _synonym_key, _with(synonyms.save_synonym), _removes(synonyms.remove_synonym, "synonym")
)
ANSWERS = ContentKind("answer", _answers, _slug, _with(save_answer), _removes(remove_answer, "answer"))
CONTACTS = ContentKind(
    "contact", _contacts, _contact_key, _with(save_contact, "content"), _removes(remove_contact, "contact")
)
ORGANISATIONS = ContentKind(
    "organisation",
    _organisations,
    lambda content: (content.code,),
    _with(save_organisation, "content"),
    _removes(remove_organisation, "organisation"),
)
NOTICES = ContentKind("notice", _notices, _slug, _with(publish_notice, "content"))

# In the order in which they may be written: nothing names what comes after it.
KINDS = (
    SERVICES,
    CATEGORIES,
    VENDORS,
    SNIPPETS,
    CODES,
    ARTICLES,
    START,
    SHORTCUTS,
    WORDS,
    SYNONYMS,
    ANSWERS,
    ORGANISATIONS,
    CONTACTS,
    NOTICES,
)
