"""What was planned is written: each thing whole or not at all, in one transaction or in many short ones."""

import math
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions import (
    NotPublishable,
    drop_questions_nobody_is_asked,
    give_up_meanings,
    give_up_spellings,
    note_review,
    raise_edition,
)
from kb.catalogue.models import Edition
from kb.contacts.document import ContactRefused
from kb.editing.drafts.actions import begin
from kb.notices.document import NoticeRefused
from kb.transfer import kinds, pictures, reviews
from kb.transfer.items import FileProblem
from kb.transfer.pictures import Picture
from kb.transfer.planning import Chooses, Fate, GoneRow, Plan, Planned, name_of

REFUSALS = (NotPublishable, ContactRefused, NoticeRefused)
# SQLite has one writer: whoever files a report waits for at most this, and one thing more.
LOCKED_SECONDS = 0.2
# Who waits for SQLite's lock looks again after at most 0.1 seconds: in a shorter gap they would never come in.
GAP_SECONDS = 0.12
MEANWHILE = "was changed here since this import was looked at: look at it again"


@dataclass
class ImportOutcome:
    """What an import did, in numbers by kind; what it left alone, by name; and what could be said better."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    drafts: Counter[str] = field(default_factory=Counter)
    draft_ids: list[list[Any]] = field(default_factory=list)
    adopted: int = 0
    kept: list[str] = field(default_factory=list)
    left_out: list[FileProblem] = field(default_factory=list)
    gone: list[GoneRow] = field(default_factory=list)
    warnings: list[FileProblem] = field(default_factory=list)

    @property
    def did_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed or self.drafts)


@dataclass
class Writing:
    """One import while it is written. `as_drafts`: articles become drafts for somebody to review; all else is live."""

    plan: Plan
    chooses: Chooses
    by: User | None
    as_drafts: bool = False
    outcome: ImportOutcome = field(default_factory=ImportOutcome)
    problems: list[FileProblem] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = self.plan
        self.chosen = [one for one in plan.planned if self.chooses(one)]
        self.outcome.kept = [one.refusal for one in plan.planned if one.fate.is_kept and not self.chooses(one)]
        self.outcome.left_out = list(plan.wrong)
        self.outcome.warnings = list(plan.warnings)
        self.outcome.gone = list(plan.gone)

    @property
    def number_of_changes(self) -> int:
        return len(self.plan.pictures) + sum(one.fate is not Fate.SAME for one in self.chosen)

    def begin(self) -> None:
        """First, since a text that shows an image that is not here is refused, and so is a spelling that another code
        has until it gives it up."""
        self.take_in(self.plan.pictures)
        self.give_up()

    def take_in(self, shown: Sequence[Picture]) -> None:
        if added := pictures.take_in(shown, by=self.by):
            self.outcome.added["image"] += added

    def give_up(self) -> None:
        """Of the few that lose any: this is one transaction, however long the rest is."""
        changed = [(one, one.held) for one in self.chosen if one.held and one.fate is not Fate.SAME]
        codes = [(one.item.content, held.content) for one, held in changed if one.kind is kinds.CODES]
        give_up_spellings(entries=[entry for entry, before in codes if set(before.texts) - set(entry.texts)])
        for one, held in changed:
            if one.kind is not kinds.ARTICLES or self.as_drafts:
                continue
            if set(held.content.meanings) - set(one.item.content.meanings):
                give_up_meanings(article=held.row, document=one.item.content)

    def to_write(self) -> list[Planned]:
        """Without what is here already, which needs no lock and is no reason to say that something changed."""
        same = [
            one for one in self.chosen if one.fate is Fate.SAME and one.held and not one.held.learns(one.item.content)
        ]
        self.outcome.unchanged.update(one.kind.name for one in same)
        known = set(map(id, same))
        return [one for one in self.chosen if id(one) not in known]

    def take(self, one: Planned) -> None:
        """Save what is new. What only the database knows to be wrong, such as an address that is taken, is a problem
        of its own."""
        kind, content, held = one.kind, one.item.content, one.held
        if held and one.fate is Fate.SAME:
            self.outcome.unchanged[kind.name] += 1
            self.outcome.adopted += held.adopt(content)
            return
        if self.as_drafts and kind is kinds.ARTICLES:
            self._begin_draft(one)
            return
        review = {"review": reviews.verification(one.item.beside)} if one.item.beside else {}
        if held and one.is_review_only:
            note_review(article=held.row, review=review["review"])
            self.outcome.changed["review"] += 1
            return
        row = held.row if held else None
        try:
            kind.save(content=content, by=self.by, imported=content.fingerprint, row=row, **review)
        except REFUSALS as refused:
            self.problems += [one.item.problem(problem) for problem in refused.problems]
        else:
            (self.outcome.changed if held else self.outcome.added)[kind.name] += 1

    def _begin_draft(self, one: Planned) -> None:
        """Somebody else's draft is not written into."""
        article = one.held.row if one.held else None
        if article and article.drafts.open().exists():
            words = "Somebody is changing this article: publish or discard that draft, then bring the file in again."
            self.problems.append(FileProblem(one.item.file, 1, words))
            return
        draft = begin(
            by=cast(User, self.by), article=article, document=one.item.content, origin=f"file {one.item.file}"
        )
        self.outcome.drafts[one.kind.name] += 1
        self.outcome.draft_ids.append([draft.pk, draft.title])

    def end(self) -> None:
        asked = (kinds.START.name, kinds.SHORTCUTS.name)
        if any(self.outcome.added[name] or self.outcome.changed[name] for name in asked):
            drop_questions_nobody_is_asked(by=self.by)

    def remove(self, gone: Iterable[GoneRow]) -> None:
        """Rows that were taken out of their table, where nothing hangs on them."""
        for one in gone:
            if one.kind.remove is None:
                continue
            try:
                one.kind.remove(one.held.row, self.by)
            except REFUSALS as refused:
                self.problems += [FileProblem(one.file, 1, f"{one.name}: {p.message}") for p in refused.problems]
            else:
                self.outcome.removed[one.kind.name] += 1
                self.outcome.gone.remove(one)

    def note(self, source: str) -> None:
        """One line in the audit beside those of each thing."""
        said = self.outcome
        detail = {
            "from": source,
            **{
                name: dict(getattr(said, name))
                for name in ("added", "changed", "removed", "drafts")
                if getattr(said, name)
            },
            "left out": len({problem.file for problem in said.left_out}),
            "kept": len(said.kept),
        }
        audit.record(by=self.by, verb="imported files", subject=source, detail=detail)


