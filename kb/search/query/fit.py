"""Whether what was found has anything to do with the text. Pure: from what the ranking knows anyway."""

from collections.abc import Collection, Sequence

from kb.search.query.scoring import Score
from kb.search.query.words import Unit, idf

# Chosen on the development queries and bench/search/off-topic.csv; docs/search.md says what they give.
OUR_SUBJECT = 2 / 5  # of all articles
FEWEST_FOUND = 0.5
FEWEST_IN_A_LINE = 0.15
LOOKED_AT = 10


def whole_weight(units: Sequence[Unit], unknown: Collection[str], number_of_articles: int) -> int:
    """Of the words that say something; one of none of our articles weighs as much as the rarest."""
    known = sum(unit.total for unit in units if not unit.is_stop)
    return known + len(unknown) * round(64 * idf(0, number_of_articles))


def nothing_fits(
    units: Sequence[Unit],
    unknown: Collection[str],
    found: Sequence[tuple[Score, float]],
    *,
    number_of_articles: int,
) -> bool:
    """From the best articles in their order, each with how far one line of it says what was asked.

    With much of the weight found in one article, or some of it in one line, the text is about something that we hold;
    and with one word that stands in two of five articles it is about what we are about, so that the unknown words are
    taken for slips or for the story around it.
    """
    telling = [unit for unit in units if not unit.is_stop]
    if any(reading.frequency >= OUR_SUBJECT * number_of_articles for unit in telling for reading in unit.readings):
        return False
    known = sum(unit.total for unit in telling)
    whole = whole_weight(units, unknown, number_of_articles)
    if not whole:
        return False
    best = found[:LOOKED_AT]
    most = max((sum(unit.total for unit in telling if unit.typed in score.readings) for score, _ in best), default=0)
    line = max((line for _, line in best), default=0.0) * known
    return most < FEWEST_FOUND * whole and line < FEWEST_IN_A_LINE * whole
