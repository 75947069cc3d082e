"""What more people than usual look up, in the words of the pages."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kb.browse.validity import Moment
from kb.catalogue.models import Article, ErrorCode
from kb.insight.trends.reading import PublicRise
from kb.lib.dates import clock, day_and_clock, in_london

MOST_RISES = 3


@dataclass(frozen=True)
class RiseLine:
    """templates/components/rise-line.html"""

    name: str
    address: str
    since: str


def all_rises(moment: Moment) -> list[RiseLine]:
    return _lines(moment, lambda _: True)


def rises_about(moment: Moment, code: ErrorCode, answers: Collection[Article]) -> list[RiseLine]:
    """Of the code itself, or of an application of an article that answers it; one line says it."""
    services = {use.service.slug for article in answers for use in article.service_uses.all()}
    return _lines(moment, lambda rise: rise.is_about(code.normal, services))[:1]


def _lines(moment: Moment, concerns: Callable[[PublicRise], bool]) -> list[RiseLine]:
    today = in_london(moment.now).date()
    return [
        RiseLine(
            rise.name,
            rise.address,
            clock(rise.began_at) if in_london(rise.began_at).date() == today else day_and_clock(rise.began_at),
        )
        for rise in moment.rises
        if concerns(rise)
    ][:MOST_RISES]
