"""Synonyms: what a file or a form says of one, and the only writers of their table. The next search reads it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import limits
from kb.catalogue.actions import NotPublishable, raise_edition
from kb.catalogue.erased_words import erased_problems
from kb.lib.portable import Problem, digest, line_problems, unseen_problems
from kb.search.index import analysis
from kb.search.models import Synonym

__all__ = [
    "LONGEST",
    "MOST_WORDS",
    "Synonym",
    "SynonymEntry",
    "entry_of",
    "forget",
    "groups_in",
    "remove_synonym",
    "said_otherwise",
    "save_synonym",
]

_SMALL_WORDS = analysis.STOP_WORDS - {"no", "not", "dont", "without"}
LONGEST = {"group": 100, "phrase": 100}
LONGEST_FOLDED = 100  # some single letters fold into several
MOST_WORDS = analysis.LONGEST_PHRASE


@dataclass(frozen=True)
class SynonymEntry:
    """A phrase of a group whose phrases mean the same. One way: it leads to the others, they do not lead to it."""

    group: str
    phrase: str
    one_way: bool = False
    position: int = 0

    @property
    def folded(self) -> str:
        """The words that are compared: of two phrases with the same words a group keeps one."""
        return " ".join(analysis.words(self.phrase))

    @property
    def fingerprint(self) -> str:
        """Equal for two that say the same."""
        return digest(asdict(self))

    def problems(self) -> Iterator[Problem]:
        """Everything that keeps it from being saved."""
        if not self.group.strip():
            yield Problem("group", "Enter the group.")
        words = analysis.words(self.phrase)
        if not words:
            yield Problem("phrase", "Enter a phrase with a letter or a figure in it.")
        elif not analysis.phrase_key(words):
            yield Problem("phrase", "Enter a phrase that says more than “the” or “my”.")
        elif len(words) > MOST_WORDS:
            yield Problem("phrase", f"Shorten the phrase to {MOST_WORDS} words; longer ones are not found.")
        elif len(self.folded) > LONGEST_FOLDED:
            yield Problem("phrase", "Write this phrase in plain letters.")
        if not 0 <= self.position <= limits.LARGEST_POSITION:
            yield Problem("position", "Enter a position of 0 or more.")
        yield from line_problems(self, LONGEST)
        yield from unseen_problems(self)


def entry_of(row: Synonym) -> SynonymEntry:
    return SynonymEntry(row.group, row.phrase, row.one_way, row.position)


def _told(text: str) -> list[str]:
    """The stems of the words that tell something; "no plastic card" is not "plastic card"."""
    return [analysis.stem(word) for word in analysis.words(text) if word not in _SMALL_WORDS]


def groups_in(text: str, *, among: Collection[str]) -> set[str]:
    """The groups, among these, of which a text says a phrase, whatever small words stand in it."""
    said = f" {' '.join(_told(text))} "
    rows = Synonym.objects.filter(group__in=among).values_list("group", "phrase")
    return {group for group, phrase in rows if f" {' '.join(_told(phrase))} " in said}


def said_otherwise(text: str) -> Iterator[str]:
    """The text with one phrase of it in the place of another that means the same, as somebody else would type it."""
    words = analysis.words(text)
    rows = list(Synonym.objects.order_by("group", "position", "pk"))
    for row in rows:
        phrase = row.folded.split()
        at = next((n for n in range(len(words)) if words[n : n + len(phrase)] == phrase), None)
        if at is None or row.one_way:
            continue
        others = (one for one in rows if one.group == row.group and one.pk != row.pk)
        yield from (" ".join([*words[:at], other.phrase, *words[at + len(phrase) :]]) for other in others)


@transaction.atomic
def save_synonym(*, entry: SynonymEntry, by: User | None, imported: str | None = None) -> Synonym:
    """Create or change the phrase with these words in this group. Raises NotPublishable, having written nothing.

    `imported` is the fingerprint to remember when it came from a file.
    """
    raise_edition()
    if problems := [*entry.problems(), *erased_problems(entry)]:
        raise NotPublishable(problems)
    values: dict[str, object] = {"phrase": entry.phrase, "stems": analysis.phrase_key(analysis.words(entry.phrase))}
    values |= {"one_way": entry.one_way, "position": entry.position}
    if imported is not None:
        values["imported"] = imported
    row, _ = Synonym.objects.update_or_create(group=entry.group, folded=entry.folded, defaults=values)
    audit.record(by=by, verb="saved synonym", subject=str(row), detail=asdict(entry))
    return row


@transaction.atomic
def remove_synonym(*, synonym: Synonym, by: User | None) -> None:
    """Gone from every search; the audit entry keeps what it said. Removing what is gone changes nothing."""
    removed = Synonym.objects.filter(pk=synonym.pk).first()
    if removed is None:
        return
    raise_edition()
    number_removed, _ = removed.delete()
    if number_removed:  # nobody else has removed it since we looked
        audit.record(by=by, verb="removed synonym", subject=str(removed), detail=asdict(entry_of(removed)))


def forget(row: Synonym, changes: Mapping[str, Any]) -> None:
    """Words of it are erased: what is left of a synonym means nothing."""
    Synonym.objects.filter(pk=row.pk).delete()
