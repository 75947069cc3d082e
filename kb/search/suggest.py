"""What may be meant while a person still types: codes, articles and services that are live at this moment.

Nothing is corrected here and nothing is written; at most ten queries, whatever is typed and however much there is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from kb.catalogue import codes as rules
from kb.catalogue.choices import CodeKind
from kb.catalogue.codes import spoken
from kb.catalogue.models import Article, CodeKey, ErrorCode, Service
from kb.search.index import analysis, sql

FEWEST_CHARACTERS = 2
LONGEST = 80  # whoever pastes a whole message wants its results, not suggestions
MOST_SERVICES = 2
MOST_WORDS = 6
MOST_COMPLETIONS = 24
MOST_POSTINGS = 50  # of each term; a word of the title weighs most, so such articles stand at the top
MOST_CANDIDATES = 40
FEWEST_OF_CODE = 3
MOST_KEYS = 80
LAST_CHARACTER = "\U0010ffff"

_BRANCH = """
SELECT * FROM (
    SELECT article_id, {part} AS part, impact FROM search_searchposting
    WHERE term_id = %s ORDER BY impact DESC, article_id LIMIT %s
) AS branch{number}"""
_WHOLE = """
SELECT article_id FROM (
    SELECT article_id, part, MAX(impact) AS best FROM ({branches}) AS postings GROUP BY article_id, part
) AS parts GROUP BY article_id ORDER BY COUNT(*) DESC, SUM(best) DESC, article_id LIMIT %s"""


@dataclass(frozen=True)
class Suggestions:
    """At most `limit` codes, articles and services in all; `words` are ways to end the last word."""

    codes: tuple[ErrorCode, ...] = ()
    articles: tuple[Article, ...] = ()
    services: tuple[Service, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        return len(self.codes) + len(self.articles) + len(self.services)


@dataclass(frozen=True)
class _Typed:
    """The words that are whole, and the beginning of one that may not be ("" after a space)."""

    whole: tuple[str, ...]
    begun: str

    @classmethod
    def of(cls, text: str) -> "_Typed":
        words = analysis.words(text)[-MOST_WORDS:]
        begun = words.pop() if words and not text[-1].isspace() else ""
        content = tuple(dict.fromkeys(word for word in words if word not in analysis.STOP_WORDS))
        return cls(content, begun)

    @property
    def begun_counts(self) -> bool:
        """One letter, or "not" after other words, is a hint and no more."""
        if not self.whole:
            return len(self.begun) >= FEWEST_CHARACTERS
        return len(self.begun) >= FEWEST_CHARACTERS and self.begun not in analysis.STOP_WORDS

    @property
    def number(self) -> int:
        return len(self.whole) + self.begun_counts

    def hits(self, text: str) -> int:
        """How many of the typed words the text holds; none when it has less than half of those that are whole."""
        words = [word for word in analysis.words(text) if word not in analysis.STOP_WORDS]
        stems = {analysis.stem(word) for word in words}
        held = sum(analysis.stem(word) in stems for word in self.whole)
        if 2 * held < len(self.whole):
            return 0
        begins = any(word.startswith(self.begun) for word in words) or analysis.stem(self.begun) in stems
        return held + (bool(self.begun) and begins)


# --- Codes -----------------------------------------------------------------------------------------------------------


def _key_begins(field: str, keys: Iterable[str]) -> Q:
    """Keys are figures and capitals. PostgreSQL has a pattern index for each; SQLite's LIKE would use none."""
    found = Q()
    for key in keys:
        if connection.vendor == "postgresql":
            # Keys begin so from there on, whatever the language of the database: a walk in their order starts there.
            found |= Q(**{f"{field}__startswith": key, f"{field}__gte": key})
        else:
            found |= Q(**{f"{field}__gte": key, f"{field}__lt": key + LAST_CHARACTER})
    return found


def _texts(text: str) -> list[str]:
    """What may be the beginning of a code: the whole text, what follows "error code", a last word with figures; and
    what was said in words, or dictated, in every way to read it.
    """
    said = spoken.readings(text)
    # "Twenty thousand" may go on: "and two".
    readings = [*rules.readings(text), *said, *(one[:-1] for one in said if one.endswith("00"))]
    if (last := text.split()[-1:]) and re.search(r"[0-9]", last[0]) and len(last[0]) >= FEWEST_OF_CODE:
        readings += last
    return readings


def _keys(texts: Iterable[str]) -> tuple[str, ...]:
    keys = (rules.normal(text) for text in texts)
    return tuple(dict.fromkeys(key for key in keys if len(key) >= FEWEST_CHARACTERS))


def _owners(keys: Sequence[str]) -> list[int]:
    """Codes that one of the keys begins, as they are displayed, as a spelling or as a bare number."""
    numbers = [key for key in keys if key.isdigit()]
    begins = _key_begins("normal", keys) | _key_begins("bare", numbers)
    # In the order of its index and without another condition, so that the limit ends it, however many begin so.
    return list(CodeKey.objects.filter(begins).order_by("normal").values_list("code_id", flat=True)[:MOST_KEYS])


