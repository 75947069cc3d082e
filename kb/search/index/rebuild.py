"""Writing the index: one article in the transaction that publishes it, and all of them anew beside the old."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone

from kb.catalogue.models import Article, ErrorCode
from kb.catalogue.reading import document_of
from kb.catalogue.stopped import without_stopped
from kb.search.index import analysis, writing
from kb.search.index.bm25 import FIELDS, FIRST_AVERAGES
from kb.search.index.text import FORM, Analysed, analyse, context_of, former_words, rough_lengths
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

BATCH = 40
LENGTHS_AT_ONCE = 500
BROKEN_OFF_AFTER = timedelta(minutes=5)  # without a sign of life

# What a long task gives between two of its steps, where there is nothing to tell yet.
type Steps[Result] = Generator["RebuildProgress | None", None, Result]


def _locked_meta() -> SearchMeta:
    """Every writer of the index comes through here first, so that none waits for another in a circle."""
    SearchMeta.objects.get_or_create(pk=1, defaults={"averages": FIRST_AVERAGES, "form": FORM})
    return SearchMeta.objects.select_for_update().get(pk=1)


def _stems(found: Analysed) -> dict[str, str]:
    return {word: analysis.stem(word) for word in found.words}


def _generations(meta: SearchMeta) -> list[tuple[int, Mapping[str, float]]]:
    found = [(meta.generation, meta.averages)]
    if meta.building is not None and meta.building_averages is not None:
        found.append((meta.building, meta.building_averages))
    return found


def analysed(article: Article) -> Analysed:
    """Fetch the article `with_parts()` first."""
    codes = ErrorCode.objects.filter(uses__article=article).with_keys()
    spellings = {code.display: tuple(spelling.text for spelling in code.spellings) for code in codes}
    document = without_stopped(document_of(article), article)
    return analyse(document, context_of(article, spellings=spellings, former=former_words(article)))


@transaction.atomic
def index_article(*, article: Article) -> None:
    """Make the article findable as it is now; nothing is written when its text is what is indexed already."""
    meta = _locked_meta()
    found = analysed(Article.objects.with_parts().get(pk=article.pk))
    for generation, averages in _generations(meta):
        if SearchVector.objects.filter(generation=generation, article=article, digest=found.digest).exists():
            continue
        writing.erase(article.pk, generation=generation)
        writing.write([(article.pk, found)], generation=generation, averages=averages, stems=_stems(found))


@transaction.atomic
def forget_article(*, article: Article) -> None:
    """Take every trace of the article out of the index."""
    for generation, _ in _generations(_locked_meta()):
        writing.erase(article.pk, generation=generation)


class RebuildRunning(Exception):  # noqa: N818 - named for what went wrong, like every exception of the house
    """Another rebuild is under way."""


def _lengths() -> Iterator[list[Mapping[str, int]]]:
    """Of every live article: as the index has them where it has them all, in every field, else counted."""
    live = Article.objects.live()
    meta = SearchMeta.objects.filter(pk=1).first()
    held = SearchVector.objects.filter(generation=meta.generation if meta else 0, article__in=live)
    first = held.first()
    is_held = first is not None and first.lengths.keys() >= set(FIELDS) and held.count() == live.count()
    pks = list(live.order_by("pk").values_list("pk", flat=True))
    for some in batched(pks, LENGTHS_AT_ONCE if is_held else BATCH):
        if is_held:
            yield list(held.filter(article__in=some).values_list("lengths", flat=True))
        else:
            # A rough count will do for averages, and spares reading every text twice.
            articles = Article.objects.with_parts().filter(pk__in=some)
            documents = ((without_stopped(document_of(article), article), article) for article in articles)
            yield [rough_lengths(document, context_of(article)) for document, article in documents]


def _measuring() -> Steps[dict[str, float]]:
    totals, number = dict.fromkeys(FIELDS, 0), 0
    for lengths in _lengths():
        for found in lengths:
            for name in FIELDS:
                totals[name] += found[name]
        number += len(lengths)
        yield None
    return {name: round(totals[name] / number, 3) for name in FIELDS} if number else dict(FIRST_AVERAGES)


def measured_averages() -> dict[str, float]:
    """The average number of words by field, over all live articles."""
    steps = _measuring()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            averages: dict[str, float] = end.value
            return averages


def is_being_built(meta: SearchMeta, now: datetime) -> bool:
    """By anybody, on whatever host. One that shows no life has been broken off."""
    seen_at = meta.building_seen_at
    return meta.building is not None and seen_at is not None and now - seen_at < BROKEN_OFF_AFTER


@transaction.atomic
def _begin(averages: dict[str, float], *, restart: bool) -> int:
    meta, now = _locked_meta(), timezone.now()
    if is_being_built(meta, now) and not restart:
        raise RebuildRunning
    # A number of its own: one that was thought to be broken off, and runs still, stops at its next batch.
    meta.building, meta.building_averages = (meta.building or meta.generation) + 1, averages
    meta.building_seen_at = now
    meta.save(update_fields=["building", "building_averages", "building_seen_at"])
    return meta.building


@transaction.atomic
def _write_batch(batch: Sequence[tuple[Article, Analysed]], generation: int) -> None:
    """Leaves out what a publish has written meanwhile, and what it has changed or withdrawn."""
    meta = _locked_meta()
    if meta.building != generation or meta.building_averages is None:
        raise RebuildRunning
    pks = [article.pk for article, _ in batch]
    written = set(
        SearchVector.objects.filter(generation=generation, article__in=pks).values_list("article_id", flat=True)
    )
    versions = dict(Article.objects.live().filter(pk__in=pks).values_list("pk", "version"))
    todo = [
        (article.pk, found)
        for article, found in batch
        if article.pk not in written and versions.get(article.pk) == article.version
    ]
    stems = {word: stem for _, found in todo for word, stem in _stems(found).items()}
    writing.write(todo, generation=generation, averages=meta.building_averages, stems=stems)
    meta.building_seen_at = timezone.now()
    meta.save(update_fields=["building_seen_at"])


@transaction.atomic
def _switch(generation: int) -> None:
    meta = _locked_meta()
    if meta.building != generation or meta.building_averages is None:
        raise RebuildRunning
    meta.generation, meta.averages, meta.form = generation, meta.building_averages, FORM
    meta.building, meta.building_averages, meta.building_seen_at = None, None, None
    meta.save()


def sweep() -> None:
    """Rows that nobody searches or builds: of the generation before, and of rebuilds that were broken off."""
    for _ in _sweeping():
        pass


def _sweeping() -> Steps[None]:
    models = (SearchTerm, SearchWord, SearchDeletion, SearchCode, SearchVector, SearchOutline)
    found = {
        generation for model in models for generation in model.objects.values_list("generation", flat=True).distinct()
    }
    meta = SearchMeta.objects.filter(pk=1).first()  # read last, so that none of a rebuild that begins now is among them
    for generation in sorted(found - {meta.generation, meta.building} if meta else ()):
        yield from _dropping(generation)


def _dropping(generation: int) -> Steps[None]:
    """Old rows, in batches that hold the lock briefly."""
    while terms := list(SearchTerm.objects.filter(generation=generation).values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            SearchPosting.objects.filter(term_id__in=terms).delete()
            SearchTerm.objects.filter(pk__in=terms).delete()
        yield None
    for model in (SearchDeletion, SearchWord, SearchCode, SearchVector, SearchOutline):
        while pks := list(model.objects.filter(generation=generation).values_list("pk", flat=True)[:5000]):
            with transaction.atomic():
                model.objects.filter(pk__in=pks).delete()
            yield None


@dataclass(frozen=True)
class RebuildProgress:
    done: int
    total: int


def rebuild_by_steps(*, restart: bool = False) -> Steps[None]:
    """As `rebuild`, with a rest after each piece of work, so that whoever does it can do other things between."""
    averages = yield from _measuring()
    generation = _begin(averages, restart=restart)
    yield from _sweeping()
    pks = list(Article.objects.live().order_by("pk").values_list("pk", flat=True))
    done = 0
    # By numbers, not from one open query: SQLite lets nobody write who still reads what others have changed since.
    for some in batched(pks, BATCH):
        articles = Article.objects.with_parts().filter(pk__in=some).order_by("pk")
        _write_batch([(article, analysed(article)) for article in articles], generation)
        done += len(some)
        yield RebuildProgress(done, len(pks))
    _switch(generation)
    yield from _sweeping()
    yield RebuildProgress(done, len(pks))


def rebuild(*, restart: bool = False) -> Iterator[RebuildProgress]:
    """Write a new generation beside the one that is searched, then switch; yields how far it is.

    Publishing goes on meanwhile and writes both. Raises RebuildRunning when another is under way.
    """
    yield from (progress for progress in rebuild_by_steps(restart=restart) if progress)
