"""The kinds of thing that travel: where each stands in a folder, in the database, and how it is saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kb.accounts.models import User
from kb.catalogue import actions as catalogue
from kb.catalogue import codes
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry
from kb.catalogue.models import Article, Category, ErrorCode, Service, Vendor
from kb.catalogue.reading import category_entry, service_entry, vendor_entry
from kb.contacts.actions import remove_contact, remove_desk, save_contact, save_desk
from kb.contacts.document import ContactContent, OrganisationContent, folded
from kb.contacts.models import LocalContact, Organisation
from kb.contacts.organisations.actions import remove_organisation, save_organisation
from kb.notices.actions import publish_notice
from kb.notices.models import NoticeTemplate
from kb.notices.notice_templates.actions import keep_template, remove_template
from kb.notices.template_document import TemplateContent
from kb.search import synonyms
from kb.search.answers.actions import remove_answer, save_answer
from kb.search.synonyms import SynonymEntry
from kb.transfer import reading
from kb.transfer.items import Portable, StoredItem


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


def row_like(
    content: ContactContent | OrganisationContent | TemplateContent,
) -> LocalContact | Organisation | NoticeTemplate | None:
    """The one that is here, of kinds that are not read whole to find it."""
    if isinstance(content, OrganisationContent):
        return Organisation.objects.filter(code=content.code).first()
    if isinstance(content, TemplateContent):
        return NoticeTemplate.objects.filter(slug=content.slug).first()
    named = LocalContact.objects.filter(kind=content.kind, organisation_folded=folded(content.organisation))
    return named.first()


_REMOVED = _removes(catalogue.remove_row)

SERVICES = ContentKind("service", reading.shelf(Service, service_entry), _slug, _with(catalogue.save_service), _REMOVED)
CATEGORIES = ContentKind(
    "category", reading.shelf(Category, category_entry), _slug, _with(catalogue.save_category), _REMOVED
)
VENDORS = ContentKind("vendor", reading.shelf(Vendor, vendor_entry), _slug, _with(catalogue.save_vendor), _REMOVED)
SNIPPETS = ContentKind("snippet", reading.snippets, _slug, _with(catalogue.save_snippet))
CODES = ContentKind(
    "error code",
    reading.codes,
    lambda entry: (codes.normal(entry.code),),
    _save_code,
    _removes(catalogue.remove_code, "code"),
    _spelled,
)
ARTICLES = ContentKind("article", reading.articles, _article_keys, _save_article)
START = ContentKind("question", reading.start_questions, _slug, _with(catalogue.save_start_question))
SHORTCUTS = ContentKind(
    "common problem", reading.shortcuts, lambda entry: (entry.label,), _with(catalogue.save_shortcut), _REMOVED
)
WORDS = ContentKind("word", reading.words, _slug, _with(catalogue.save_word), _REMOVED)
SYNONYMS = ContentKind(
    "synonym",
    reading.synonyms,
    _synonym_key,
    _with(synonyms.save_synonym),
    _removes(synonyms.remove_synonym, "synonym"),
)
ANSWERS = ContentKind("answer", reading.answers, _slug, _with(save_answer), _removes(remove_answer, "answer"))
CONTACTS = ContentKind(
    "contact", reading.contacts, _contact_key, _with(save_contact, "content"), _removes(remove_contact, "contact")
)
ORGANISATIONS = ContentKind(
    "organisation",
    reading.organisations,
    lambda content: (content.code,),
    _with(save_organisation, "content"),
    _removes(remove_organisation, "organisation"),
)
DESKS = ContentKind("desk", reading.desks, _contact_key, _with(save_desk, "content"), _removes(remove_desk, "desk"))
NOTICE_TEMPLATES = ContentKind(
    "notice template",
    reading.notice_templates,
    _slug,
    _with(keep_template, "content"),
    _removes(remove_template, "template"),
)
NOTICES = ContentKind("notice", reading.notices, _slug, _with(publish_notice, "content"))

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
    DESKS,
    NOTICE_TEMPLATES,
    NOTICES,
)
