"""Codes that are made while an article is written: kept with the draft, made for real when it is published."""

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue import codes
from kb.catalogue.actions import NotPublishable, save_code
from kb.catalogue.codes.families import is_family
from kb.catalogue.document import ArticleDocument
from kb.catalogue.entries import CodeEntry, MeaningEntry
from kb.catalogue.models import ErrorCode
from kb.editing.drafts.actions import subject
from kb.editing.models import Draft, NewCode
from kb.lib.text import without_unseen


def entry_of(code: NewCode) -> CodeEntry:
    kind = "FAMILY" if is_family(code.display) else "EXACT"
    return CodeEntry(code=code.display, kind=kind, meanings=(MeaningEntry(code.meaning, code.where),))


@transaction.atomic
def propose(*, draft: Draft, code: str, meaning: str, where: str, by: User) -> NewCode:
    """A code for this draft; saying it again changes its words. Raises NotPublishable with what is wrong."""
    display, meaning, where = (without_unseen(" ".join(text.split())) for text in (code, meaning, where))
    row = NewCode(draft=draft, display=display, normal=codes.normal(display), meaning=meaning, where=where, by=by)
    if problems := list(entry_of(row).problems()):
        raise NotPublishable(problems)
    values = {"display": display, "meaning": meaning, "where": where, "by": by}
    row, _ = NewCode.objects.update_or_create(draft=draft, normal=row.normal, defaults=values)
    audit.record(by=by, verb="proposed an error code", subject=subject(draft), detail={"code": display})
    return row


def make(*, draft: Draft, document: ArticleDocument, by: User | None) -> None:
    """Those that the text still names and nobody has made since. Inside the transaction that publishes."""
    named = {codes.normal(code) for code in (*document.codes, *document.mentions)}
    known = set(ErrorCode.objects.filter(normal__in=named).values_list("normal", flat=True))
    for code in draft.new_codes.filter(normal__in=named - known):
        save_code(entry=entry_of(code), by=by)
