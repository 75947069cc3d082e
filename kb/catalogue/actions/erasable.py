"""What may be erased for good, and what is said where it may not."""

from collections.abc import Collection

from kb.catalogue.models import Article, Image
from kb.catalogue.models.erasure import LONGEST_REASON
from kb.lib.blanking import REMOVED
from kb.lib.places import HeldPlace
from kb.lib.redaction import LONGEST, SHORTEST, Needle, Passage, Passages

THE_MARK = f"“{REMOVED}” is what stands where words were erased. To take it out of a text, edit that text."
NOTHING = "These words stand nowhere on this site that we know of. Copy them from where you see them."
NO_IMAGE = "There is no such image. Copy its address, which begins with /images/."
NO_REASON = "Say why, so that others can tell later. Do not repeat the words."


MOST_PASSAGES = 10
# What stands in more is a common word, as "certificate" is; or an article has a long history.
MANY_ARTICLES = 5
MANY_PLACES = 200


class NotErasable(ValueError):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Nothing was erased. `field` is `words`, `further`, `image`, `reason` or `many`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field

    @classmethod
    def nowhere(cls) -> "NotErasable":
        return cls("words", NOTHING)

    @classmethod
    def many(cls, number: int) -> "NotErasable":
        return cls(
            "many", f"These words stand in {number:,} places: say that you mean all of them, or give more words."
        )


def is_common(found: Collection[HeldPlace]) -> bool:
    """Whether these are so many places that somebody should say again that they mean all of them."""
    rows = [(place.table, place.row) for place in found if not place.stays]
    return len(rows) > MANY_PLACES or Article.objects.live().of_rows(rows).count() > MANY_ARTICLES


def passages_of(words: str, further: str = "") -> Passages:
    """`further` has one on each line. Raises NotErasable."""
    found = {passage.letters: passage for passage in [passage_of(words)]}
    for line in filter(str.strip, further.splitlines()):
        try:
            passage = passage_of(line.strip())
        except NotErasable as refused:
            raise NotErasable(
                "further", f"“{line.strip()[:40]}”: {str(refused)[:1].lower()}{str(refused)[1:]}"
            ) from None
        found.setdefault(passage.letters, passage)
    if len(found) > MOST_PASSAGES:
        raise NotErasable("further", f"Erase {MOST_PASSAGES} passages or fewer at once.")
    return Passages(tuple(found.values()))


def passage_of(words: str) -> Passage:
    """Raises NotErasable for what is too short to be looked for, or too long."""
    passage = Passage(words)
    if passage.letters and not passage.letters.replace(Passage(REMOVED).letters, ""):
        raise NotErasable("words", THE_MARK)
    if len(passage.letters) < SHORTEST:
        raise NotErasable("words", f"Enter at least {SHORTEST} letters and figures: fewer stand everywhere.")
    if len(words) > LONGEST:
        raise NotErasable("words", f"Enter {LONGEST:,} characters or fewer, and erase a longer text in parts.")
    return passage


def image_named(text: str) -> Image:
    """By its name or its address, however much of it was copied. Raises NotErasable."""
    name = text.strip().partition("?")[0].rstrip("/").rpartition("/")[2]
    found = Image.objects.named([name]).first() if name.isprintable() else None
    if found is None:
        raise NotErasable("image", NO_IMAGE)
    return found


def checked_reason(reason: str, needle: Needle) -> str:
    """On one line. Raises NotErasable."""
    reason = " ".join(reason.split())
    if not reason:
        raise NotErasable("reason", NO_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotErasable("reason", f"Say why in {LONGEST_REASON} characters or fewer.")
    if needle.spans(reason):
        raise NotErasable("reason", "The reason is kept: say it without the words that are to go.")
    return reason
