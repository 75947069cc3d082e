"""The review of an article, as its file tells it: who found it true, when, with what, and which words.

It stands beside the document. Words that were changed since have not been reviewed, so a print of those that were
goes with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kb.accounts.models import User
from kb.catalogue.actions import Verification
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Article
from kb.transfer.items import Values

KEYS = ("by", "day", "with", "words")
LONGEST_PRINT = 16
OTHER_WORDS = (
    "The words were changed after this review. Take the review out and write confidence: unverified, "
    "or leave the words as they were."
)


@dataclass(frozen=True)
class FileReview:
    by: str
    on: date
    verified_with: str
    words: str

    def front_value(self) -> dict[str, Any]:
        said = {"by": self.by, "day": self.on, "with": self.verified_with, "words": self.words}
        return {name: value for name, value in said.items() if value}


def words_of(document: ArticleDocument) -> str:
    return document.fingerprint[:LONGEST_PRINT]


def read(values: Values, document: ArticleDocument) -> FileReview | None:
    """Raises ValueBroken for a review of other words, or one that does not say by whom or when."""
    held = values.mapping("review", KEYS)
    if held is None:
        return None
    by, on = held.text("by"), held.day("day")
    if not by or not on:
        raise held.broken(
            "day" if by else "by", "Say by whom and on which day it was reviewed, or take the review out."
        )
    if held.text("words") != words_of(document):
        raise held.broken("words", OTHER_WORDS)
    return FileReview(by, on, held.text("with"), words_of(document))


def of_article(article: Article, document: ArticleDocument) -> FileReview | None:
    if not article.reviewed_on or not article.reviewed_by:
        return None
    return FileReview(article.reviewed_by.name, article.reviewed_on, article.verified_with, words_of(document))


def is_news(review: FileReview | None, article: Article) -> bool:
    """An older review than the one here takes nothing back."""
    return review is not None and (article.reviewed_on is None or review.on > article.reviewed_on)


def people() -> dict[str, list[User]]:
    """Everybody who ever had an account here, by the name that the page of an article says."""
    found: dict[str, list[User]] = {}
    for person in User.objects.all():
        found.setdefault(person.name, []).append(person)
    return found


def fault(review: FileReview, known: Mapping[str, list[User]]) -> str:
    """A review is somebody's: a page that says "checked by" must name a person of this site."""
    number = len(known.get(review.by, ()))
    if number == 1:
        return ""
    if number:
        return f"{number} people here are called {review.by}: give one another name, or take the review out."
    return (
        f"Nobody here is called {review.by}. Make an account of that name first, or take the review out and write "
        "confidence: unverified."
    )


def verification(review: FileReview) -> Verification:
    return Verification(by=User.objects.get(name=review.by), on=review.on, verified_with=review.verified_with)
