"""Which code a typed text is, asked of the database; the rules themselves stand in `catalogue.codes`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from rapidfuzz.distance import OSA

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.codes.spoken import written
from kb.catalogue.models import Article, CodeKey, ErrorCode, Meaning

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


def _candidates(folds: set[str], normals: set[str]) -> list[CodeKey]:
    """Keys that look like what was typed, and every family. Each half of the union has an index of its own."""
    alike = CodeKey.objects.filter(Q(folded__in=folds) | Q(bare__in=normals)).select_related("code")
    families = CodeKey.objects.filter(code__kind=CodeKind.FAMILY).select_related("code")
    return sorted(alike.order_by().union(families.order_by()), key=lambda key: (key.code.normal, key.position))


def look_up(typed: str) -> CodeLookup:
    """One query, and one for what the codes that it found mean, however many codes there are."""
    texts = codes.readings(typed)
    normals = {key for text in texts if (key := codes.normal(text))}
    if not normals or len(typed.strip()) > codes.LONGEST_TYPED or codes.is_never_code(typed):
        return CodeLookup(typed, codes.MatchKind.UNKNOWN)
    rows = _candidates({codes.folded(text) for text in texts}, normals)
    by_id = {row.code_id: row.code for row in rows}
    keys = [codes.Key(owner=row.code_id, text=row.text) if row.position else row.code.key_of(row.text) for row in rows]
    match = codes.match(typed, keys)
    found = tuple(by_id[owner] for owner in match.owners)
    prefetch_related_objects(found, "meanings")
    chosen = _chosen(match.kind, found, rows, texts)
    return CodeLookup(typed, match.kind, found, match.misread, chosen)


def look_up_said(typed: str) -> CodeLookup:
    """Also what was said in words, or dictated, where it is one code and may be no other."""
    found = look_up(typed)
    as_typed = written(typed) if found.kind == codes.MatchKind.UNKNOWN else ""
    return look_up(as_typed) if as_typed else found


def _chosen(
    kind: codes.MatchKind, found: Sequence[ErrorCode], rows: Iterable[CodeKey], texts: Iterable[str]
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
