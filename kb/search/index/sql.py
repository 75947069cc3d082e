"""Plain SQL for what every search reads, the same on SQLite and PostgreSQL.

The ORM takes several times as long to make such a statement as a database takes to answer it, and a search needs ten.
Values are parameters, always; a statement holds names of our own and nothing else.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from kb.search.index.bm25 import EVERY_ARTICLE

type Rows = list[tuple[Any, ...]]


class Statement(NamedTuple):
    """Or a part of one, with what fills its marks."""

    said: str
    params: Sequence[int | str]


def rows(statement: str, params: Sequence[int | str]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def marks(values: Collection[int | str]) -> str:
    return ", ".join(["%s"] * len(values))


def _among(statement: str, *params: int, values: Collection[int | str]) -> Rows:
    """Rows whose column, named at the end of the statement, has one of the values; `params` fill marks before it."""
    return rows(f"{statement} IN ({marks(values)})", [*params, *values]) if values else []


def generation() -> int:
    """The one that is searched; 0 where nothing is indexed."""
    found = rows("SELECT generation FROM search_searchmeta WHERE id = 1", [])
    return found[0][0] if found else 0


def searched() -> tuple[int, int]:
    """The generation that is searched and its number of articles; none where nothing is indexed."""
    found = rows(
        "SELECT meta.generation, term.frequency FROM search_searchmeta meta"
        " JOIN search_searchterm term ON term.generation = meta.generation AND term.term = %s WHERE meta.id = 1",
        [EVERY_ARTICLE],
    )
    return found[0] if found else (0, 0)


def terms(stems: Collection[str], *, generation: int) -> Rows:
    """Stem, id and frequency."""
    return _among(
        "SELECT term, id, frequency FROM search_searchterm WHERE generation = %s AND term", generation, values=stems
    )


def frequencies(terms: Collection[int]) -> Rows:
    """Id and frequency, of terms by id alone: with the generation beside it SQLite would read all of that."""
    return _among("SELECT id, frequency FROM search_searchterm WHERE id", values=terms)


def words_near(keys: Collection[str], *, generation: int) -> Rows:
    """Key, word and its count, of words that share a key of spelling."""
    return _among(
        "SELECT deletion.key, word.word, word.count FROM search_searchdeletion deletion"
        " JOIN search_searchword word ON word.id = deletion.word_id WHERE deletion.generation = %s AND deletion.key",
        generation,
        values=keys,
    )


def words(words: Collection[str], *, generation: int) -> Rows:
    """Word and count, of words as articles write them."""
    return _among("SELECT word, count FROM search_searchword WHERE generation = %s AND word", generation, values=words)


def words_from(first: str, before: str, *, most: int, generation: int) -> Rows:
    """Word and term of the commonest words in this part of the alphabet."""
    return rows(
        "SELECT word, term_id FROM search_searchword WHERE generation = %s AND word >= %s AND word < %s"
        " ORDER BY count DESC, word LIMIT %s",
        [generation, first, before, most],
    )


def phrases() -> Rows:
    """Every phrase of the synonyms, folded, and with a 1 beside it every one that has a chosen answer."""
    return rows("SELECT folded, 0 FROM search_synonym UNION ALL SELECT phrase, 1 FROM search_chosenanswer", [])


def synonyms(stems: Collection[str]) -> Rows:
    """Stems and phrase of each synonym that has one of these stems, with each phrase that its group leads to."""
    return (
        rows(
            "SELECT named.stems, named.folded, other.folded FROM search_synonym named"  # noqa: S608 - only marks are filled in
            ' LEFT JOIN search_synonym other ON other."group" = named."group" AND NOT other.one_way'
            f" WHERE named.stems IN ({marks(stems)}) ORDER BY named.position, named.id, other.position, other.id",
            list(stems),
        )
        if stems
        else []
    )


def _list(values: Collection[int]) -> str:
    return ", ".join(["(%s)"] * len(values))


def postings(terms: Collection[int], articles: Collection[int]) -> Rows:
    """Term, article and impact.

    Each is looked for by its key. With two conditions "IN", SQLite reads every posting of every term instead; it keeps
    to the order of a cross join. In rising order, because neighbours stand on one page.
    """
    if not terms or not articles:
        return []
    return rows(
        "SELECT posting.term_id, posting.article_id, posting.impact"  # noqa: S608 - only marks are filled in
        f" FROM (VALUES {_list(terms)}) AS term CROSS JOIN (VALUES {_list(articles)}) AS article"
        " CROSS JOIN search_searchposting AS posting"
        " WHERE posting.term_id = term.column1 AND posting.article_id = article.column1",
        [*sorted(terms), *sorted(articles)],
    )


def codes_of_keys(keys: Collection[str]) -> Rows:
    """Key and id of each code that is written so."""
    return _among("SELECT normal, code_id FROM catalogue_codekey WHERE normal", values=keys)


LAST_CHARACTER = "\U0010ffff"


def codes_begun(*, normal: Collection[str], bare: Collection[str], families: Collection[str], most: int) -> Rows:
    """Id of each code that one of the keys begins, as it is written or as a bare number, the first by their keys; and
    of the families. In the order of its index and without another condition, so that the limit ends it, however many
    begin so."""
    begins = [_begins("normal", key) for key in normal] + [_begins("bare", key) for key in bare]
    parts, params = [], list[int | str]()
    if begins:
        condition = " OR ".join(said for said, _ in begins)
        parts.append(
            f"SELECT code_id FROM (SELECT code_id FROM catalogue_codekey WHERE {condition}"  # noqa: S608 - names of ours
            " ORDER BY normal LIMIT %s) AS begun"
        )
        params += [*(value for _, values in begins for value in values), most]
    if families:
        parts.append(f"SELECT id FROM catalogue_errorcode WHERE kind = 'FAMILY' AND normal IN ({marks(families)})")  # noqa: S608 - names of ours
        params += families
    return rows(" UNION ".join(parts), params) if parts else []


def _begins(column: str, key: str) -> tuple[str, tuple[str, str]]:
    """Keys are figures and capitals. PostgreSQL has a pattern index for each; SQLite's LIKE would use none."""
    if connection.vendor == "postgresql":
        # Keys begin so from there on, whatever the language of the database: a walk in their order starts there.
        return f"({column}::text LIKE %s AND {column} >= %s)", (f"{key}%", key)
    return f"({column} >= %s AND {column} < %s)", (key, key + LAST_CHARACTER)


def services() -> Rows:
    """Id and name of each."""
    return rows("SELECT id, name FROM catalogue_service", [])


def texts(articles: Collection[int], *, generation: int) -> Rows:
    """Article, the JSON of its texts, and where their words stand, packed."""
    return _among(
        "SELECT article_id, texts, places FROM search_searchvector WHERE generation = %s AND article_id",
        generation,
        values=articles,
    )


_CODES = "SELECT article_id, normal, folded, bare, stem, digits, weight FROM search_searchcode WHERE generation = %s"


def codes(
    *, generation: int, normal: Collection[str], folded: Collection[str], bare: Collection[str]
) -> Iterable[tuple[Any, ...]]:
    """Article and keys of all codes that have one of these, and of all families.

    Four statements in one, because each key has an index of its own; joined by OR they would read the whole table.
    """
    parts: list[str] = [f"{_CODES} AND stem > ''"]
    params: list[int | str] = [generation]
    for column, keys in (("normal", normal), ("folded", folded), ("bare", bare)):
        if keys:
            parts.append(f"{_CODES} AND {column} IN ({marks(keys)})")
            params += [generation, *keys]
    return rows(" UNION ".join(parts), params)
