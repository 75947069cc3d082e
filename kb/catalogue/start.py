"""Start, for people without a code: questions with answers that lead on, what holds for all of them, and the common
problems of home, which may lead there. Pure.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from kb.catalogue import limits
from kb.catalogue.choices import StartPage
from kb.catalogue.entries import PortableEntry
from kb.lib.portable import Problem
from kb.lib.text import line_fault, slug_fault

# Where an answer may lead, as files name it.
WAYS = ("question", "article", "vendor", "page")
FEWEST_ANSWERS, MOST_ANSWERS = 2, 9  # each is told by one figure on the phone: "choose the second"


@dataclass(frozen=True)
class StartAnswerEntry:
    """What a person may choose, and the one thing that it leads to: each way but one is empty."""

    text: str
    hint: str = ""
    question: str = ""
    article: str = ""
    vendor: str = ""
    page: str = ""

    @property
    def leads_to(self) -> tuple[str, ...]:
        return tuple(way for way in WAYS if getattr(self, way))

    def faults(self) -> Iterator[tuple[str, str]]:
        """Each with the part that it is about."""
        if not self.text.strip():
            yield "text", "Enter what the person chooses."
        for part, most in limits.START_ANSWER.items():
            if fault := line_fault(part, getattr(self, part), most):
                yield part, fault
        if not self.leads_to:
            yield "", "This answer leads nowhere: name a question, an article, a vendor or a page."
        elif len(self.leads_to) > 1:
            yield self.leads_to[1], f"An answer leads to one thing. This one names {' and '.join(self.leads_to)}."
        if self.page and self.page not in StartPage:
            yield "page", f"'{self.page}' is no page that Start leads to: use {' or '.join(StartPage.values)}."


@dataclass(frozen=True)
class StartQuestionEntry(PortableEntry):
    """The first question stands on Start's own page; a search of nothing but its vague words is led there."""

    longest: ClassVar[Mapping[str, int]] = limits.START_QUESTION

    slug: str
    title: str
    answers: tuple[StartAnswerEntry, ...]
    hint: str = ""
    is_first: bool = False
    vague_words: tuple[str, ...] = ()

    def _said(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def asks_on(self) -> tuple[tuple[int, str], ...]:
        """The questions that its answers lead to, each with the answer's number."""
        return tuple((number, answer.question) for number, answer in enumerate(self.answers, 1) if answer.question)

    def _own_problems(self) -> Iterator[Problem]:
        if fault := slug_fault(self.slug):
            yield Problem("slug", fault)
        if not FEWEST_ANSWERS <= len(self.answers) <= MOST_ANSWERS:
            message = f"A question has {FEWEST_ANSWERS} to {MOST_ANSWERS} answers; here are {len(self.answers)}."
            yield Problem("answers", message)
        for number, answer in enumerate(self.answers, 1):
            yield from (Problem("answers", fault, number, part) for part, fault in answer.faults())
        said: dict[str, int] = {}
        for number, answer in enumerate(self.answers, 1):
            other = said.setdefault(" ".join(answer.text.casefold().split()), number)
            if other != number and answer.text.strip():
                yield Problem("answers", f"Answer {other} says the same: nobody could tell them apart.", number, "text")
        if self.vague_words and not self.is_first:
            yield Problem("vague_words", "Only the first question has vague words: a search of these leads to it.")
        for number, word in enumerate(self.vague_words, 1):
            if fault := line_fault("word", word, limits.VAGUE_WORD):
                yield Problem("vague_words", fault, number)
            elif len(word.split()) != 1:
                yield Problem("vague_words", "Write one word on each line.", number)


def _leads_back(questions: Mapping[str, StartQuestionEntry], start: str, to: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        slug = waiting.pop()
        if slug == to:
            return True
        if slug in questions and slug not in seen:
            seen.add(slug)
            waiting += [asked for _, asked in questions[slug].asks_on]
    return False


def _faults_of_way(
    questions: Mapping[str, StartQuestionEntry], entry: StartQuestionEntry, number: int, asked: str
) -> Iterator[str]:
    if asked in {other for n, other in entry.asks_on if n < number}:
        yield "Another answer of this question leads there too: make them one answer."
    if asked not in questions:
        yield f"There is no question '{asked}'. Add it, or mend the name."
    elif _leads_back(questions, asked, entry.slug):
        yield f"'{asked}' leads back to this question, so nobody would come to an end."
    elif questions[asked].asks_on:
        yield f"'{asked}' asks on: after two questions there must be an answer."


def is_asked(questions: Mapping[str, StartQuestionEntry], slug: str, entered: Collection[str]) -> bool:
    """Whether it is the first, or a common problem (`entered`) or an answer of another question leads to it."""
    led_to = {asked for other in questions.values() if other.slug != slug for _, asked in other.asks_on}
    return questions[slug].is_first or slug in entered or slug in led_to


def faults_of_all(
    questions: Mapping[str, StartQuestionEntry], entered: Collection[str]
) -> Iterator[tuple[str, Problem]]:
    """What is wrong between questions, each with the slug of the one that it is about."""
    firsts = sorted(slug for slug, entry in questions.items() if entry.is_first)
    if questions and not firsts:
        yield min(questions), Problem("", "No question is the first: write 'first: true' in the one that Start asks.")
    for slug in firsts[1:]:
        yield slug, Problem("is_first", f"'{firsts[0]}' is the first question already: only one can be.")
    for slug, entry in questions.items():
        if not is_asked(questions, slug, entered):
            yield slug, Problem("", "No answer and no common problem leads to this question: nobody would be asked it.")
        for number, asked in entry.asks_on:
            for fault in _faults_of_way(questions, entry, number, asked):
                yield slug, Problem("answers", fault, number, "question")


@dataclass(frozen=True)
class ShortcutEntry(PortableEntry):
    """A common problem of home, in the words of whoever has it: it leads to an article or to a question."""

    longest = limits.SHORTCUT

    label: str
    article: str = ""
    position: int = 0
    question: str = ""

    def _said(self) -> dict[str, Any]:
        return {name: value for name, value in super()._said().items() if name != "question" or value}  # it came later

    def _own_problems(self) -> Iterator[Problem]:
        if bool(self.article) == bool(self.question):
            yield Problem("article", "Enter an article, or a question of Start; not both.")
