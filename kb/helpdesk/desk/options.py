"""What the caller may mean, to choose from."""

from dataclasses import dataclass
from datetime import datetime

from kb.catalogue import call_numbers
from kb.catalogue.models import ErrorCode, StartAnswer
from kb.contacts.models import Organisation
from kb.helpdesk.addresses import desk_address
from kb.pages.start_way import StartPlace
from kb.search.finder import Hit


@dataclass(frozen=True)
class DeskOption:
    """One of the things that the caller may mean."""

    name: str
    words: str
    address: str
    note: str = ""
    is_code: bool = False


def of_code(code: ErrorCode) -> DeskOption:
    return DeskOption(code.display, code.meaning_in_short, desk_address(code.display), is_code=True)


def of_hit(hit: Hit) -> DeskOption:
    return DeskOption(hit.article.label, hit.article.title, desk_address(hit.article.label), note=hit.reason)


def of_organisation(row: Organisation) -> DeskOption:
    """It leads nowhere by itself: it is taken with all else that is set on the answer."""
    return DeskOption(row.name, row.code, "")


def of_start(place: StartPlace, at: datetime) -> tuple[DeskOption, ...]:
    """The answers to choose from: an article and the next question open here, anything else is the caller's page."""
    return tuple(_of_choice(place, answer, at) for answer in place.question.answers.all())


def _of_choice(place: StartPlace, answer: StartAnswer, at: datetime) -> DeskOption:
    article = answer.live_article(at)
    address = desk_address(article.label) if article else answer.address_at(at)
    if answer.leads_to:
        address = desk_address(call_numbers.said(place.after(answer)))
    return DeskOption(str(answer.position), answer.text, address, answer.hint)
