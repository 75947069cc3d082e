"""The editing page of one article in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from kb.catalogue.document import ArticleDocument
from kb.catalogue.labels import lost_with_article
from kb.catalogue.models import Article
from kb.editing.compare.diff import compare
from kb.editing.compare.presenters import parts_in_words
from kb.editing.compare.reading import ComparedState
from kb.editing.models import Draft, Ownership
from kb.editing.ownership.rules import owner_in_words, reviewer_in_words
from kb.lib import dates
from kb.lib.panels import SummaryRow


@dataclass(frozen=True)
class VersionLine:
    state: ComparedState
    number: str
    address: str
    changes: str
    is_current: bool


@dataclass(frozen=True)
class DraftLine:
    pk: int
    state: str
    words: str


@dataclass(frozen=True)
class EarlierDraft:
    pk: int
    state: str
    when: str
    who: str
    why: str


@dataclass(frozen=True)
class ArticleFacts:
    label: str
    title: str
    version: int
    is_live: bool
    state: str
    colour: str
    facts: tuple[SummaryRow, ...]
    versions: tuple[VersionLine, ...]
    draft: DraftLine | None
    earlier: tuple[EarlierDraft, ...]
    public: str
    loses: str  # what nobody finds any more once it is gone


def _state(article: Article, now: datetime) -> tuple[str, str]:
    if article.withdrawn_at:
        return "Withdrawn", "grey"
    return ("Live", "green") if article.is_live(now) else ("Expired", "grey")


def _owner(ownership: Ownership | None) -> str:
    if ownership is None:
        return "Nobody yet"
    who = owner_in_words(ownership)
    return f"{who}, deputy {ownership.deputy.name}" if ownership.deputy else who


def _reviewed(article: Article) -> str:
    if not article.reviewed_on or not article.reviewed_by:
        return "Not yet"
    with_what = f", with {article.verified_with}" if article.verified_with else ""
    return f"By {article.reviewed_by.name} on {dates.day(article.reviewed_on)}{with_what}"


def _facts(article: Article, ownership: Ownership | None, now: datetime) -> tuple[SummaryRow, ...]:
    withdrawn = (dates.day_and_clock(article.withdrawn_at), "") if article.withdrawn_at else ("", "")
    replacement = article.replacement
    ends = dates.day_and_clock(article.expires_at) if article.expires_at else ""
    facts = (
        SummaryRow("Address", article.get_absolute_url(), article.get_absolute_url()),
        SummaryRow("Confidence", article.get_confidence_display().capitalize()),
        SummaryRow("Reviewed", _reviewed(article)),
        SummaryRow("Review due", dates.day(article.review_due_on) if article.review_due_on else "No date"),
        SummaryRow("Looked after by", _owner(ownership)),
        SummaryRow("Reviews it now", reviewer_in_words(ownership, dates.in_london(now).date()) if ownership else ""),
        SummaryRow("Is withdrawn on" if not article.withdrawn_at else "Was to be withdrawn on", ends),
        SummaryRow("Withdrawn", withdrawn[0]),
        SummaryRow(
            "Replaced by",
            str(replacement) if replacement else "",
            reverse("editing:article", args=[replacement.label]) if replacement else "",
        ),
    )
    return tuple(fact for fact in facts if fact.text)


def _versions(article: Article, states: list[ComparedState]) -> tuple[VersionLine, ...]:
    compare = reverse("editing:compare", args=[article.label])
    earlier = [*states[1:], None]
    return tuple(
        VersionLine(
            state=state,
            number=state.key,
            address=reverse("browse:version", args=[article.slug, state.key]),
            changes=f"{compare}?{urlencode({'from': before.key, 'to': state.key})}" if before else "",
            is_current=state.key == str(article.version),
        )
        for state, before in zip(states, earlier, strict=True)
    )


def _draft(draft: Draft | None) -> DraftLine | None:
    if draft is None:
        return None
    words = f"begun by {draft.begun_by.name}, last saved on {dates.day_and_clock(draft.changed_at)}"
    return DraftLine(draft.pk, draft.get_state_display(), words)


def _earlier(draft: Draft, writers: Sequence[str]) -> EarlierDraft:
    state = draft.get_state_display() + (f" as version {draft.became}" if draft.became else "")
    return EarlierDraft(draft.pk, state, dates.day_and_clock(draft.changed_at), ", ".join(writers), draft.why)


def article_facts(
    article: Article,
    *,
    states: list[ComparedState],
    draft: Draft | None,
    earlier: Iterable[tuple[Draft, Sequence[str]]],
    ownership: Ownership | None,
    only_here: Sequence[str],
    now: datetime,
) -> ArticleFacts:
    state, colour = _state(article, now)
    return ArticleFacts(
        label=article.label,
        title=article.title,
        version=article.version,
        is_live=article.is_live(now),
        state=state,
        colour=colour,
        facts=_facts(article, ownership, now),
        versions=_versions(article, states),
        draft=_draft(draft),
        earlier=tuple(_earlier(closed, writers) for closed, writers in earlier),
        public=article.get_absolute_url(),
        loses=lost_with_article(only_here) if only_here else "",
    )


def said_of_restored(number: int, restored: ArticleDocument, *, version: int, published: ArticleDocument) -> str:
    differs = parts_in_words(compare(published, restored))
    told = f"What differs from version {version}: {differs}." if differs else f"It says the same as version {version}."
    return f"Restored from version {number}. {told} Ask for a review to publish it."
