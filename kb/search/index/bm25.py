"""BM25F as an integer: how strongly an article speaks of a term. Pure."""

from collections import Counter, defaultdict
from collections.abc import Mapping

FIELDS = ("title", "symptoms", "body", "shared")
WEIGHTS = {"title": 6.0, "symptoms": 2.0, "body": 1.0, "shared": 0.1}
LENGTH_COUNTS = {"title": 0.5, "symptoms": 0.6, "body": 0.7, "shared": 0.7}
SATURATION = 1.2
# A term that every article has and nobody can type: its frequency is the number of articles, kept like any other,
# where counting rows would take longer the more there are.
EVERY_ARTICLE = ""
SCALE = 256

# Before a first rebuild has measured them: the averages of a troubleshooting article.
FIRST_AVERAGES = {"title": 8.0, "symptoms": 40.0, "body": 400.0, "shared": 100.0}


def impacts(
    counts: Mapping[str, Counter[str]], lengths: Mapping[str, int], averages: Mapping[str, float]
) -> dict[str, int]:
    """By term; at least 1, at most 563 (SCALE times 2.2); the term that every article has is among them."""
    weighed: dict[str, float] = defaultdict(float)
    for name in FIELDS:
        share = LENGTH_COUNTS[name]
        # An index of before has measured no average of a field that is new.
        norm = 1 - share + share * lengths[name] / max(averages.get(name, FIRST_AVERAGES[name]), 1)
        for term, times in counts[name].items():
            weighed[term] += WEIGHTS[name] * times / norm
    rounded = {term: max(1, round(SCALE * tf * (SATURATION + 1) / (SATURATION + tf))) for term, tf in weighed.items()}
    return {EVERY_ARTICLE: 1, **rounded}
