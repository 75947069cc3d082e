"""Saving what Start asks, and dropping what nobody is asked any more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions.changes import changes
from kb.catalogue.actions.publishing import NotPublishable, raise_edition
from kb.catalogue.actions.taxonomy import begin, finish
from kb.catalogue.models import Article, StartAnswer, StartQuestion, Vendor
from kb.catalogue.reading import start_entry
from kb.catalogue.start import StartQuestionEntry
from kb.lib.portable import Problem

# What each way of an answer is called in a column, and where its row is found.
_COLUMNS: dict[str, tuple[str, type[StartQuestion | Article | Vendor]]] = {
    "question": ("leads_to", StartQuestion),
    "article": ("article", Article),
    "vendor": ("vendor", Vendor),
}


def _rows_by_slug(entry: StartQuestionEntry) -> Mapping[str, Mapping[str, Any]]:
    """By way, the rows that the answers name; raises NotPublishable for a name that leads to nothing."""
    found: dict[str, dict[str, Any]] = {}
    problems = []
    for way, (_, table) in _COLUMNS.items():
        wanted = {number: getattr(answer, way) for number, answer in enumerate(entry.answers, 1)}
        rows = table.objects.filter(slug__in=set(wanted.values()) - {""})
        found[way] = {row.slug: row for row in rows}
        problems += [
            Problem("answers", f"There is no {way} '{slug}'. Add it, or mend the name.", number, way)
            for number, slug in wanted.items()
            if slug and slug not in found[way]
        ]
    if problems:
        raise NotPublishable(problems)
    return found


@transaction.atomic
def save_start_question(*, entry: StartQuestionEntry, by: User | None, imported: str | None = None) -> StartQuestion:
    """Create or change it, with all of its answers. Raises NotPublishable, having written nothing.

    Whoever saves several asks `start.faults_of_all` first, and saves last those that lead to others.
    """
    begin(entry)
    rows = _rows_by_slug(entry)
    values: dict[str, object] = {
        "title": entry.title,
        "hint": entry.hint,
        "is_first": entry.is_first,
        "vague_words": list(entry.vague_words),
    }
    if imported is not None:
        values["imported"] = imported
    if entry.is_first:
        StartQuestion.objects.filter(is_first=True).exclude(slug=entry.slug).update(is_first=False)
    own = StartQuestion.objects.whole().filter(slug=entry.slug).first()
    before = start_entry(own, timezone.now()) if own else None
    question, _ = StartQuestion.objects.update_or_create(slug=entry.slug, defaults=values)
    question.answers.all().delete()
    StartAnswer.objects.bulk_create(
        StartAnswer(
            question=question,
            position=number,
            text=answer.text,
            hint=answer.hint,
            page=answer.page,
            **{column: rows[way].get(getattr(answer, way)) for way, (column, _) in _COLUMNS.items()},
        )
        for number, answer in enumerate(entry.answers, 1)
    )
    finish(question, by=by, kind="question", shown_in=(), detail={"slug": entry.slug, **changes(before, entry)})
    return question


@transaction.atomic
def drop_questions_nobody_is_asked(*, by: User | None) -> int:
    """Those that no answer and no common problem leads to; returns how many."""
    raise_edition()
    asked_of_nobody = StartQuestion.objects.filter(is_first=False, led_to_by__isnull=True, shortcuts__isnull=True)
    number = 0
    while question := asked_of_nobody.first():  # with one its answers go, and others may be led to no more
        question.delete()
        audit.record(by=by, verb="removed question", subject=question.title)
        number += 1
    return number
