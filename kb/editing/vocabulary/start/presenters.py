"""What Start asks, in words: where each answer leads, and what a change of a question brings with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from kb.catalogue.choices import StartPage
from kb.catalogue.models import Article, Vendor
from kb.catalogue.start import StartAnswerEntry, StartQuestionEntry
from kb.editing.vocabulary.start.reading import entered, entries, unasked

LABELS: Mapping[str, str] = {
    "title": "Question",
    "hint": "A line more",
    "answers": "Answers",
    "vague_words": "Words that say too little",
}


@dataclass(frozen=True)
class AnswerLine:
    text: str
    leads: str


@dataclass(frozen=True)
class QuestionLines:
    title: str
    address: str
    is_first: bool
    lines: tuple[AnswerLine, ...]


def _leads(
    answer: StartAnswerEntry,
    questions: Mapping[str, StartQuestionEntry],
    articles: Mapping[str, Article],
    vendors: Mapping[str, str],
) -> str:
    if answer.question:
        asked = questions.get(answer.question)
        return f"asks “{asked.title if asked else answer.question}”"
    if answer.article:
        article = articles.get(answer.article)
        return f"{article.label} {article.title}" if article else answer.article
    if answer.vendor:
        return f"the company {vendors.get(answer.vendor, answer.vendor)}"
    return StartPage(answer.page).label if answer.page in StartPage else "nowhere"


def _lines(*asked: StartQuestionEntry) -> list[tuple[AnswerLine, ...]]:
    questions = entries()
    slugs = {answer.article for entry in asked for answer in entry.answers if answer.article}
    articles = {row.slug: row for row in Article.objects.filter(slug__in=slugs).only("number", "slug", "title")}
    vendors = dict(Vendor.objects.values_list("slug", "name"))
    return [
        tuple(AnswerLine(one.text, _leads(one, questions, articles, vendors)) for one in entry.answers)
        for entry in asked
    ]


def questions() -> list[QuestionLines]:
    every = list(entries().values())
    return [
        QuestionLines(entry.title, reverse("editing:start-question", args=[entry.slug]), entry.is_first, lines)
        for entry, lines in zip(every, _lines(*every), strict=True)
    ]


def lines_of(entry: StartQuestionEntry) -> tuple[AnswerLine, ...]:
    return _lines(entry)[0]


def notes_of(entry: StartQuestionEntry) -> Iterator[str]:
    """What each answer would lead to, and which questions go because nobody is asked them any more."""
    for number, line in enumerate(lines_of(entry), 1):
        yield f"{number}. {line.text}: {line.leads}."
    questions = entries()
    for slug in unasked(questions | {entry.slug: entry}, entered()):
        if slug in questions:
            yield f"Nothing would lead to “{questions[slug].title}” any more, so it goes."


def history_of(entry: StartQuestionEntry) -> Q:
    return Q(detail__slug=entry.slug) | Q(subject=entry.title, detail={})
