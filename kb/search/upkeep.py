"""The index kept true: each change of an article followed, all built anew, and compared with the articles, each fault
in one line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from kb.catalogue.models import Article
from kb.catalogue.signals import article_changed
from kb.search.index.analysis import keys_of
from kb.search.index.rebuild import (
    RebuildRunning,
    analysed,
    forget_article,
    index_article,
    measured_averages,
    rebuild,
    sweep,
)
from kb.search.index.renewal import Renewal, RenewalState, renewal_state
from kb.search.models import (
    SearchCode,
    SearchDeletion,
    SearchMeta,
    SearchOutline,
    SearchPosting,
    SearchTerm,
    SearchVector,
    SearchWord,
)

__all__ = [
    "IndexFault",
    "RebuildRunning",
    "Renewal",
    "RenewalState",
    "findings",
    "listen",
    "rebuild",
    "renewal_state",
    "sweep",
]

LARGEST_DRIFT = 0.2
MOST_NAMED = 5


def _follow(sender: type[Article], article: Article, **kwargs: object) -> None:
    if article.is_live(timezone.now()):
        index_article(article=article)
        return
    forget_article(article=article)
    # Whatever is read in its place is found by its title and messages too.
    if heir := article.live_heir(timezone.now()):
        index_article(article=heir)


def listen() -> None:
    """From then on index rows are written in the transaction that changes an article."""
    article_changed.connect(_follow, dispatch_uid="kb.search")


@dataclass(frozen=True)
class IndexFault:
    """Something wrong; a warning makes results a little worse, but not false."""

    message: str
    is_warning: bool = False


def findings() -> list[IndexFault]:
    """What is wrong, and was not merely being written: whatever is found is looked for a second time."""
    found = _look()
    again = set(_look()) if found else set()
    return [finding for finding in found if finding in again]


def _look() -> list[IndexFault]:
    meta = SearchMeta.objects.filter(pk=1).first()
    if meta is None:
        return [IndexFault("There is no index yet.")] if Article.objects.live().exists() else []
    return [*_articles(meta.generation), *_rows(meta.generation), *_left_over(meta), *_drift(meta.averages)]


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _articles(generation: int) -> Iterator[IndexFault]:
    """Every live article is indexed as it is now, and nothing else is."""
    digests = dict(SearchVector.objects.filter(generation=generation).values_list("article_id", "digest"))
    missing, stale = [], []
    for article in Article.objects.live().with_parts().order_by("pk").iterator(chunk_size=200):
        digest = digests.pop(article.pk, "")
        if not digest:
            missing.append(article.label)
        elif digest != analysed(article).digest:
            stale.append(article.label)
    if missing:
        yield IndexFault(f"Not in the index: {_named(missing)}.")
    if stale:
        yield IndexFault(f"Indexed with another text than they have now: {_named(stale)}.")
    expired = set(Article.objects.filter(pk__in=digests, withdrawn_at=None).values_list("pk", flat=True))
    if gone := digests.keys() - expired:
        yield IndexFault(f"Still in the index, though withdrawn: {_named(_shown(gone))}.")
    if expired:  # nobody writes when an article expires, and the ranking leaves it out
        yield IndexFault(f"Still in the index, though expired: {_named(_shown(expired))}.", is_warning=True)
    own: dict[str, QuerySet[SearchCode] | QuerySet[SearchPosting]] = {
        "codes": SearchCode.objects.filter(generation=generation),
        "postings": SearchPosting.objects.filter(term__generation=generation),
    }
    indexed = SearchVector.objects.filter(generation=generation).values("article_id")
    outlined = SearchOutline.objects.filter(generation=generation).values_list("article_id", flat=True)
    if odd := set(outlined) ^ set(indexed.values_list("article_id", flat=True)):
        yield IndexFault(
            f"Title and neighbours are missing, or of articles that are not indexed: {_named(_shown(odd))}."
        )
    for what, rows in own.items():
        strangers = rows.exclude(article_id__in=indexed).values_list("article_id", flat=True).distinct()
        if strangers:
            yield IndexFault(f"There are {what} of articles that are not indexed: {_named(_shown(set(strangers)))}.")


def _shown(pks: set[int]) -> list[str]:
    known = {article.pk: article.label for article in Article.objects.filter(pk__in=pks)}
    return [known.get(pk, f"row {pk}, which is gone") for pk in sorted(pks)]


def _rows(generation: int) -> Iterator[IndexFault]:
    """Frequencies and counts are the sums of what the articles gave."""
    frequencies: Counter[int] = Counter()
    words: Counter[str] = Counter()
    vectors = SearchVector.objects.filter(generation=generation)
    for terms, counts in vectors.values_list("terms", "words").iterator(chunk_size=500):
        frequencies.update(terms)
        words.update(counts)
    terms = SearchTerm.objects.filter(generation=generation)
    postings = dict(terms.annotate(held=Count("searchposting")).values_list("pk", "held"))
    rows = {pk: (term, frequency) for pk, term, frequency in terms.values_list("pk", "term", "frequency")}
    wrong = [term for pk, (term, held) in rows.items() if not held == frequencies[pk] == postings[pk]]
    wrong += [f"number {pk}, which is gone" for pk in frequencies.keys() - rows.keys()]
    if wrong:
        yield IndexFault(f"Terms whose frequency does not add up: {_named(sorted(wrong))}.")
    held_words = SearchWord.objects.filter(generation=generation)
    held = dict(held_words.values_list("word", "count"))
    if odd := sorted(word for word in held.keys() | words.keys() if held.get(word, 0) != words[word]):
        yield IndexFault(f"Words whose count does not add up: {_named(odd)}.")
    adrift = held_words.exclude(term__in=terms).values_list("word", flat=True)
    if adrift:
        yield IndexFault(f"Words without their term: {_named(sorted(adrift))}.")
    yield from _keys(generation)


def _keys(generation: int) -> Iterator[IndexFault]:
    words = dict(SearchWord.objects.filter(generation=generation).values_list("pk", "word"))
    rows = SearchDeletion.objects.filter(generation=generation).values_list("word_id", "key")
    held = Counter((words.get(word, "a word that is gone"), key) for word, key in rows.iterator(chunk_size=5000))
    wanted = Counter((word, key) for word in words.values() for key in keys_of(word))
    if wrong := sorted({word for word, _ in (held - wanted) + (wanted - held)}):
        yield IndexFault(f"Words whose spelling keys are not theirs: {_named(wrong)}.")


def _left_over(meta: SearchMeta) -> Iterator[IndexFault]:
    """Generations that nobody searches: of a rebuild that runs, or that was broken off."""
    own = [generation for generation in (meta.generation, meta.building) if generation is not None]
    models = (SearchTerm, SearchWord, SearchDeletion, SearchCode, SearchVector, SearchOutline)
    if any(model.objects.exclude(generation__in=own).exists() for model in models):
        yield IndexFault("There are rows of a generation that is not searched any more.", is_warning=True)
    if meta.building is not None:
        yield IndexFault("A rebuild is under way, or was broken off.", is_warning=True)


def _drift(averages: Mapping[str, float]) -> Iterator[IndexFault]:
    """Every write of a generation uses its averages; when articles have grown, weights are a little off."""
    if not Article.objects.live().exists():
        return
    for name, now in measured_averages().items():
        then = averages.get(name, 0)  # none in an index that was built before there was this field
        if abs(now - then) >= LARGEST_DRIFT * max(then, 1):
            yield IndexFault(
                f"Articles have {now:g} words of {name} on average; the index was built for {then:g}.", is_warning=True
            )
