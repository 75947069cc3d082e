"""Words and letters, each with what it means in a plain sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse

from kb.catalogue import actions as catalogue
from kb.catalogue import limits
from kb.catalogue.actions import save_word
from kb.catalogue.glossary import WordEntry
from kb.catalogue.models import GlossaryEntry
from kb.catalogue.reading import word_entry
from kb.editing.vocabulary.nouns import ListedWord, Noun, PlaceForm, counted
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import CheckboxField, TextareaField, TextField
from kb.lib.pointing import relations_to, rows_pointing_at
from kb.lib.text import slug_from
from kb.pages.parts import PageLink

LONGEST_LIST = 2_000


class GlossaryForm(PlaceForm):
    fixed = ("slug",)

    word = TextField("Word or letters", max_length=limits.WORD["word"])
    slug = TextField(
        "Address",
        required=False,
        max_length=limits.SLUG,
        spellcheck=False,
        hint="Its place on the page of words. Left empty, it is made of the word.",
    )
    stands_for = TextField("What the letters stand for", required=False, max_length=limits.WORD["stands_for"])
    meaning = TextField("What it means, in one plain sentence", max_length=limits.WORD["meaning"])
    spellings = TextareaField(
        "Other spellings", required=False, rows=3, max_length=LONGEST_LIST, spellcheck=False, hint="One on each line"
    )
    in_steps = CheckboxField("Where steps use it first, they lead to it", required=False)
    more = TextField(
        "Page that says more", required=False, max_length=limits.WORD["more"], hint="A path of this site: /codes/"
    )
    source = TextField("Source", required=False, max_length=limits.WORD["source"], hint="Kept, and not shown")
    position = TextField("Place in the table", required=False, width=5)


def _rows() -> Iterable[ListedWord]:
    for row in GlossaryEntry.objects.order_by("word", "pk"):
        stands_for = f" ({row.stands_for})" if row.stands_for else ""
        yield ListedWord(row.pk, f"{row.word}{stands_for}", row.meaning, "In steps" if row.in_steps else "")


def _initial(entry: WordEntry) -> Mapping[str, object]:
    return {**vars(entry), "spellings": "\n".join(entry.spellings)}


def _said(typed: Mapping[str, Any], before: WordEntry | None) -> WordEntry:
    line = {name: " ".join(typed[name].split()) for name in ("word", "stands_for", "meaning", "more", "source")}
    slug = before.slug if before else typed["slug"].strip() or slug_from(line["word"], limits.SLUG)
    spellings = tuple(" ".join(one.split()) for one in typed["spellings"].splitlines() if one.strip())
    return WordEntry(**line, slug=slug, spellings=spellings, in_steps=typed["in_steps"], position=typed["position"])


def _look(row: GlossaryEntry | None, entries: Iterable[Any]) -> Surroundings:
    links = [PageLink("Words and letters", reverse("browse:words"))]
    if any(entry.in_steps for entry in entries):
        links.append(PageLink("Every article whose steps use it", reverse("browse:home")))
    return Surroundings(pages={link.address: link for link in links})


def _hangs(row: GlossaryEntry) -> tuple[str, ...]:
    held = sum(rows_pointing_at(row, relation).count() for relation in relations_to(GlossaryEntry))
    return counted(held, "chosen answer leads to it", "chosen answers lead to it")


WORDS = Noun(
    name="word",
    here="words",
    heading="Words and letters",
    lead="What people meet on these screens, each in a plain sentence. “What is …” is answered from here.",
    add="Add a word",
    rows=_rows,
    find=lambda pk: GlossaryEntry.objects.filter(pk=pk).first(),
    entry=word_entry,
    form=GlossaryForm,
    initial=_initial,
    said=_said,
    same=lambda entry: GlossaryEntry.objects.filter(slug=entry.slug).first(),
    save=lambda entry, by: save_word(entry=entry, by=by),
    remove=lambda row, by: catalogue.remove_row(row=row, by=by),
    look=_look,
    hangs=_hangs,
    history_of=lambda row: Q(detail__slug=row.slug) | Q(subject=row.word, detail={}),
    read_by_all=("word", "meaning"),
)
