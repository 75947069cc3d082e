"""A different code is never taken for one that is known, however little it differs."""

import string
from itertools import batched
from random import Random

import pytest

from kb.catalogue.codes import MatchKind, bare, normal
from kb.catalogue.models import CodeKey
from kb.search.finder import find
from kb.search.models import SearchMeta
from kb.search.query.code_lookup import recognise
from kb.search.query.parse import parse

pytestmark = pytest.mark.usefixtures("shipped")
SIGNS = string.ascii_uppercase + string.digits
OURS = ("ERR1002", "Error 1000", "ERR1009", "ERR5022", "PR20002", "INF1014", "400_645", "8015")
SOME = 5


def at_distance_one(key: str) -> set[str]:
    """By one sign left out, put in, changed, or swapped with the next."""
    places = range(len(key))
    found = {key[:n] + key[n + 1 :] for n in places}
    found |= {key[:n] + sign + key[n:] for n in (*places, len(key)) for sign in SIGNS}
    found |= {key[:n] + sign + key[n + 1 :] for n in places for sign in SIGNS}
    found |= {key[:n] + key[n + 1] + key[n] + key[n + 2 :] for n in range(len(key) - 1)}
    return found - {key}


def shipped_keys() -> set[str]:
    return set(CodeKey.objects.values_list("normal", flat=True))


def some_neighbours(known: set[str]) -> set[str]:
    """All of the codes of the NHS, and some of each other: in all there are 700,000."""
    random = Random(11)
    near = {key: sorted(at_distance_one(key)) for key in sorted(known)}
    ours = set(CodeKey.objects.filter(code__display__in=OURS).values_list("normal", flat=True))
    return {other for key in near for other in (near[key] if key in ours else random.sample(near[key], SOME))}


def test_code_at_distance_one_of_a_shipped_code_is_exact_only_for_itself():
    generation = SearchMeta.objects.get().generation
    known = shipped_keys()
    assert len(known) > 400
    others = sorted(some_neighbours(known))
    assert len(others) > 6_000

    for some in batched(others, 60):  # apart from each other by more than a code may be in itself
        for code in recognise(parse(" .... ".join(some)), generation=generation):
            if code.kind == MatchKind.EXACT:
                key = normal(code.text)
                # One sign less than 12002 is 1002, the number that people say for ERR1002.
                numbered = {one for one in code.keys if bare(one) == key}
                assert set(code.keys) <= {key, f"0X{key}"} | numbered


@pytest.mark.parametrize("near", ["PR200002", "PR2002", "ERR5023", "ERR502", "INF1015", "400_6455", "ERR10022"])
def test_near_miss_is_never_answered_as_the_code_itself(near):
    results = find(near)

    assert not results.is_sure
    assert MatchKind.EXACT not in {code.kind for code in results.codes}
    assert results.found or all("which is a different code: did you mean" in hit.reason for hit in results.hits)


def test_near_miss_leads_to_the_other_code_and_says_that_it_is_another(shipped):
    (hit,) = find("PR200002").hits

    assert hit.article.reference == "C14"
    assert hit.reason == "is about PR20002, which is a different code: did you mean PR20002?"


@pytest.mark.parametrize("text", ["PR200002 and the card is not read", "PR2000029", "QR200002X"])
def test_text_with_more_to_say_or_further_away_leads_to_no_other_code(shipped, text):
    assert not any("different code" in hit.reason for hit in find(text).hits)


def test_other_code_is_kept_to_the_filters(shipped):
    assert find("PR200002", audience="USER").hits
    assert find("PR200002", service="no-such-service").hits == ()
