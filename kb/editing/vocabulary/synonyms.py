"""Words that mean the same to a search, and what searches come to with them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from kb.editing.vocabulary.nouns import ListedWord, Noun, PlaceForm
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import CheckboxField, TextField
from kb.search import synonyms
from kb.search.finder import find
from kb.search.synonyms import Synonym, SynonymEntry

MOST_TRIED, MOST_NAMED = 12, 3


class SynonymForm(PlaceForm):
    fixed = ("group", "phrase")

    phrase = TextField("Word or phrase", max_length=synonyms.LONGEST["phrase"], hint="As people type it")
    group = TextField(
        "Group", max_length=synonyms.LONGEST["group"], hint="All phrases of a group mean the same: “passcode”"
    )
    one_way = CheckboxField("It leads to the others, and they do not lead to it", required=False)
    position = TextField("Place in the table", required=False, width=5)


def _rows() -> Iterable[ListedWord]:
    for row in Synonym.objects.order_by("group", "position", "pk"):
        yield ListedWord(row.pk, row.phrase, note=f"Group: {row.group}{' · one way' if row.one_way else ''}")


def _said(typed: Mapping[str, Any], before: SynonymEntry | None) -> SynonymEntry:
    group = before.group if before else " ".join(typed["group"].split())
    phrase = before.phrase if before else " ".join(typed["phrase"].split())
    return SynonymEntry(group, phrase, typed["one_way"], typed["position"])


def _finds(text: str) -> str:
    hits = find(text, limit=MOST_NAMED).found
    return ", ".join(f"{hit.article.label} {hit.article.title}" for hit in hits) or "nothing"


def _look(row: Synonym | None, entries: Iterable[Any]) -> Surroundings:
    """Each phrase of the group as a search of its own."""
    given = [*entries]
    groups = {entry.group for entry in given}
    others = Synonym.objects.filter(group__in=groups).order_by("position", "pk").values_list("phrase", flat=True)
    texts = list(dict.fromkeys([*(entry.phrase for entry in given), *others]))[:MOST_TRIED]
    return Surroundings(searches={text: _finds(text) for text in texts})


SYNONYMS = Noun(
    name="synonym",
    here="synonyms",
    heading="Synonyms",
    lead="A search for one phrase of a group finds what says another. The next search follows a change.",
    add="Add a synonym",
    rows=_rows,
    find=lambda pk: Synonym.objects.filter(pk=pk).first(),
    entry=synonyms.entry_of,
    form=SynonymForm,
    initial=vars,
    said=_said,
    same=lambda entry: Synonym.objects.filter(group=entry.group, folded=entry.folded).first(),
    save=lambda entry, by: synonyms.save_synonym(entry=entry, by=by),
    remove=lambda row, by: synonyms.remove_synonym(synonym=row, by=by),
    look=_look,
    hangs=lambda row: (),
    history_of=lambda row: Q(subject=row.phrase, detail__group=row.group),
    read_by_all=("phrase",),
    is_searched=True,
)
