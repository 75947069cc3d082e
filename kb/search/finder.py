"""The one door of the room: a text in, ranked hits with their reasons out. Nothing is written, nothing kept."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString

from kb.catalogue import codes as rules
from kb.catalogue.lookup import nearest
from kb.catalogue.models import Article, ErrorCode
from kb.search.index import objects, sql
from kb.search.index.places import Places
from kb.search.index.text import DECLARED, SEEN
from kb.search.query import snippets
from kb.search.query.code_lookup import Recognised
from kb.search.query.fit import nothing_fits
from kb.search.query.ranking import MOST_RESULTS, Ranked, Ranking, only, rank
from kb.search.query.reasons import Reasons

NO_TEXTS = snippets.KeptTexts((), Places(b""))

__all__ = ["MOST_RESULTS", "Correction", "Hit", "NamedCode", "Results", "find"]


@dataclass(frozen=True)
class NamedCode:
    """A code in the query: as typed, how it was read, and the codes we know that it is (none: unknown)."""

    text: str
    kind: rules.MatchKind
    codes: tuple[ErrorCode, ...] = ()
    misread: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Correction:
    typed: str
    instead: str


@dataclass(frozen=True)
class Hit:
    """An article (without its parts), why it was found, and the piece of it that shows it.

    `audience` is USER, RA or IT when the piece stands in the steps for them; `codes` are those of the query it has.
    """

    article: Article
    score: float
    reason: str
    snippet: SafeString
    audience: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """Hits from `offset` on, `number` in all (at most forty); `is_sure` when the first is the answer to a code;
    `nothing_fits` when the text has little to do with any of them.

    Where nothing was found for a code that nobody has, `number` is 0 and `hits` are of codes one slip away: *different*
    codes, as each one's reason says.
    """

    text: str
    was_cut: bool
    hits: tuple[Hit, ...]
    number: int
    codes: tuple[NamedCode, ...]
    corrections: tuple[Correction, ...]
    is_sure: bool
    nothing_fits: bool = False

    @property
    def found(self) -> tuple[Hit, ...]:
        """The hits that are for the text itself."""
        return self.hits if self.number else ()


def _named(ranking: Ranking) -> tuple[NamedCode, ...]:
    keys = {key for code in ranking.codes for key in code.keys}
    owners: dict[str, int] = dict(sql.codes_of_keys(keys))
    listed = {code.pk: code for code in objects.listed_codes(set(owners.values()), timezone.now())}
    rows = {key: listed[owner] for key, owner in owners.items() if owner in listed}

    def known(code: Recognised) -> tuple[ErrorCode, ...]:
        return tuple(dict.fromkeys(rows[key] for key in code.keys if key in rows))

    named = [NamedCode(c.text, c.kind, known(c), c.misread, c.start, c.end) for c in ranking.codes]
    unknown = [NamedCode(c.text, rules.MatchKind.UNKNOWN, (), False, c.start, c.end) for c in ranking.unknown]
    return tuple(sorted([*(one for one in named if one.codes), *unknown], key=lambda one: one.start))


def _corrections(ranking: Ranking) -> tuple[Correction, ...]:
    """Words read otherwise than typed in the best hit."""
    if not ranking.ranked:
        return ()
    read = ranking.ranked[0].found.readings
    cut = (Correction(typed, instead) for typed, instead in ranking.cut.items())
    return (*(Correction(typed, reading.instead) for typed, reading in read.items() if reading.instead), *cut)


class _Pieces:
    """The texts of the articles of a page. What several of them share tells none of them from the others, so it is
    shown of an article only where no text of its own fits, and once on the page."""

    def __init__(self, kept: Mapping[int, snippets.KeptTexts]) -> None:
        self._kept = kept
        steps = (text for one in kept.values() for text in {text for place, text in one.texts if place != SEEN})
        self._shared = {text for text, number in Counter(steps).items() if number > 1}
        self._shown: set[str] = set()

    def of(self, article: int) -> Sequence[tuple[str, str]]:
        return self._kept.get(article, NO_TEXTS).texts

    def best(self, article: Article, wanted: snippets.WantedTerms, *, but: str) -> snippets.TextSnippet:
        kept = self._kept.get(article.pk, NO_TEXTS)
        piece = snippets.best(kept, wanted, leaves_out={but, *self._shared})
        if not piece.text:
            piece = snippets.best(kept, wanted, leaves_out={but, *self._shown}, otherwise=article.summary)
            self._shown.add(piece.text)
        return piece


def _hit(article: Article, one: Ranked, pieces: _Pieces, reasons: Reasons) -> Hit:
    """What the reason says is not said again below it, and is found in nobody's steps."""
    held = reasons.codes(one)
    line, where = ("", "") if held else reasons.line(one, pieces.of(one.article))
    piece = pieces.best(article, reasons.wanted(one), but=where)
    words = reasons.words(one)
    if held:
        reason = f"matches code {', '.join(held)}"
    elif line:
        reason = f"says “{line}”"
    else:
        reason = f"matches {', '.join(words)}" if words else ""
    audience = "" if line or piece.audience == SEEN else piece.audience
    return Hit(article, one.score, reason, piece.html, audience, held)


