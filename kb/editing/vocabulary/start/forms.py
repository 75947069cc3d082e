"""A question of Start as it is typed, each answer in boxes of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms

from kb.catalogue import limits
from kb.catalogue.choices import StartPage
from kb.catalogue.models import Article, StartQuestion, Vendor
from kb.catalogue.start import MOST_ANSWERS, StartAnswerEntry, StartQuestionEntry
from kb.editing.vocabulary.moving import last_filled
from kb.lib.forms import NHSForm, SelectField, TextareaField, TextField
from kb.lib.forms.rendering import NHSBoundField
from kb.lib.portable import Problem
from kb.lib.text import slug_from

LONGEST_HINT, LONGEST_WORDS = 500, 4_000
PARTS = ("text", "hint", "leads", "article")
AN_ARTICLE = "article"


def _ways() -> list[tuple[str, str]]:
    questions = StartQuestion.objects.filter(is_first=False).order_by("title").values_list("slug", "title")
    vendors = Vendor.objects.in_order().values_list("slug", "name")
    return [
        ("", "Choose"),
        (AN_ARTICLE, "The article of this number"),
        *((f"question:{slug}", f"Question: {title}") for slug, title in questions),
        *((f"vendor:{slug}", f"Company: {name}") for slug, name in vendors),
        *((f"page:{page.value}", f"Page: {page.label}") for page in StartPage),
    ]


def _of_answer(ways: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    most = limits.START_ANSWER
    return {
        "text": TextField("What the person chooses", required=False, max_length=most["text"]),
        "hint": TextField("A line more", required=False, max_length=most["hint"]),
        "leads": SelectField("Leads to", required=False, choices=ways),
        "article": TextField("Number of the article", required=False, width=10, spellcheck=False, hint="Like KB0018"),
    }


class StartForm(NHSForm):
    """An empty set of boxes is no answer. A new question says after which answer of another it is asked."""

    marks_optional = False

    title = TextField("Question", max_length=limits.START_QUESTION["title"])
    hint = TextareaField("A line more", required=False, rows=2, max_length=LONGEST_HINT)
    after = SelectField("It is asked after", missing="Say after which question it is asked.")
    after_text = TextField(
        "With this new answer there",
        max_length=limits.START_ANSWER["text"],
        missing="Enter the answer that leads here.",
    )
    vague_words = TextareaField(
        "Words that say too little",
        required=False,
        rows=6,
        max_length=LONGEST_WORDS,
        hint="One on each line. A search of nothing but these is offered Start.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, entry: StartQuestionEntry | None, answers: int, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if entry is None:
            questions = StartQuestion.objects.order_by("-is_first", "title").values_list("slug", "title")
            cast(SelectField, self.fields["after"]).choices = [("", "Choose"), *questions]
        else:
            del self.fields["after"], self.fields["after_text"]
        if entry is None or not entry.is_first:
            del self.fields["vague_words"]
        self.number = min(answers, MOST_ANSWERS)
        ways = _ways()
        for number in range(1, self.number + 1):
            for name, field in _of_answer(ways).items():
                field.widget.attrs.pop("maxlength", None)
                self.fields[f"answer_{number}_{name}"] = field

    def clean(self) -> None:
        """An article is named by its number, and kept by its address."""
        for number in range(1, self.number + 1):
            name = f"answer_{number}_article"
            text = str(self.cleaned_data.get(name) or "").strip()
            wants = self.cleaned_data.get(f"answer_{number}_leads") == AN_ARTICLE
            found = Article.objects.live().called(text) if text and wants else None
            if wants and found is None:
                self.add_error(name, "Enter the number of a live article, like KB0018.")
            self.cleaned_data[name] = found.slug if found else ""

    @property
    def last_to_move(self) -> int:
        return last_filled(self, "answer", "text", self.number)

    @property
    def heads(self) -> list[NHSBoundField]:
        return [cast(NHSBoundField, box) for box in self if not box.name.startswith("answer_") and not box.is_hidden]

    @property
    def answers(self) -> list[tuple[int, list[NHSBoundField]]]:
        return [
            (number, [cast(NHSBoundField, self[f"answer_{number}_{name}"]) for name in PARTS])
            for number in range(1, self.number + 1)
        ]


def _way_of(answer: StartAnswerEntry) -> str:
    ways = {name: getattr(answer, name) for name in ("question", "vendor", "page")}
    return next((f"{name}:{value}" for name, value in ways.items() if value), AN_ARTICLE if answer.article else "")


def initial_of(entry: StartQuestionEntry) -> dict[str, object]:
    values: dict[str, object] = {
        "title": entry.title,
        "hint": entry.hint,
        "vague_words": "\n".join(entry.vague_words),
        "seen": entry.fingerprint,
    }
    slugs = [answer.article for answer in entry.answers if answer.article]
    labels = {article.slug: article.label for article in Article.objects.filter(slug__in=slugs)}
    for number, answer in enumerate(entry.answers, 1):
        values[f"answer_{number}_text"] = answer.text
        values[f"answer_{number}_hint"] = answer.hint
        values[f"answer_{number}_leads"] = _way_of(answer)
        values[f"answer_{number}_article"] = labels.get(answer.article, "")
    return values


def _answer(typed: Mapping[str, Any], number: int) -> StartAnswerEntry:
    text, hint, leads, article = (str(typed.get(f"answer_{number}_{name}") or "") for name in PARTS)
    way, _, which = leads.partition(":")
    answer = StartAnswerEntry(" ".join(text.split()), " ".join(hint.split()))
    return replace(answer, **{way: article if way == AN_ARTICLE else which}) if way else answer


def entry_of(typed: Mapping[str, Any], before: StartQuestionEntry | None) -> tuple[StartQuestionEntry, list[int]]:
    """With the number of the boxes of each answer."""
    given = {number: _answer(typed, number) for number in range(1, MOST_ANSWERS + 1)}
    kept = [number for number, answer in given.items() if answer.text or answer.leads_to]
    title = " ".join(typed["title"].split())
    entry = StartQuestionEntry(
        slug=before.slug if before else slug_from(title, limits.SLUG) or "question",
        title=title,
        answers=tuple(given[number] for number in kept),
        hint=(typed["hint"] or "").strip(),
        is_first=bool(before and before.is_first),
        vague_words=tuple(line.strip() for line in (typed.get("vague_words") or "").splitlines() if line.strip()),
    )
    return entry, kept


def in_boxes(problem: Problem, kept: Sequence[int]) -> Problem:
    """At the box that it is about."""
    if problem.field != "answers" or not 0 < problem.index <= len(kept):
        return problem
    part = {"": "text", "text": "text", "hint": "hint", "article": "article"}.get(problem.part, "leads")
    return Problem(f"answer_{kept[problem.index - 1]}_{part}", problem.message)
