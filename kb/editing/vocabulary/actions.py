"""Changing any of these words from a page. What is saved is live at once, so whoever may publish does it."""

from typing import Any

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue.actions import NotPublishable, raise_edition
from kb.catalogue.lookup import is_known_code
from kb.checks.personal import says_personal
from kb.editing.refusals import NotPossible
from kb.editing.vocabulary.nouns import Noun
from kb.editing.vocabulary.rights import insist
from kb.lib.portable import Problem


def check(*, noun: Noun, row: Any, entry: Any, since: str, by: User) -> None:  # noqa: ANN401 - of any table
    """Raises what `save` would of what was typed, and writes nothing."""
    insist(by, since=since, now=noun.seen(row))
    if row is None and noun.same(entry) is not None:
        raise NotPublishable([Problem("", f"There is one of this name already: find it under {noun.heading}.")])
    found = [
        Problem(name, message)
        for name in noun.read_by_all
        for message in says_personal(str(getattr(entry, name)), is_known_code)
    ]
    if problems := [*entry.problems(), *found]:
        raise NotPublishable(problems)


@transaction.atomic
def save(*, noun: Noun, row: Any, entry: Any, since: str, by: User) -> Any:  # noqa: ANN401 - of any table
    """A new one where there is no row. Raises NotPublishable and WordChanged, having written nothing."""
    raise_edition()  # nobody else writes content until this is done
    check(noun=noun, row=row, entry=entry, since=since, by=by)
    return noun.save(entry, by)


@transaction.atomic
def remove(*, noun: Noun, row: Any, since: str, by: User) -> None:  # noqa: ANN401 - of any table
    raise_edition()
    insist(by, since=since, now=noun.seen(row))
    if hangs := noun.hangs(row):
        raise NotPossible(f"It cannot be removed: {'; '.join(hangs)}.")
    noun.remove(row, by)
