"""Scores, one rule at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.catalogue.codes import MatchKind
from kb.search.finder import find
from kb.search.index.analysis import pair
from kb.search.index.text import DECLARED
from kb.search.query import scoring
from kb.search.query.code_lookup import Recognised
from kb.search.query.parse import BARE, JOINED, SELF_EVIDENT, parse
from kb.search.query.words import Reading, Unit, idf
from tests.make import make_article


def unit(typed: str, *readings: Reading) -> Unit:
    return Unit(typed, readings)


def plain(typed: str, term: int, weight: int = 10) -> Unit:
    return unit(typed, Reading(((term, weight),), (typed,)))


CARD, READER = plain("card", 1), plain("reader", 2)


class TestExact:
    def test_score_is_the_sum_over_the_units(self):
        assert scoring.exact([CARD, READER], {1: 100, 2: 50}).score == 1500

    def test_what_is_not_found_lowers_the_whole(self):
        assert scoring.exact([CARD, READER], {1: 100}).score == 1000 * (1 + scoring.COVERAGE_FLOOR) / 2 < 1000

    def test_what_lacks_is_no_loss_to_what_is_found_of_one_reading(self):
        both = unit("plugs", Reading(((1, 10), (2, 10)), ("plug", "plugs")))

        assert scoring.exact([both], {1: 100}).score == 1000

    def test_least_find_counts(self):
        assert scoring.exact([plain("card", 1, weight=1)], {1: 1}).score == 1

    def test_of_two_readings_the_better_counts(self):
        both = unit(
            "crad", Reading(((1, 10),), ("card",), instead="card"), Reading(((2, 9),), ("reader",), instead="x")
        )

        found = scoring.exact([both], {1: 10, 2: 100})

        assert found.score == 900
        assert found.readings["crad"].instead == "x"

    def test_synonym_counts_only_as_a_whole(self):
        phrase = unit("ia", Reading(((1, 10), (2, 10)), ("identiti", "agent"), synonym="identity agent"))

        assert scoring.exact([phrase], {1: 100}).score == 0
        assert scoring.exact([phrase], {1: 100, 2: 1}).score > 0

    def test_nothing_found_is_nothing(self):
        assert scoring.exact([CARD], {9: 100}) == scoring.Score(0)
        assert scoring.exact([], {}) == scoring.Score(0)


class TestReranked:
    def score(self, **facts) -> float:
        given = {"title": [], "title_weights": {}, "terms": {1, 2}, "pairs": (), "wanted": (), **facts}
        return scoring.reranked(scoring.Score(100), **given)

    def test_score_stands_where_nothing_more_is_known(self):
        assert self.score() == 100

    def test_title_about_the_query_lifts_and_a_title_of_nothing_else_lifts_most(self):
        weights = {1: 1.0, 9: 1.0}

        assert self.score() < self.score(title=[1, 9], title_weights=weights)
        assert self.score(title=[1, 9], title_weights=weights) < self.score(title=[1], title_weights=weights)

    def test_words_that_stand_together_lift(self):
        wanted = [frozenset({5}), frozenset({6, 7})]

        assert self.score(wanted=wanted) == 100
        assert self.score(wanted=wanted, pairs=[7]) == pytest.approx(100 + 100 * scoring.PAIRS / 2)
        assert self.score(wanted=wanted, pairs=[5, 7]) == pytest.approx(100 + 100 * scoring.PAIRS)


def test_pairs_of_a_query_hold_every_reading():
    corrected = unit("crad", Reading(((1, 10),), ("card",), instead="card"))

    wanted = scoring.query_pairs(["crad", "reader"], [corrected, READER])

    assert wanted == [frozenset({pair("card", "reader")})]


def test_pairs_of_a_query_hold_two_readings_of_a_word_and_no_third():
    slip = unit("crad", *(Reading(((1, 10),), (stem,), instead=stem) for stem in ("card", "crab", "road")))

    for text, both in (("crad reader", [slip, READER]), ("reader crad", [READER, slip])):
        (wanted,) = scoring.query_pairs([token.word for token in parse(text).content], both)
        pairs = {pair("card", "reader"), pair("crab", "reader")}
        other_way = {pair("reader", "card"), pair("reader", "crab")}
        assert wanted == (pairs if text.startswith("crad") else other_way)


class TestCodes:
    def scores(self, text: str, *codes: Recognised) -> dict[int, float]:
        return scoring.code_scores(parse(text), codes, number_of_articles=100)

    def code(
        self, kind: MatchKind = MatchKind.EXACT, strength: int = SELF_EVIDENT, weight: int = 100, article: int = 7
    ):
        return Recognised("ERR5022", 0, 7, kind, strength, {article: weight}, ("ERR5022",))

    def test_declared_code_outdoes_any_text_in_a_short_query(self):
        assert self.scores("ERR5022 card", self.code())[7] > 48 * 563 * 64 * idf(1, 10**6) * 4

    def test_declared_outdoes_mentioned(self):
        found = self.scores("ERR5022", self.code(weight=60, article=1), self.code(weight=100, article=2))

        assert found[2] > found[1]

    def test_surer_reading_weighs_more(self):
        kinds = (MatchKind.EXACT, MatchKind.FAMILY, MatchKind.MISREAD, MatchKind.NUMBER)
        added = [self.scores("ERR5022", self.code(kind))[7] for kind in kinds]

        assert added == sorted(added, reverse=True)
        assert len(set(added)) == 4

    def test_several_codes_add_up(self):
        assert self.scores("ERR5022", self.code(), self.code())[7] == 2 * self.scores("ERR5022", self.code())[7]

    def test_error_of_a_message_goes_before_a_warning_and_a_report_of_progress(self):
        def added(code: str) -> float:
            recognised = Recognised(code, 0, 7, MatchKind.EXACT, SELF_EVIDENT, {7: 100}, (code,))
            return self.scores(code, recognised)[7]

        assert added("ERR5022") == added("PR20002") > added("WRN5022") > added("INF1014") > 48 * 563 * 64 * 20

    def test_bare_number_beside_two_words_is_a_hint_and_no_more(self):
        bare, told = self.code(MatchKind.NUMBER, BARE), self.code(MatchKind.NUMBER, JOINED)

        assert self.scores("5022 card", bare) == self.scores("5022 card", told)
        assert self.scores("5022 card reader", told) == self.scores("5022 card", told)
        assert self.scores("5022 card reader", bare)[7] == pytest.approx(self.scores("5022 card", bare)[7] / 10_000)

    @pytest.mark.parametrize(
        ("number_of_articles", "number_of_texts", "is_first"),
        [(500, 3, True), (500, 4, False), (499, 4, True), (499, 40, True)],
    )
    def test_in_a_large_library_a_code_that_four_texts_hold_is_a_generic_one(
        self, number_of_articles, number_of_texts, is_first
    ):
        text = "ERR5022 the smartcard reader lamp blinks green twice"
        articles = {7: DECLARED, **dict.fromkeys(range(100, 99 + number_of_texts), 1)}
        code = Recognised("ERR5022", 0, 7, MatchKind.EXACT, SELF_EVIDENT, articles, ("ERR5022",))

        found = scoring.code_scores(parse(text), [code], number_of_articles=number_of_articles)

        assert (found[7] == scoring.CODE_TIER * DECLARED) == is_first
        assert found[100] < scoring.CODE_TIER

    def test_in_a_long_text_only_a_self_evident_exact_code_has_a_voice(self):
        text = "ERR5022 the smartcard reader lamp blinks green twice"

        assert 0 < self.scores(text, self.code(weight=55))[7] < self.scores("ERR5022", self.code(weight=55))[7]
        assert self.scores(text, self.code(strength=BARE)) == {}
        assert self.scores(text, self.code(MatchKind.FAMILY)) == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [("ERR5022", 0), ("error code ERR5022", 0), ("ERR5022 the card", 1), ("ERR5022 card reader lamp", 3)],
)
def test_words_beside_the_codes_are_counted(text, number):
    start = text.index("ERR5022")
    code = Recognised("ERR5022", start, start + 7, MatchKind.EXACT, SELF_EVIDENT)

    assert scoring.number_of_other_words(parse(text), [code]) == number


def test_rarer_term_says_more():
    assert idf(1, 100) > idf(2, 100) > idf(100, 100) > 0


def test_code_that_one_article_answers_is_first_however_long_the_text(db):
    wordy = make_article(title="The screen says that the operation stopped", summary="The operation stopped again.")
    answering = make_article(title="Something else", codes=("ERR5022",))
    text = "The screen says that the operation stopped again and again this morning, with ERR5022 at its end"

    hits = find(text).hits

    assert [hit.article for hit in hits][:2] == [answering, wordy]


TERM = st.integers(1, 6)
READING = st.lists(st.tuples(TERM, st.integers(1, 60)), min_size=1, max_size=3).map(
    lambda terms: Reading(tuple(terms), tuple("x" for _ in terms))
)
UNITS = st.lists(st.lists(READING, min_size=1, max_size=3).map(lambda found: unit("x", *found)), max_size=4)
LINES = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=6, unique=True), max_size=6)


class TestLines:
    def test_line_that_says_it_all_and_nothing_else_is_worth_one(self):
        assert scoring.Lines([CARD, READER]).best([[1], [2, 1], [1, 2, 3]]) == 1

    def test_half_of_what_was_asked_is_worth_half(self):
        assert scoring.Lines([CARD, READER]).best([[1]]) == 0.5

    def test_what_the_line_says_beside_it_counts_against_it(self):
        alone, among_others = (scoring.Lines([CARD]).best([line]) for line in ([1], [1, 5, 6, 7]))

        assert alone == 1
        assert 1 - scoring.LINE_ITSELF < among_others < 0.5

    def test_line_of_other_things_is_worth_nothing(self):
        assert scoring.Lines([CARD]).best([[5], [6]]) == scoring.Lines([]).best([[5]]) == 0

    @given(UNITS, st.lists(LINES, max_size=3))
    def test_one_article_after_another_gives_what_each_gives_alone(self, units, articles):
        """What is kept from one line to the next, and left out, changes nothing."""
        several = scoring.Lines(units)

        for lines in articles:
            assert several.best(lines) == max((scoring.Lines(units).best([line]) for line in lines), default=0)
