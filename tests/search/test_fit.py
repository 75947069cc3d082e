"""When what was found has nothing to do with the text."""

import pytest

from kb.search.query.fit import nothing_fits
from kb.search.query.scoring import Score
from kb.search.query.words import Reading, Unit, idf

ARTICLES = 40


def unit(typed: str, frequency: int, *, is_stop: bool = False) -> Unit:
    weight = round(64 * idf(frequency, ARTICLES))
    return Unit(typed, (Reading(((frequency, weight),), (typed,), frequency=frequency),), is_stop)


def found(*units: Unit, line: float = 0.0) -> tuple[Score, float]:
    return Score(1, {one.typed: one.readings[0] for one in units}), line


CARD, PRINT, PAPER = unit("card", 20), unit("print", 5), unit("paper", 1)


def fits_none(units, unknown=(), best=()) -> bool:
    return nothing_fits(units, unknown, best, number_of_articles=ARTICLES)


def test_text_of_unknown_words_fits_nothing():
    assert fits_none([], ["netflix"])
    assert fits_none([PRINT], ["toner", "photocopier"], [found(PRINT)])


def test_word_that_two_of_five_articles_have_is_what_we_are_about():
    assert not fits_none([CARD], ["kitchen", "table"], [found(CARD)])
    assert fits_none([unit("card", 15)], ["kitchen", "table"], [found()])


@pytest.mark.parametrize(("line", "said"), [(0.14, True), (0.15, False)])
def test_share_in_one_line_decides_between_little_and_some(line, said):
    assert fits_none([PAPER], best=[found(line=line)]) == said


def test_line_counts_less_beside_unknown_words():
    assert fits_none([PRINT], ["netflix", "toner"], [found(PRINT, line=0.5)])


def test_much_found_in_one_article_is_enough_and_in_two_is_not():
    assert not fits_none([PRINT, PAPER], best=[found(PRINT, PAPER)])
    ink, toner = unit("ink", 1), unit("toner", 1)
    assert fits_none([PAPER, ink, toner], best=[found(PAPER), found(ink), found(toner)])


def test_only_the_best_ten_are_looked_at():
    assert fits_none([PAPER, PRINT], best=[found()] * 10 + [found(PAPER, PRINT)])


def test_of_small_words_nothing_is_said():
    assert not fits_none([unit("not", 3, is_stop=True)], best=[found()])
    assert not fits_none([])
