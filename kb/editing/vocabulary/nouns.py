"""What a kind of word is, to the pages that are the same for all of them: its list, its form, what a change does."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django import forms
from django.db.models import F, Q

from kb.accounts.models import User
from kb.catalogue.document import ArticleDocument
from kb.editing.models import Draft, Revision
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import NHSForm, TextField
from kb.lib.portable import Problem
from kb.pages.parts import NoteView


class WordEntryOf(Protocol):
    """The portable form of any of them."""

    @property
    def fingerprint(self) -> str: ...

    def problems(self) -> Iterable[Problem]: ...


class WordForm(NHSForm):
    """`fixed` are the boxes that only a new one has: files, articles and the audit know it by these."""

    marks_optional = False
    fixed: tuple[str, ...] = ()

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.row = row
        for name in self.fixed if row is not None else ():
            del self.fields[name]


class PlaceForm(WordForm):
    """With a place in its list."""

    def clean_position(self) -> int:
        try:
            return int(self.cleaned_data["position"] or 0)
        except ValueError:
            raise forms.ValidationError("Enter a whole number, such as 12.") from None


@dataclass(frozen=True)
class ListedWord:
    pk: int
    title: str
    text: str = ""
    note: str = ""
    is_unused: bool = False

    def says(self, words: Iterable[str]) -> bool:
        said = f"{self.title} {self.text} {self.note}".casefold()
        return all(word in said for word in words)


class FindWordForm(NHSForm):
    marks_optional = False

    q = TextField("Find", required=False, max_length=100, input_type="search")


@dataclass(frozen=True)
class Noun:
    """`name` ends the verbs of its audit entries; `here` is the name of its list. `entry` is what a row says, `said`
    what a form says; `same` finds the row of an entry, `hangs` are sentences that say why it cannot be removed.
    """

    name: str
    here: str
    heading: str
    lead: str
    add: str
    rows: Callable[[], Iterable[ListedWord]]
    find: Callable[[int], Any]
    entry: Callable[[Any], Any]
    form: type[WordForm]
    initial: Callable[[Any], Mapping[str, object]]
    said: Callable[[Mapping[str, Any], Any], Any]
    same: Callable[[Any], Any]
    save: Callable[[Any, User], Any]
    remove: Callable[[Any, User], object]
    look: Callable[[Any, Iterable[Any]], Surroundings]
    hangs: Callable[[Any], tuple[str, ...]]
    history_of: Callable[[Any], Q]
    read_by_all: tuple[str, ...] = ()  # what readers see of it, and no check of an article reads
    preview: Callable[[Any], NoteView | None] = lambda entry: None
    # Whether a search may lead elsewhere. Else nothing is made and taken back: many articles would be indexed for it.
    is_searched: bool = False
    begins_with: tuple[str, ...] = ()  # boxes of a new one that a link may fill
    diff_of: str = ""  # the long text of it, compared word by word before it is saved
    uses: Callable[[Any], Iterable[Any]] = lambda row: ()
    labels: Mapping[str, str] = field(default_factory=dict)
    uses_heading: str = "Used in"
    unused: str = "Nothing that is live."

    @property
    def one(self) -> str:
        return f"editing:{self.here}-one"

    @property
    def new(self) -> str:
        return f"editing:{self.here}-new"

    @property
    def list(self) -> str:
        return f"editing:{self.here}"

    @property
    def removal(self) -> str:
        return f"editing:{self.here}-remove"

    def seen(self, row: Any) -> str:  # noqa: ANN401 - of any table
        """Of what is stored now; empty where it is gone."""
        held = self.find(row.pk) if row is not None else None
        return self.entry(held).fingerprint if held is not None else ""


def drafts_that(names: Callable[[ArticleDocument], bool]) -> tuple[str, ...]:
    """A sentence where open drafts name it in their latest text."""
    latest = Revision.objects.filter(draft__in=Draft.objects.open(), number=F("draft__number"))
    return counted(sum(names(row.document) for row in latest), "draft names it", "drafts name it")


def counted(number: int, one: str, many: str) -> tuple[str, ...]:
    return (f"{number} {one if number == 1 else many}",) if number else ()
