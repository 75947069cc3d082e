"""Codes that are made while an article is written: kept with the draft, made for real when it is published."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import codes
from kb.catalogue.actions import NotPublishable, save_code
from kb.catalogue.choices import CodeKind, who
from kb.catalogue.codes.families import held_by_patterns, is_family
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry, MeaningEntry
from kb.catalogue.lookup import is_known_code
from kb.catalogue.models import CodeKey, ErrorCode
from kb.catalogue.reading import code_entry
from kb.checks.personal import says_personal
from kb.editing.drafts.actions import subject
from kb.editing.drafts.authors import case_of
from kb.editing.models import Draft, NewCode
from kb.editing.refusals import NotPossible
from kb.editing.rights import Act, insist
from kb.lib.portable import Problem
from kb.lib.text import without_unseen

_SAID = ("words", "where", "acts")  # what a draft says of each meaning; the rest comes with a file


@dataclass(frozen=True)
class Membership:
    """A code that a family would hold, where one of them comes with the draft; `is_said`: it is one of these."""

    code: str
    family: str
    is_said: bool = False

    @property
    def value(self) -> str:
        return f"{codes.normal(self.code)} {codes.normal(self.family)}"

    @property
    def label(self) -> str:
        return f"{self.code} is one of {self.family}"


@dataclass(frozen=True)
class BroughtCode:
    """What publishing the draft says of a code that it makes; `family` is the one that it is said to be one of."""

    code: str
    meanings: tuple[MeaningEntry, ...]
    family: str = ""

    @property
    def key(self) -> str:
        return codes.normal(self.code)

    def __str__(self) -> str:
        several = len(self.meanings) > 1
        said = [f"New code {self.code}{f', {len(self.meanings)} meanings' if several else ''}:"]
        for number, meaning in enumerate(self.meanings, 1):
            said += [f"({number})"] if several else []
            said += [_sentence(meaning.words)]
            said += [f"Seen: {_sentence(meaning.where)}"] if meaning.where else []
            said += [_sentence(f"Acts first: {who(meaning.acts)}")] if meaning.acts else []
        said += [f"One of {self.family}."] if self.family else []
        return " ".join(said)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def entry_of(code: NewCode) -> CodeEntry:
    kind = "FAMILY" if is_family(code.display) else "EXACT"
    return CodeEntry(code=code.display, kind=kind, meanings=code.meanings)


@transaction.atomic
def propose(*, draft: Draft, code: str, meanings: Sequence[MeaningEntry], by: User) -> NewCode:
    """A code for this draft, of each meaning its words, where it is seen and who acts; saying it again changes these.

    Raises NotPublishable with what is wrong.
    """
    display = _tidied(code)
    first, *others = ({name: _tidied(getattr(meaning, name)) for name in _SAID} for meaning in meanings)
    values = {"display": display, "meaning": first.pop("words"), **first, "others": others, "by": by}
    row = NewCode(draft=draft, normal=codes.normal(display), **values)
    if problems := [*entry_of(row).problems(), *_known(row), *_personal(row)]:
        raise NotPublishable(problems)
    row, _ = NewCode.objects.update_or_create(draft=draft, normal=row.normal, defaults=values)
    audit.record(by=by, verb="proposed an error code", subject=subject(draft), detail={"code": display})
    return row


@transaction.atomic
def mend(*, draft: Draft, was: BroughtCode, meanings: Sequence[MeaningEntry], by: User) -> None:
    """A reviewer says better what a code of the draft means, having read it as it `was`; saying the same does nothing.

    Raises NotPossible where somebody else changed it meanwhile, and what `propose` raises.
    """
    insist(Act.CHANGE, case_of(by, draft))
    row = draft.new_codes.select_for_update().filter(normal=was.key).first()
    if row is None or said_of(row.meanings) != said_of(was.meanings):
        raise NotPossible(f"Somebody changed what {was.code} means since you opened the page. Read it again.")
    if said_of(meanings) != said_of(row.meanings):
        propose(draft=draft, code=row.display, meanings=meanings, by=by)


def said_of(meanings: Sequence[MeaningEntry]) -> list[list[str]]:
    return [[_tidied(getattr(meaning, name)) for name in _SAID] for meaning in meanings]


def _tidied(text: str) -> str:
    return without_unseen(" ".join(text.split()))


def _known(row: NewCode) -> Iterator[Problem]:
    """Said while it is written, and not only when a reviewer publishes it."""
    for display in CodeKey.objects.filter(normal=row.normal).values_list("code__display", flat=True):
        yield Problem("code", f"'{row.display}' is already the code {display}, or a spelling of it: add {display}.")


def _personal(row: NewCode) -> Iterator[Problem]:
    """Readers see these words, and no check of the article reads them."""
    for number, meaning in enumerate(row.meanings, 1):
        for part in ("words", "where"):
            for message in says_personal(getattr(meaning, part), is_known_code):
                yield Problem("meanings", message, number, part)


# --- Families --------------------------------------------------------------------------------------------------------


def memberships(draft: Draft) -> list[Membership]:
    """Whoever makes a code or a family is asked of each; for a code that several families hold, of the narrowest."""
    made = {row.normal: row for row in draft.new_codes.order_by("pk")}
    if not made:
        return []
    stored = ErrorCode.objects.filter(family=None).order_by("normal").values_list("display", flat=True)
    own = [row.display for row in made.values()]
    # What stands in the catalogue was asked of when it came there: only of new families is it asked again.
    held = held_by_patterns([*(one for one in stored if not is_family(one)), *(one for one in own if is_family(one))])
    held |= held_by_patterns([*(one for one in own if not is_family(one)), *filter(is_family, [*stored, *own])])
    said = {value for row in made.values() for value in row.joins}
    asked = [Membership(code, family) for code, family in held.items()]
    return [replace(one, is_said=one.value in said) for one in asked]


@transaction.atomic
def answer(*, draft: Draft, asked: Collection[str], said: Collection[str], by: User) -> None:
    """Which of those that a person was asked of are one of their family, by their values."""
    for one in memberships(draft) if draft.is_open else ():
        if one.value not in asked or one.is_said == (one.value in said):
            continue
        code, family = one.value.split()
        rows = {row.normal: row for row in draft.new_codes.select_for_update().filter(normal__in=[code, family])}
        row = rows.get(code) or rows[family]
        row.joins = sorted({*row.joins} ^ {one.value})
        row.save(update_fields=["joins"])
        detail = {"code": one.code, "family": one.family, "is": str(not one.is_said)}
        audit.record(by=by, verb="said whether a code is one of a family", subject=subject(draft), detail=detail)


# --- Publishing ------------------------------------------------------------------------------------------------------


def _named(draft: Draft, document: ArticleDocument) -> QuerySet[NewCode]:
    keys = {codes.normal(code) for code in (*document.codes, *document.mentions)}
    return draft.new_codes.filter(normal__in=keys).order_by("pk")


def _unmade(rows: QuerySet[NewCode]) -> QuerySet[NewCode]:
    return rows.exclude(normal__in=ErrorCode.objects.values("normal"))


def brought(draft: Draft, document: ArticleDocument) -> dict[str, BroughtCode]:
    """By normal key: what an open draft would make, or what one that is published brought."""
    named = _named(draft, document)
    rows = list(_unmade(named) if draft.is_open else named)
    families = {codes.normal(one.code): one.family for one in memberships(draft) if one.is_said} if rows else {}
    return {row.normal: BroughtCode(row.display, row.meanings, families.get(row.normal, "")) for row in rows}


def make(*, draft: Draft, document: ArticleDocument, by: User | None) -> None:
    """Those that the text still names and nobody has made since. Inside the transaction that publishes."""
    joining = {codes.normal(one.code): one.family for one in memberships(draft) if one.is_said}
    entries = [entry_of(code) for code in _unmade(_named(draft, document))]
    for entry in sorted(entries, key=lambda entry: entry.kind == CodeKind.EXACT):
        save_code(entry=entry, by=by)
    for entry in _joined(joining):
        save_code(entry=entry, by=by)


def _joined(joining: dict[str, str]) -> Iterator[CodeEntry]:
    """Codes with the families that they are said to be one of, once both are there. By the keys of the codes."""
    rows = ErrorCode.objects.whole().filter(normal__in=joining, family=None)
    wanted = [codes.normal(family) for family in joining.values()]
    there = set(ErrorCode.objects.filter(normal__in=wanted, kind=CodeKind.FAMILY).values_list("display", flat=True))
    for row in rows.order_by("normal"):
        if joining[row.normal] in there:
            yield replace(code_entry(row), family=joining[row.normal])
