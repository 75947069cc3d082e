"""The index as words: what it says, without the ids and generations that differ from build to build."""

from kb.search.index.writing import unpacked
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

CODE = ("article_id", "normal", "folded", "bare", "stem", "digits", "weight")


def index_rows(generation: int | None = None) -> dict[str, object]:
    """Everything the searched generation (or the named one) holds, by terms and words."""
    if generation is None:
        generation = SearchMeta.objects.get().generation
    terms = dict(SearchTerm.objects.filter(generation=generation).values_list("pk", "term"))
    words = SearchWord.objects.filter(generation=generation)
    spelling = SearchDeletion.objects.filter(generation=generation).values_list("key", "word__word")
    return {
        "terms": dict(SearchTerm.objects.filter(generation=generation).values_list("term", "frequency")),
        "postings": {
            (terms[term], article): impact
            for term, article, impact in SearchPosting.objects.filter(term__in=terms).values_list(
                "term_id", "article_id", "impact"
            )
        },
        "words": {word: (terms[term], count) for word, term, count in words.values_list("word", "term_id", "count")},
        "keys": sorted(spelling),
        "codes": sorted(SearchCode.objects.filter(generation=generation).values_list(*CODE)),
        "vectors": {
            row.article_id: (
                row.digest,
                row.lengths,
                sorted(terms[term] for term in row.terms),
                row.words,
                row.texts,
                bytes(row.places),
            )
            for row in SearchVector.objects.filter(generation=generation)
        },
        "outlines": {
            row.article_id: ([terms[term] for term in row.title], list(unpacked(row.pairs)))
            for row in SearchOutline.objects.filter(generation=generation)
        },
    }


def found(results) -> list[str]:
    """The articles of the results, as their references or slugs, best first."""
    return [hit.article.reference or hit.article.slug for hit in results.hits]
