"""Changing what Start asks: every answer leads somewhere, nobody goes in a circle, nothing is asked of nobody."""

from collections.abc import Iterator

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue.actions import (
    NotPublishable,
    drop_questions_nobody_is_asked,
    raise_edition,
    save_start_question,
)
from kb.catalogue.lookup import is_known_code
from kb.catalogue.models import StartQuestion
from kb.catalogue.start import StartQuestionEntry, faults_of_all
from kb.checks.personal import says_personal
from kb.editing.vocabulary.rights import insist
from kb.editing.vocabulary.start.reading import entered, entries, seen, unasked
from kb.lib.portable import Problem


def _personal(entry: StartQuestionEntry) -> Iterator[Problem]:
    for name in ("title", "hint"):
        yield from (Problem(name, message) for message in says_personal(getattr(entry, name), is_known_code))
    for number, answer in enumerate(entry.answers, 1):
        for part in ("text", "hint"):
            for message in says_personal(getattr(answer, part), is_known_code):
                yield Problem("answers", message, number, part)


def _faults(changed: list[StartQuestionEntry]) -> Iterator[Problem]:
    """Between all of them, as they would be. What is about another question says which."""
    first = changed[0]
    questions = entries() | {entry.slug: entry for entry in changed}
    gone = unasked(questions, ways_in := entered())
    if first.slug in gone:
        yield Problem("", "No answer and no common problem leads to this question: say where it is asked.")
        return
    left = {slug: entry for slug, entry in questions.items() if slug not in gone}
    for slug, problem in faults_of_all(left, ways_in):
        is_own = slug == first.slug
        yield problem if is_own else Problem("", f"“{left[slug].title}”: {problem.message}")


@transaction.atomic
def save(
    *, entry: StartQuestionEntry, asked_by: StartQuestionEntry | None, is_new: bool, since: str, by: User
) -> StartQuestion:
    """`asked_by` is the question that gets an answer which leads to a new one. Questions that nobody is asked any more
    go. Raises NotPublishable and WordChanged, having written nothing.
    """
    raise_edition()  # nobody else writes content until this is done
    insist(by, since=since, now="" if is_new else seen(entry.slug))
    if is_new and entry.slug in entries():
        raise NotPublishable([Problem("slug", "There is a question of this name: choose another.")])
    changed = [entry, *([asked_by] if asked_by else [])]
    if problems := [*entry.problems(), *_personal(entry), *_faults(changed)]:
        raise NotPublishable(problems)
    rows = [save_start_question(entry=one, by=by) for one in changed]
    drop_questions_nobody_is_asked(by=by)
    return rows[0]
