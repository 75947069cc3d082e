"""Words that mean the same to a search, and what searches come to with them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from kb.accounts.models import User
from kb.editing.vocabulary.nouns import ListedWord, Noun, PlaceForm
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import CheckboxField, TextField
from kb.pages.parts import PageLink
from kb.search import synonyms
from kb.search.finder import find
from kb.search.synonyms import Synonym, SynonymEntry

MOST_TRIED, MOST_NAMED = 12, 3


class SynonymForm(PlaceForm):
    fixed = ("group", "phrase")

    phrase = TextField("Word or phrase", max_length=synonyms.LONGEST["phrase"], hint="As people type it")
    group = TextField(
        "Means the same as",
        max_length=synonyms.LONGEST["group"],
        hint="Another word or phrase, such as “passcode”. Whether it is here already makes no difference.",
    )
    one_way = CheckboxField("It leads to the others, and they do not lead to it", required=False)
    position = TextField("Place in its group", required=False, width=5, hint="It may be left empty")


def _rows() -> Iterable[ListedWord]:
    for row in Synonym.objects.order_by("group", "position", "pk"):
        yield ListedWord(row.pk, row.phrase, note=f"Group: {row.group}{' · one way' if row.one_way else ''}")


def _group_of(text: str) -> str:
    """The group that is called so, in any capitals, or that has such a phrase; else a new one."""
    called = Synonym.objects.filter(group__iexact=text).values_list("group", flat=True)
    folded = SynonymEntry("", text).folded
    says = Synonym.objects.filter(folded=folded).order_by("one_way", "group").values_list("group", flat=True)
    return called.first() or (says.first() if folded else None) or text


def _save(entry: SynonymEntry, by: User) -> Synonym:
    """A phrase alone in its group changes no search, so a new group begins with the phrase that it is called by."""
    row = synonyms.save_synonym(entry=entry, by=by)
    named = SynonymEntry(row.group, row.group)
    is_alone = not Synonym.objects.filter(group=row.group).exclude(pk=row.pk).exists()
    if is_alone and named.folded != entry.folded and not [*named.problems()]:
        synonyms.save_synonym(entry=named, by=by)
    return row


def _uses(row: Synonym) -> list[PageLink]:
    others = Synonym.objects.filter(group=row.group).exclude(pk=row.pk).order_by("position", "pk")
    return [
        PageLink(one.phrase, reverse("editing:synonyms-one", args=[one.pk]), note="one way" if one.one_way else "")
        for one in others
    ]


def _said(typed: Mapping[str, Any], before: SynonymEntry | None) -> SynonymEntry:
    group = before.group if before else _group_of(" ".join(typed["group"].split()))
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
    # With what the groups are called: a new one begins with a phrase that says so.
    texts = list(dict.fromkeys([*(entry.phrase for entry in given), *sorted(groups), *others]))[:MOST_TRIED]
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
    save=_save,
    uses=_uses,
    uses_heading="Means the same as",
    unused="Nothing yet: alone in its group, it changes no search.",
    remove=lambda row, by: synonyms.remove_synonym(synonym=row, by=by),
    look=_look,
    hangs=lambda row: (),
    history_of=lambda row: Q(subject=row.phrase, detail__group=row.group),
    read_by_all=("phrase",),
    is_searched=True,
    begins_with=("phrase",),
)