def _texts(articles: Collection[int], *, generation: int) -> dict[int, snippets.KeptTexts]:
    rows = sql.texts(articles, generation=generation)
    return {pk: snippets.KeptTexts(json.loads(texts), Places(places)) for pk, texts, places in rows}


def _is_sure(ranking: Ranking) -> bool:
    """A code that this article, and no other, answers."""
    if not ranking.ranked:
        return False
    first = ranking.ranked[0].article
    return any(
        code.kind == rules.MatchKind.EXACT
        and code.articles.get(first) == DECLARED
        and sum(weight == DECLARED for weight in code.articles.values()) == 1
        for code in ranking.codes
    )


def _nothing_fits(ranking: Ranking) -> bool:
    """Of a code, known or not, its own line says what we have."""
    if ranking.codes or ranking.unknown:
        return False
    found = [(one.found, one.line) for one in ranking.ranked]
    return nothing_fits(ranking.units, ranking.unknown_words, found, number_of_articles=ranking.number_of_articles)


def _of_near_codes(ranking: Ranking, allowed: QuerySet[Article] | None, limit: int) -> list[Hit]:
    """Where nothing was found for a code that nobody has: the articles of codes one slip away, said to be others.

    One article at most for each such code, never as sure, and only when the code is all that was typed.
    """
    text = ranking.query.text.strip()
    if ranking.ranked or not rules.looks_like_one(text):
        return []
    hits: dict[int, Hit] = {}
    for code in nearest(text, furthest=1):
        about = Article.objects.live().about(code)
        for article in (about if allowed is None else about.filter(pk__in=allowed.values("pk")))[:1]:
            reason = f"is about {code.display}, which is a different code: did you mean {code.display}?"
            hits.setdefault(article.pk, Hit(article, 0.0, reason, escape(article.summary)))
    return list(hits.values())[:limit]


def find(
    text: str,
    *,
    service: str | None = None,
    category: str | None = None,
    audience: str | None = None,
    as_typed: bool = False,
    limit: int = 10,
    offset: int = 0,
) -> Results:
    """Ranked hits for any text; never raises. Filters are slugs, and USER, RA or IT; `as_typed` corrects no word."""
    allowed = only(service, category, audience)
    ranking = rank(text, allowed=allowed, as_typed=as_typed)
    page = ranking.ranked[offset : offset + limit]
    pks = [one.article for one in page]
    rows = objects.articles(pks)
    pieces = _Pieces(_texts(pks, generation=ranking.generation))
    reasons = Reasons(ranking)
    hits = [_hit(rows[one.article], one, pieces, reasons) for one in page]
    hits = hits or _of_near_codes(ranking, allowed, limit if not offset else 0)
    return Results(
        text=ranking.query.text,
        was_cut=ranking.query.was_cut,
        hits=tuple(hits),
        number=len(ranking.ranked),
        codes=_named(ranking),
        corrections=_corrections(ranking),
        is_sure=_is_sure(ranking),
        nothing_fits=_nothing_fits(ranking),
    )
