"""The only writers of chosen answers. The next search reads what they wrote."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions import NotPublishable, raise_edition
from kb.catalogue.erased_words import erased_problems
from kb.catalogue.models import Article, GlossaryEntry, Vendor
from kb.lib.portable import Problem
from kb.search.answers.document import AnswerEntry, faults_of_all
from kb.search.answers.reading import entries, entry_of
from kb.search.choices import LeadsTo
from kb.search.known_words import KnownWords
from kb.search.models import ChosenAnswer

_TABLES: dict[str, type[Article | GlossaryEntry | Vendor]] = {
    LeadsTo.ARTICLE: Article,
    LeadsTo.VENDOR: Vendor,
    LeadsTo.WORD: GlossaryEntry,
}


def _own_problems(entry: AnswerEntry) -> list[Problem]:
    return [*entry.problems(), *erased_problems(entry)] or [
        Problem("phrase", f"Take out '{code}': it is an error code, which leads to its own page.")
        for code in sorted(KnownWords().codes(entry.choices))
    ]


def problems_of(entry: AnswerEntry) -> list[Problem]:
    """Everything that keeps it from being saved among those that are here."""
    if problems := _own_problems(entry):
        return problems
    others = {other.slug: other for other in entries() if other.slug != entry.slug}
    # What is wrong between this one and another, whichever of the two comes first; what was wrong before stays.
    faults = dict.fromkeys(faults_of_all(others))
    return [
        problem if slug == entry.slug else Problem("phrase", f"With this, '{slug}' could not stay. {problem.message}")
        for slug, problem in faults_of_all(others | {entry.slug: entry})
        if (slug, problem) not in faults
    ]


def _row_named(entry: AnswerEntry) -> Article | GlossaryEntry | Vendor | None:
    table = _TABLES.get(entry.leads_to)
    if table is None:
        return None
    row = table.objects.filter(slug=entry.which).first()
    if isinstance(row, Article):
        row = row.live_heir(timezone.now())
    if row is None:
        live, what = "live " if table is Article else "", LeadsTo(entry.leads_to).value
        raise NotPublishable([Problem("which", f"There is no {live}{what} '{entry.which}'. Add it, or mend the name.")])
    return row


@transaction.atomic
def save_answer(*, entry: AnswerEntry, by: User | None, imported: str | None = None) -> ChosenAnswer:
    """Create or change the answer of this slug. Raises NotPublishable, having written nothing.

    `imported` is the fingerprint to remember when it came from a file: then it was compared with the others before, and
    the lists that it names were saved first.
    """
    raise_edition()
    if problems := problems_of(entry) if imported is None else _own_problems(entry):
        raise NotPublishable(problems)
    named = _row_named(entry)
    values: dict[str, object] = {
        "phrase": entry.phrase,
        "leads_to": entry.leads_to,
        "position": entry.position,
        **{way: named if table is type(named) else None for way, table in _TABLES.items()},
    }
    if imported is not None:
        values["imported"] = imported
    row, _ = ChosenAnswer.objects.update_or_create(slug=entry.slug, defaults=values)
    audit.record(by=by, verb="saved chosen answer", subject=str(row), detail=asdict(entry))
    return row


@transaction.atomic
def remove_answer(*, answer: ChosenAnswer, by: User | None) -> None:
    """Raises NotPublishable for a list that a phrase still names. Removing what is gone changes nothing."""
    removed = ChosenAnswer.objects.filter(pk=answer.pk).first()
    if removed is None:
        return
    raise_edition()
    named_in = [entry.slug for entry in entries() if removed.slug in entry.lists and removed.leads_to == LeadsTo.LIST]
    if named_in:
        raise NotPublishable([Problem("", f"'{removed.slug}' is named in {', '.join(named_in)}: change these first.")])
    detail = asdict(entry_of(removed, timezone.now()))
    number_removed, _ = removed.delete()
    if number_removed:  # nobody else has removed it since we looked
        audit.record(by=by, verb="removed chosen answer", subject=removed.slug, detail=detail)


def forget(row: ChosenAnswer, changes: Mapping[str, Any]) -> None:
    """Words of it are erased: what is left of a phrase means nothing."""
    ChosenAnswer.objects.filter(pk=row.pk).delete()
