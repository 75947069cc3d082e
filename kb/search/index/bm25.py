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
OF_CODES = 0.5

# Before a first rebuild has measured them: the averages of a troubleshooting article.
FIRST_AVERAGES = {"title": 8.0, "symptoms": 40.0, "body": 400.0, "shared": 100.0}


def impacts(
    counts: Mapping[str, Counter[str]],
    lengths: Mapping[str, int],
    averages: Mapping[str, float],
    *,
    is_of_codes: bool = False,
) -> dict[str, int]:
    """By term; at least 1, at most 563 (SCALE times 2.2); the term that every article has is among them.

    `is_of_codes`: people come by one of its many codes. Its words are those of the others ("card", "reader", "PIN"),
    and whoever types words alone is better led to an article about what they see.
    """
    scale = SCALE * OF_CODES if is_of_codes else SCALE
    weighed: dict[str, float] = defaultdict(float)
    for name in FIELDS:
        share = LENGTH_COUNTS[name]
        # An index of before has measured no average of a field that is new.
        norm = 1 - share + share * lengths[name] / max(averages.get(name, FIRST_AVERAGES[name]), 1)
        for term, times in counts[name].items():
            weighed[term] += WEIGHTS[name] * times / norm
    rounded = {term: max(1, round(scale * tf * (SATURATION + 1) / (SATURATION + tf))) for term, tf in weighed.items()}
    return {EVERY_ARTICLE: 1, **rounded}
