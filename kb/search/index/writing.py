"""Index rows of one generation: written for many articles at once, and taken away exactly as they were given."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import F, Model

from kb.search.index import analysis
from kb.search.index.bm25 import impacts
from kb.search.index.text import Analysed
from kb.search.models import (
    SearchCode,
    SearchDeletion,
    SearchOutline,
    SearchPosting,
    SearchTerm,
    SearchVector,
    SearchWord,
)

MOST_AT_ONCE = 5000


def packed(pairs: Iterable[int]) -> bytes:
    return array("I", sorted(pairs)).tobytes()


def unpacked(pairs: bytes | memoryview) -> Sequence[int]:
    """In rising order, as they were packed."""
    found = array("I")
    found.frombytes(bytes(pairs))
    return found


def _slices[Thing](things: Sequence[Thing]) -> Iterable[Sequence[Thing]]:
    for start in range(0, len(things), MOST_AT_ONCE):
        yield things[start : start + MOST_AT_ONCE]


def _insert(model: type[Model], columns: Sequence[str], values: Iterable[tuple[int | str, ...]]) -> None:
    """Many small rows: making a model object of each would take longer than writing it."""
    names = ", ".join(columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})", list(values))  # noqa: S608 - names of our own columns


def _term_ids(generation: int, frequencies: Mapping[str, int]) -> dict[str, int]:
    """Raise the frequencies, in sorted order, so that two writers never wait for each other in a circle."""
    terms = sorted(frequencies)
    held: dict[str, int] = {}
    for some in _slices(terms):
        rows = SearchTerm.objects.filter(generation=generation, term__in=some)
        held |= dict(rows.values_list("term", "pk"))
    missing = [SearchTerm(generation=generation, term=term) for term in terms if term not in held]
    held |= {row.term: row.pk for row in SearchTerm.objects.bulk_create(missing, batch_size=MOST_AT_ONCE)}
    _add(SearchTerm, "frequency", {held[term]: number for term, number in frequencies.items()})
    return held


def _add(model: type[SearchTerm] | type[SearchWord], column: str, numbers: Mapping[int, int]) -> None:
    """Raise each row by its number, in the order of their ids."""
    raising = f"UPDATE {model._meta.db_table} SET {column} = {column} + %s WHERE id = %s"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        cursor.executemany(raising, [(number, pk) for pk, number in sorted(numbers.items())])


def _write_words(generation: int, counts: Counter[str], term_ids: Mapping[str, int], stems: Mapping[str, str]) -> None:
    words = sorted(counts)
    held: dict[str, int] = {}
    for some in _slices(words):
        rows = SearchWord.objects.filter(generation=generation, word__in=some)
        held |= dict(rows.values_list("word", "pk"))
    missing = [
        SearchWord(generation=generation, word=word, term_id=term_ids[stems[word]])
        for word in words
        if word not in held
    ]
    made = SearchWord.objects.bulk_create(missing, batch_size=MOST_AT_ONCE)
    held |= {row.word: row.pk for row in made}
    _insert(
        SearchDeletion,
        ("generation", "key", "word_id"),
        ((generation, key, row.pk) for row in made for key in sorted(analysis.keys_of(row.word))),
    )
    _add(SearchWord, "count", {held[word]: number for word, number in counts.items()})


def write(
    articles: Sequence[tuple[int, Analysed]],
    *,
    generation: int,
    averages: Mapping[str, float],
    stems: Mapping[str, str],
) -> None:
    """Rows of articles that have none in this generation. `stems` gives the term of every word."""
    weighed = {
        pk: impacts(found.counts, found.lengths, averages, is_of_codes=found.is_of_codes) for pk, found in articles
    }
    frequencies: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for pk, found in articles:
        frequencies.update(weighed[pk].keys())
        words.update(found.words)
    ids = _term_ids(generation, frequencies)
    _insert(
        SearchPosting,
        ("term_id", "article_id", "impact"),
        ((ids[term], pk, impact) for pk, terms in weighed.items() for term, impact in terms.items()),
    )
    _write_words(generation, words, ids, stems)
    SearchCode.objects.bulk_create(
        SearchCode(generation=generation, article_id=pk, **vars(keys)) for pk, found in articles for keys in found.codes
    )
    _write_vectors(articles, generation, {pk: sorted(ids[term] for term in terms) for pk, terms in weighed.items()})
    SearchOutline.objects.bulk_create(
        SearchOutline(
            generation=generation,
            article_id=pk,
            title=[ids[term] for term in found.title],
            lines=[[ids[term] for term in line] for line in found.lines],
            pairs=packed(found.pairs),
        )
        for pk, found in articles
    )


def _write_vectors(
    articles: Sequence[tuple[int, Analysed]], generation: int, terms: Mapping[int, Sequence[int]]
) -> None:
    SearchVector.objects.bulk_create(
        SearchVector(
            generation=generation,
            article_id=pk,
            digest=found.digest,
            lengths=dict(found.lengths),
            terms=terms[pk],
            words=dict(found.words),
            texts=found.texts,
            places=found.places,
        )
        for pk, found in articles
    )


def erase(article_id: int, *, generation: int) -> None:
    """Take away what the article gave; a word or term that nobody else gave goes with it, or it would be a leak."""
    vector = SearchVector.objects.filter(generation=generation, article_id=article_id).first()
    if vector is None:
        return
    for some in _slices(vector.terms):
        SearchPosting.objects.filter(term_id__in=some, article_id=article_id).delete()
        SearchTerm.objects.filter(pk__in=some).update(frequency=F("frequency") - 1)
        SearchTerm.objects.filter(pk__in=some, frequency=0).delete()
    by_number: dict[int, list[str]] = defaultdict(list)
    for word, number in vector.words.items():
        by_number[number].append(word)
    for number, words in by_number.items():
        for names in _slices(sorted(words)):
            rows = SearchWord.objects.filter(generation=generation, word__in=names)
            rows.update(count=F("count") - number)
            gone = list(rows.filter(count=0).values_list("pk", flat=True))
            SearchDeletion.objects.filter(word_id__in=gone).delete()
            SearchWord.objects.filter(pk__in=gone).delete()
    for model in (SearchCode, SearchOutline):
        model.objects.filter(generation=generation, article_id=article_id).delete()
    vector.delete()