def in_turns(writing: Writing) -> Iterator[int]:
    """Many short transactions. Yields, outside of each, how many things are done; whoever stops here loses none."""
    turns = _Turns(writing.plan.edition)
    for picture in writing.plan.pictures:
        with turns.turn():
            writing.take_in([picture])
    if any(one.fate is not Fate.SAME for one in writing.chosen):
        with turns.turn():
            writing.give_up()
    waiting = writing.to_write()
    done = 0
    while done < len(waiting):
        with turns.turn() as is_ours_alone:
            done = _one_turn(writing, waiting, done, _Now(is_as_planned=is_ours_alone), LOCKED_SECONDS)
        if done < len(waiting):
            time.sleep(GAP_SECONDS)
        yield done
    with transaction.atomic():
        writing.end()
    writing.outcome.left_out += writing.problems


def whole(writing: Writing) -> list[FileProblem]:
    """Few changes in one transaction. What any of them is refused for comes back, and then nothing was written."""
    waiting = writing.to_write()
    if not waiting and not writing.plan.pictures:
        return []
    said = writing.outcome
    with transaction.atomic():
        with _Turns(writing.plan.edition).turn() as is_ours_alone:
            writing.begin()
            _one_turn(writing, waiting, 0, _Now(is_as_planned=is_ours_alone), math.inf)
            writing.end()
        if writing.problems or (said.did_nothing and not said.adopted):
            transaction.set_rollback(True)
    return writing.problems


def remove_in_turns(writing: Writing, gone: Sequence[GoneRow]) -> None:
    waiting, already = list(gone), len(writing.problems)
    while waiting:
        with transaction.atomic():
            raise_edition()
            began = time.monotonic()
            while waiting and time.monotonic() - began < LOCKED_SECONDS:
                writing.remove([waiting.pop(0)])
        if waiting:
            time.sleep(GAP_SECONDS)
    writing.outcome.left_out += writing.problems[already:]


class _Turns:
    """The transactions of one import, one after another. Each knows whether anybody else raised the edition since the
    plan was made: where nobody did, all content is as it was planned, and nothing need be read again under the lock."""

    def __init__(self, edition: int) -> None:
        self._edition: int | None = edition

    @contextmanager
    def turn(self) -> Iterator[bool]:
        with transaction.atomic():
            raise_edition()  # locks the catalogue, so that nothing is edited between the look and the writing
            if self._edition != Edition.objects.current() - 1:
                self._edition = None
            yield self._edition is not None
            if self._edition is not None:
                self._edition = Edition.objects.current()


def _one_turn(writing: Writing, waiting: Sequence[Planned], done: int, now: "_Now", seconds: float) -> int:
    began = time.monotonic()
    for one in waiting[done:]:
        if now.is_as_planned(one):
            writing.take(one)
        else:
            words = f"{one.item.file}: the {one.kind.name} “{name_of(one.item.content)}” {MEANWHILE}"
            writing.outcome.kept.append(words)
        done += 1
        if time.monotonic() - began >= seconds:
            break
    return done


# There may be very many contacts, and what is saved of them and of templates raises no edition.
_OF_NO_EDITION = (kinds.CONTACTS, kinds.ORGANISATIONS, kinds.NOTICE_TEMPLATES)


class _Now:
    """What is here, read while the catalogue is locked."""

    def __init__(self, *, is_as_planned: bool) -> None:
        self._is_as_planned = is_as_planned
        self._held: dict[str, dict[str, str]] = {}

    def is_as_planned(self, one: Planned) -> bool:
        row = one.held.row if one.held else None
        if one.kind in _OF_NO_EDITION:
            now = kinds.row_like(one.item.content) if row is None else type(row).objects.filter(pk=row.pk).first()
            return (now and now.content.fingerprint) == (row and row.content.fingerprint)
        if self._is_as_planned:
            return True
        if one.kind is kinds.ARTICLES:  # whoever saves a new one finds an address or a name that is taken
            return row is None or type(row).objects.filter(pk=row.pk, version=row.version).exists()
        here = self._here(one.kind)
        if one.held is None:
            return here.keys().isdisjoint(one.kind.keys(one.item.content))
        return one.held.content.fingerprint in (here.get(key) for key in one.kind.keys(one.held.content))

    def _here(self, kind: kinds.ContentKind) -> dict[str, str]:
        """The fingerprint of each by its keys, read once in a turn."""
        if kind.name not in self._held:
            rows = [held.content for held in kind.held()]
            self._held[kind.name] = {key: content.fingerprint for content in rows for key in kind.keys(content)}
        return self._held[kind.name]
