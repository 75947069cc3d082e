"""The common problems of home, in the words of whoever has them, and their order."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kb.catalogue import actions as catalogue
from kb.catalogue import limits
from kb.catalogue.actions import save_shortcut
from kb.catalogue.models import Article, Shortcut, StartQuestion
from kb.catalogue.reading import shortcut_entry
from kb.catalogue.start import ShortcutEntry
from kb.editing.vocabulary.nouns import ListedWord, Noun, PlaceForm
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import SelectField, TextField
from kb.pages.parts import PageLink


class ShortcutForm(PlaceForm):
    fixed = ("label",)

    label = TextField(
        "Problem",
        max_length=limits.SHORTCUT["label"],
        hint="As somebody would say it: “My card is locked”. To say it otherwise, add another and remove this one.",
    )
    article = TextField(
        "Article", required=False, width=10, spellcheck=False, hint="The number of the article that answers it: KB0018"
    )
    question = SelectField("Or a question of Start", required=False)
    position = TextField("Place on home", required=False, width=5, hint="1 is the first")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        questions = StartQuestion.objects.order_by("-is_first", "title").values_list("slug", "title")
        self.fields["question"].choices = [("", "None"), *questions]  # type: ignore[attr-defined] # of a SelectField

    def clean_article(self) -> str:
        text = self.cleaned_data["article"].strip()
        found = Article.objects.live().called(text) if text else None
        if text and found is None:
            raise forms.ValidationError(f"There is no live article {text}. Enter its number, like KB0018.")
        return str(found.slug) if found else ""


def _rows() -> Iterable[ListedWord]:
    now = timezone.now()
    for row in Shortcut.objects.select_related("article", "question").order_by("position", "pk"):
        led = row.article or row.question
        is_gone = bool(row.article and not row.article.is_live(now))
        said = f"{row.article.label} {led}" if row.article else f"Start: {led}"
        note = "Nobody sees it: its article is gone" if is_gone else f"Place {row.position}"
        yield ListedWord(row.pk, row.label, said, note, is_unused=is_gone)


def _initial(entry: ShortcutEntry) -> Mapping[str, object]:
    article = Article.objects.filter(slug=entry.article).first() if entry.article else None
    return {**vars(entry), "article": article.label if article else ""}


def _said(typed: Mapping[str, Any], before: ShortcutEntry | None) -> ShortcutEntry:
    label = before.label if before else " ".join(typed["label"].split())
    return ShortcutEntry(label, typed["article"], typed["position"], typed["question"])


def _look(row: Shortcut | None, entries: Iterable[Any]) -> Surroundings:
    home = reverse("browse:home")
    return Surroundings(pages={home: PageLink("Home", home)})


def _hangs(row: Shortcut) -> tuple[str, ...]:
    """A question that only it leads to would never be asked."""
    question = row.question
    if question is None or question.is_first or question.led_to_by.exists() or question.shortcuts.count() > 1:
        return ()
    return (f"nothing else leads to the question “{question}” of Start",)


SHORTCUTS = Noun(
    name="common problem",
    here="common-problems",
    heading="Common problems",
    lead="They stand on home in this order.",
    add="Add a common problem",
    rows=_rows,
    find=lambda pk: Shortcut.objects.select_related("article", "question").filter(pk=pk).first(),
    entry=shortcut_entry,
    form=ShortcutForm,
    initial=_initial,
    said=_said,
    same=lambda entry: Shortcut.objects.filter(label=entry.label).first(),
    save=lambda entry, by: save_shortcut(entry=entry, by=by),
    remove=lambda row, by: catalogue.remove_row(row=row, by=by),
    look=_look,
    hangs=_hangs,
    history_of=lambda row: Q(subject=row.label),
    read_by_all=("label",),
)
