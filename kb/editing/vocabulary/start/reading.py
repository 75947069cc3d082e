"""All questions of Start as they stand, and what a change of some of them would leave asked of nobody."""

from collections.abc import Collection, Mapping

from django.utils import timezone

from kb.catalogue.models import Shortcut, StartQuestion
from kb.catalogue.reading import start_entry
from kb.catalogue.start import StartQuestionEntry, is_asked


def entries() -> dict[str, StartQuestionEntry]:
    """By slug, the first before the others."""
    now = timezone.now()
    return {row.slug: start_entry(row, now) for row in StartQuestion.objects.whole()}


def entered() -> set[str]:
    """Questions to which a common problem of home leads."""
    return set(Shortcut.objects.filter(question__isnull=False).values_list("question__slug", flat=True))


def unasked(questions: Mapping[str, StartQuestionEntry], ways_in: Collection[str]) -> list[str]:
    """With one its answers go, and others may be led to no more."""
    left, gone = dict(questions), []
    while found := next((slug for slug in left if not is_asked(left, slug, ways_in)), ""):
        gone.append(found)
        del left[found]
    return gone


def seen(slug: str) -> str:
    found = entries().get(slug)
    return found.fingerprint if found else ""
