"""Which code a typed text is, asked of the database; the rules themselves stand in `catalogue.codes`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz.distance import OSA

from kb.catalogue import codes
from kb.catalogue.choices import CodeKind
from kb.catalogue.models import ErrorCode

FURTHEST_NEAR = 2
MOST_NEAR = 5


@dataclass(frozen=True)
class CodeLookup:
    """What a typed text turned out to be. More than one code means that the text alone cannot decide."""

    typed: str
    kind: codes.MatchKind
    codes: tuple[ErrorCode, ...] = ()
    misread: bool = False

    @property
    def only(self) -> ErrorCode | None:
        return self.codes[0] if len(self.codes) == 1 else None


def _keys(found: Iterable[ErrorCode]) -> list[codes.Key]:
    keys = []
    for code in found:
        keys.append(code.key_of(code.display))
        keys.extend(codes.Key(owner=code.pk, text=spelling.text) for spelling in code.spellings.all())
    return keys


def look_up(typed: str) -> CodeLookup:
    """Two queries at most, however many codes there are."""
    texts = codes.readings(typed)
    normals = {key for text in texts if (key := codes.normal(text))}
    if not normals or len(typed.strip()) > codes.LONGEST_TYPED:
        return CodeLookup(typed, codes.MatchKind.UNKNOWN)
    folds = {codes.folded(text) for text in texts}
    candidates = (
        ErrorCode.objects.filter(
            Q(kind=CodeKind.FAMILY)
            | Q(folded__in=folds)
            | Q(spellings__folded__in=folds)
            | Q(bare__in=normals)
            | Q(spellings__bare__in=normals)
        )
        .distinct()
        .with_spellings()
    )
    by_id = {code.pk: code for code in candidates.order_by("normal")}
    match = codes.match(typed, _keys(by_id.values()))
    return CodeLookup(typed, match.kind, tuple(by_id[owner] for owner in match.owners), match.misread)


def nearest(typed: str, *, furthest: int = FURTHEST_NEAR) -> list[ErrorCode]:
    """Codes that look like the typed one. They are *different* errors: never show one as the answer."""
    wanted = {key for text in codes.readings(typed) if (key := codes.normal(text))}
    near = []
    for code in ErrorCode.objects.listed():
        away = min(OSA.distance(key, code.normal, score_cutoff=furthest) for key in wanted) if wanted else 99
        # A key of four characters that differs in two has little in common with the other.
        if away <= min(furthest, len(code.normal) // 3):
            near.append((away, code.normal, code))
    return [code for _, _, code in sorted(near, key=lambda row: row[:2])[:MOST_NEAR]]


def is_known_code(text: str) -> bool:
    return look_up(text).kind == codes.MatchKind.EXACT
