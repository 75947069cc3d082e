"""Changing codes from a page. What is saved is live at once, so whoever may publish does it."""

from collections.abc import Collection

from django.db import transaction

from kb.accounts.models import User
from kb.catalogue import actions as catalogue
from kb.catalogue import codes
from kb.catalogue.entries import CodeEntry
from kb.catalogue.lookup import is_known_code
from kb.catalogue.models import CodeKey, ErrorCode
from kb.checks.personal import says_personal
from kb.editing.refusals import NotPossible
from kb.editing.vocabulary.codes.reading import drafts_naming, seen
from kb.editing.vocabulary.linking import texts_that_link
from kb.editing.vocabulary.rights import insist
from kb.lib.portable import Problem


def _begin(by: User, code: ErrorCode | None, since: str) -> None:
    catalogue.raise_edition()  # nobody else writes content until this is done
    insist(by, since=since, now=seen(code.pk) if code else "")


def _refuse_personal(entry: CodeEntry) -> None:
    """Readers see these words, and no check of an article reads them."""
    found = [
        Problem("meanings", message, number, part)
        for number, meaning in enumerate(entry.meanings, 1)
        for part in ("words", "where")
        for message in says_personal(getattr(meaning, part), is_known_code)
    ]
    if found:
        raise catalogue.NotPublishable(found)


@transaction.atomic
def save(*, code: ErrorCode | None, entry: CodeEntry, since: str, by: User) -> ErrorCode:
    """A new one where no code is given."""
    _begin(by, code, since)
    there = None if code else CodeKey.objects.filter(normal=codes.normal(entry.code)).select_related("code").first()
    if there:
        message = f"'{entry.code}' is already the code {there.code}, or a spelling of it: change that one."
        raise catalogue.NotPublishable([Problem("code", message)])
    _refuse_personal(entry)
    return catalogue.save_code(entry=entry, by=by, row=code)


@transaction.atomic
def rename(*, code: ErrorCode, name: str, joining: Collection[str], since: str, by: User) -> ErrorCode:
    _begin(by, code, since)
    return catalogue.rename_code(code=code, name=name, joining=joining, by=by)


@transaction.atomic
def merge(*, code: ErrorCode, into: ErrorCode, since: str, by: User) -> ErrorCode:
    _begin(by, code, since)
    return catalogue.merge_codes(code=code, into=into, by=by)


@transaction.atomic
def remove(*, code: ErrorCode, since: str, by: User) -> None:
    _begin(by, code, since)
    if drafts_naming(ErrorCode.objects.whole().get(pk=code.pk)):
        raise NotPossible(f"A draft names {code}: take it out there first, or merge it into another code.")
    if links := texts_that_link(code.get_absolute_url()):
        raise NotPossible(f"It cannot be removed: {links[0]}.")
    catalogue.remove_code(code=code, by=by)
