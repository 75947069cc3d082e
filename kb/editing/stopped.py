"""The stopped steps of an article, as those who write, review and answer calls are told of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.models import Article, Step, StoppedStep
from kb.lib import dates


@dataclass(frozen=True)
class StoppedLine:
    """Everything templates/components/stopped-steps.html says of one; the reason is for staff alone."""

    label: str
    name: str
    heading: str
    when: str
    by: str
    reason: str
    may_put_back: bool
    may_change: bool


def stopped_lines(
    article: Article | None, person: User, *, is_open: bool = False, may_put_back: bool = True
) -> Sequence[StoppedLine]:
    """`is_open`: the page is that of a draft, where the step can be changed already. A page on which somebody writes
    has no button that leads away from it."""
    stops = list(StoppedStep.objects.on(article)) if article else []
    if not stops or article is None:
        return ()
    rows = Step.objects.filter(article=article, name__in=[stop.step for stop in stops]).select_related("snippet")
    headings = {row.name: row.heading for row in rows}
    return tuple(
        StoppedLine(
            label=article.label,
            name=stop.step,
            heading=headings.get(stop.step, ""),
            when=dates.day_and_clock(stop.at),
            by=stop.by.name,
            reason=stop.reason,
            may_put_back=may_put_back and may(person, May.REVIEW_ARTICLES),
            may_change=may(person, May.WRITE_ARTICLES) and not is_open,
        )
        for stop in stops
    )
