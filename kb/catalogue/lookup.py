"""Which code a typed text is, asked of the database; the rules themselves stand in `catalogue.codes`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from rapidfuzz.distance import OSA

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.codes.spoken import written
from kb.catalogue.models import Article, CodeKey, ErrorCode, Meaning
from kb.lib.statements import KeptStatement, as_many_as, hold

FURTHEST_NEAR = 2
MOST_NEAR = 5


@dataclass(frozen=True)
class CodeLookup:
    """What a typed text turned out to be. More than one code means that the text alone cannot decide."""

    typed: str
    kind: codes.MatchKind
    codes: tuple[ErrorCode, ...] = ()
    misread: bool = False
    chosen: Meaning | None = None  # by the spelling that was typed, where the code has several meanings

    @property
    def only(self) -> ErrorCode | None:
        return self.codes[0] if len(self.codes) == 1 else None

    @property
    def address(self) -> str:
        """The page of the only code, which begins with the meaning that was chosen."""
        if self.only is None:
            return ""
        query = f"?{urlencode({'meaning': self.chosen.key})}" if self.chosen else ""
        return f"{self.only.get_absolute_url()}{query}"


_OF_CODE = tuple(field.attname for field in ErrorCode._meta.concrete_fields)


_ID, _KIND, _NORMAL = map(_OF_CODE.index, ("id", "kind", "normal"))


class _Spelling(NamedTuple):
    """A row of what may have been typed, before anybody knows of which of them a code is to be made."""

    text: str
    position: int
    meaning_id: int | None
    code: tuple[Any, ...]

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "_Spelling":
        text, position, meaning_id, *code = row
        return cls(text, position, meaning_id, tuple(code))

    @property
    def code_id(self) -> int:
        return int(self.code[_ID])

    @property
    def place(self) -> tuple[str, int]:
        return self.code[_NORMAL], self.position

    @property
    def key(self) -> codes.Key:
        """Raises ValueError for a family whose pattern is broken."""
        is_family = not self.position and self.code[_KIND] == CodeKind.FAMILY
        return codes.Key(self.code_id, self.text, codes.Family.parse(self.text) if is_family else None)

    def made(self) -> ErrorCode:
        return ErrorCode.from_db(DEFAULT_DB_ALIAS, _OF_CODE, self.code)


def _alike(folds: Sequence[str], normals: Sequence[str]) -> QuerySet[CodeKey, Any]:
    """Keys that look like what was typed, and every family. Each half of the union has an index of its own."""
    columns = ("text", "position", "meaning", *(f"code__{name}" for name in _OF_CODE))
    alike = CodeKey.objects.filter(Q(folded__in=folds) | Q(bare__in=normals))
    families = CodeKey.objects.filter(code__kind=CodeKind.FAMILY)
    return alike.order_by().values_list(*columns).union(families.order_by().values_list(*columns)).order_by()


@cache
def _statement(folds: int, normals: int) -> KeptStatement[tuple[Any, ...]]:
    """For so many of each."""
    return KeptStatement(lambda *texts: _alike(texts[:folds], texts[folds:]), *[str] * (folds + normals))


@cache
def _meanings(number: int) -> KeptStatement[Meaning]:
    return KeptStatement(lambda *owners: Meaning.objects.filter(code__in=owners), *[int] * number)


def _candidates(folds: set[str], normals: set[str]) -> list[_Spelling]:
    looked_for = as_many_as(folds), as_many_as(normals)
    rows = _statement(*map(len, looked_for))(*chain(*looked_for))
    return sorted(map(_Spelling.of, rows), key=attrgetter("place"))


def _with_meanings(found: Sequence[ErrorCode]) -> tuple[ErrorCode, ...]:
    owners = as_many_as([code.pk for code in found]) if found else []
    rows = _meanings(len(owners))(*owners) if owners else []
    for code in found:
        hold(code, meanings=[row for row in rows if row.code_id == code.pk])
    return tuple(found)


def look_up(typed: str) -> CodeLookup:
    """One query, and one for what the codes that it found mean, however many codes there are."""
    texts = codes.readings(typed)
    normals = {key for text in texts if (key := codes.normal(text))}
    if not normals or len(typed.strip()) > codes.LONGEST_TYPED or codes.is_never_code(typed):
        return CodeLookup(typed, codes.MatchKind.UNKNOWN)
    rows = _candidates({codes.folded(text) for text in texts}, normals)
    by_id = {row.code_id: row for row in rows}
    match = codes.match(typed, [row.key for row in rows])
    found = _with_meanings([by_id[owner].made() for owner in match.owners])
    chosen = _chosen(match.kind, found, rows, texts)
    return CodeLookup(typed, match.kind, found, match.misread, chosen)


def look_up_said(typed: str) -> CodeLookup:
    """Also what was said in words, or dictated, where it is one code and may be no other."""
    found = look_up(typed)
    as_typed = written(typed) if found.kind == codes.MatchKind.UNKNOWN else ""
    return look_up(as_typed) if as_typed else found


def _chosen(
    kind: codes.MatchKind, found: Sequence[ErrorCode], rows: Iterable[_Spelling], texts: Iterable[str]
) -> Meaning | None:
    """The meaning that the typed spelling of the only code chooses."""
    if len(found) != 1 or kind not in {codes.MatchKind.EXACT, codes.MatchKind.MISREAD}:
        return None
    key_of = codes.normal if kind == codes.MatchKind.EXACT else codes.folded
    typed = {key_of(text) for text in texts}
    chosen = {row.meaning_id for row in rows if row.code_id == found[0].pk and key_of(row.text) in typed}
    return next((meaning for meaning in found[0].meanings.all() if chosen == {meaning.pk}), None)


def nearest(typed: str, *, furthest: int = FURTHEST_NEAR) -> list[ErrorCode]:
    """Codes that look like the typed one. They are *different* errors: never show one as the answer."""
    wanted = {key for text in codes.readings(typed) if (key := codes.normal(text))}
    near = []
    for pk, normal in ErrorCode.objects.listed().values_list("pk", "normal") if wanted else ():
        away = min(OSA.distance(key, normal, score_cutoff=furthest) for key in wanted)
        # A key of four characters that differs in two has little in common with the other.
        if away <= min(furthest, len(normal) // 3):
            near.append((away, normal, pk))
    nearby = [pk for _, _, pk in sorted(near)[:MOST_NEAR]]
    rows = ErrorCode.objects.with_meanings().in_bulk(nearby)
    return [rows[pk] for pk in nearby]


def displays_of(keys: Collection[str]) -> dict[str, str]:
    """How the codes of these keys are displayed now, by key. Plain SQL: the desk asks it with each answer."""
    if not keys:
        return {}
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT spelled.normal, code.display FROM catalogue_codekey spelled"  # noqa: S608 - only marks are filled in
            f" JOIN catalogue_errorcode code ON code.id = spelled.code_id WHERE spelled.normal IN ({marks})",
            list(keys),
        )
        return dict(cursor.fetchall())


def is_known_code(text: str) -> bool:
    return look_up(text).kind == codes.MatchKind.EXACT


def only_in(article: Article) -> tuple[str, ...]:
    """The codes of a live article that no other has."""
    if not article.is_live(timezone.now()):
        return ()
    return tuple(ErrorCode.objects.named_only_by(article).values_list("display", flat=True))
