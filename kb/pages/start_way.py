"""How somebody came to a question of Start: what they answered before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.catalogue.call_numbers import CallNumber, CallNumberKind
from kb.catalogue.models import StartAnswer, StartQuestion


@dataclass(frozen=True)
class Answered:
    """What was answered, and the address of the question."""

    question: str
    number: int
    text: str
    address: str
    key: int  # of the row of the question


def _answered(question: StartQuestion, answer: StartAnswer) -> Answered:
    return Answered(question.title, answer.position, answer.text, question.get_absolute_url(), question.pk)


def answered_before(questions: Sequence[StartQuestion], asked: StartQuestion, said: str) -> Answered | None:
    """Fetch the questions `whole()`. `said` is the question that the address names as the one before.

    Without it, it is known where one answer alone leads here: who comes from a common problem of home has answered
    nothing.
    """
    leading = [
        (question, answer)
        for question in questions
        for answer in question.answers.all()
        if answer.leads_to_id == asked.pk
    ]
    named = [pair for pair in leading if pair[0].slug == said]
    sure = named or [pair for pair in leading if not pair[1].is_one_way_of_several]
    return _answered(*sure[0]) if len(sure) == 1 else None


@dataclass(frozen=True)
class StartPlace:
    """Where somebody stands in Start, and what they answered on the way."""

    question: StartQuestion
    answered: tuple[Answered, ...] = ()

    @property
    def call(self) -> CallNumber:
        """What is read out is where the answering began, and each answer: it is the same place with what led there."""
        begun = self.answered[0].key if self.answered else self.question.pk
        return CallNumber(CallNumberKind.START, begun, answers=tuple(one.number for one in self.answered))

    def after(self, answer: StartAnswer) -> CallNumber:
        return replace(self.call, answers=(*self.call.answers, answer.position))


def place_heard(questions: Sequence[StartQuestion], call: CallNumber) -> StartPlace | None:
    """As far as the answers lead today. Fetch the questions `whole()`."""
    by_key = {question.pk: question for question in questions}
    place = StartPlace(by_key[call.number]) if call.number in by_key else None
    for number in call.answers:
        if place is None:
            break
        answer = next((one for one in place.question.answers.all() if one.position == number), None)
        if answer is None or answer.leads_to_id not in by_key:
            break
        said = (*place.answered, _answered(place.question, answer))
        place = StartPlace(by_key[answer.leads_to_id], said)
    return place
