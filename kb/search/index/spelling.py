"""Words that are one or two slips away from each other. Pure."""

from rapidfuzz.distance import OSA

SHORTEST = 4
TWO_SLIPS_FROM = 7
MOST_ALTERNATIVES = 3


def may_be_misspelt(word: str) -> bool:
    """Similarity is for words: a code or a number one figure away is a different thing."""
    return len(word) >= SHORTEST and word.isalpha()


def keys_of(word: str) -> set[str]:
    """The word and the word with any one letter left out. A shared key covers every single slip and every swap."""
    if not may_be_misspelt(word):
        return set()
    return {word} | {word[:n] + word[n + 1 :] for n in range(len(word))}


def best(word: str, known: dict[str, int]) -> list[str]:
    """Of the known words, with how often each stands in articles: the nearest few, the commoner first."""
    most = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near = []
    for other, count in known.items():
        away = OSA.distance(word, other, score_cutoff=most)
        if 0 < away <= most:
            near.append((away, -count, other))
    return [other for _, _, other in sorted(near)[:MOST_ALTERNATIVES]]
