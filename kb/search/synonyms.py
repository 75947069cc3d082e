"""Keeping synonyms: the only writers of their table. The next search reads what was saved."""

from dataclasses import asdict

from django.db import transaction

from kb.accounts import audit
from kb.accounts.models import User
from kb.catalogue.actions import NotPublishable, raise_edition
from kb.search.models import Synonym
from kb.search.portable import SynonymEntry


def entry_of(row: Synonym) -> SynonymEntry:
    return SynonymEntry(row.group, row.phrase, row.one_way, row.position)


@transaction.atomic
def save_synonym(*, entry: SynonymEntry, by: User | None, imported: str | None = None) -> Synonym:
    """Create or change the phrase with these words in this group. Raises NotPublishable, having written nothing.

    `imported` is the fingerprint to remember when it came from a file.
    """
    raise_edition()
    if problems := list(entry.problems()):
        raise NotPublishable(problems)
    values: dict[str, object] = {"phrase": entry.phrase, "one_way": entry.one_way, "position": entry.position}
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