def _codes(text: str, limit: int, among: QuerySet[ErrorCode]) -> list[ErrorCode]:
    """Exactly this one, then those whose key begins so, then others that are also called so."""
    texts = _texts(text)
    keys = _keys(texts)
    if not keys:
        return []
    families = Q(kind=CodeKind.FAMILY, normal__in=set().union(*map(rules.families_begun, texts)))

    def rank(code: ErrorCode) -> tuple[bool, int]:
        number = "" if code.kind == CodeKind.FAMILY else rules.bare(code.display)
        places = (place for place, key in enumerate(keys) if code.normal.startswith(key) or number.startswith(key))
        return code.normal not in keys, next(places, len(keys))

    ranked = sorted(among.filter(Q(pk__in=_owners(keys)) | families).order_by("normal"), key=rank)
    is_known = bool(ranked) and not rank(ranked[0])[0]
    # A member that has a meaning of its own is not offered as one of its family as well.
    others = {code for code in ranked if code.kind == CodeKind.FAMILY and rank(code)[1] == len(keys)}
    shown = [code for code in ranked if not (is_known and code in others)][:limit]
    prefetch_related_objects(shown, "meanings")
    return shown


# --- Articles --------------------------------------------------------------------------------------------------------


def _completions(begun: str, generation: int) -> list[tuple[str, int]]:
    """The commonest words that begin so, each with its term."""
    common = sql.words_from(begun, begun + LAST_CHARACTER, most=MOST_COMPLETIONS, generation=generation)
    return [(word, term) for word, term in common if word not in analysis.STOP_WORDS]


def _candidates(parts: Sequence[Iterable[int]]) -> list[int]:
    """Articles that speak most of the terms, those with the most parts first. Only ids and numbers are in it."""
    numbered = [(number, term) for number, terms in enumerate(parts) for term in dict.fromkeys(terms)]
    if not numbered:
        return []
    branches = [_BRANCH.format(part=part, number=number) for number, (part, _) in enumerate(numbered)]
    params = [value for _, term in numbered for value in (term, MOST_POSTINGS)]
    found = sql.rows(_WHOLE.format(branches=" UNION ALL ".join(branches)), [*params, MOST_CANDIDATES])
    return [article for (article,) in found]


def _is_for_few(article: Article, typed: _Typed) -> bool:
    """Of one company's cards, with the company not named, or written for staff: after those for everybody."""
    is_named = article.vendor is not None and typed.hits(article.vendor.name) > 0
    return bool(article.reader) or (article.vendor is not None and not is_named)


def _articles(typed: _Typed, limit: int) -> tuple[list[Article], list[str]]:
    """Live articles whose titles hold most of the words, at least half; and words that would end the last one."""
    generation = sql.generation() if typed.number else 0
    if not generation:
        return [], []
    stems = [analysis.stem(word) for word in (*typed.whole, typed.begun) if word]
    terms: dict[str, int] = {stem: pk for stem, pk, _ in sql.terms(set(stems), generation=generation)}
    completions = _completions(typed.begun, generation) if typed.begun_counts else []
    parts = [[terms[stem]] for stem in map(analysis.stem, typed.whole) if stem in terms]
    if typed.begun_counts:
        own = terms.get(analysis.stem(typed.begun))
        parts.append([*([own] if own else []), *(term for _, term in completions)])
    found = _candidates(parts)
    order = {pk: place for place, pk in enumerate(found)}
    live = Article.objects.live().filter(pk__in=found).select_related("vendor")
    live = live.only("pk", "number", "slug", "title", "reader", "vendor__name")
    hits = {article: typed.hits(article.title) for article in live}
    most = max([1, *hits.values()])
    fitting = [article for article, number in hits.items() if number == most]
    best = sorted(fitting, key=lambda article: (_is_for_few(article, typed), order[article.pk]))[:limit]
    # Only words that a live title holds: the index may still know words of an article that ran out.
    shown = {word for article in best for word in analysis.words(article.title)}
    return best, [word for word, _ in completions if word in shown][:limit]


# --- Services, and all together --------------------------------------------------------------------------------------


def _services(typed: _Typed) -> list[Service]:
    """Services whose name holds every word, and that a live article is about."""
    if not typed.number:
        return []
    rows = Service.objects.values_list("pk", "name").order_by("position", "slug")
    named = [pk for pk, name in rows if typed.hits(name) >= typed.number]
    if not named:
        return []
    is_used = Exists(Article.objects.live().filter(services=OuterRef("pk")))
    return list(Service.objects.filter(is_used, pk__in=named).in_order()[:MOST_SERVICES])


def can_be_asked(text: str) -> bool:
    return len(text.strip()) >= FEWEST_CHARACTERS and len(text.lstrip()) <= LONGEST


def every_code(text: str, *, limit: int = 8) -> list[ErrorCode]:
    """For editors: also codes that no live article has yet."""
    return _codes(text.lstrip(), limit, ErrorCode.objects.all()) if can_be_asked(text) else []


def articles(text: str, *, limit: int = 8) -> list[Article]:
    """Live articles alone, by words of their titles."""
    return _articles(_Typed.of(text.lstrip()), limit)[0] if can_be_asked(text) else []


def suggest(text: str, *, limit: int = 8) -> Suggestions:
    """From two characters; nothing for a long text. Never raises, whatever is typed."""
    text = text.lstrip()
    if not can_be_asked(text):
        return Suggestions()
    typed = _Typed.of(text)
    services = _services(typed)[:limit]
    codes = _codes(text, limit, ErrorCode.objects.listed())
    titled, words = _articles(typed, limit)
    codes = codes[: max(limit // 2, limit - len(titled) - len(services))]
    titled = titled[: max(0, limit - len(codes) - len(services))]
    return Suggestions(tuple(codes[:limit]), tuple(titled), tuple(services), tuple(words))
