"""Codes in words, for those who keep them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from kb.catalogue.choices import CodeKind, MeaningConfidence, who
from kb.catalogue.codes.families import is_family
from kb.catalogue.models import ErrorCode, Meaning
from kb.editing.vocabulary.codes.reading import NamedBy, code_page, named, who_could_join
from kb.lib.panels import SummaryRow
from kb.pages.parts import PageLink

__all__ = ["is_family"]

LABELS = {
    "code": "Code",
    "meanings": "Meanings",
    "family": "Family",
    "spellings": "Other names",
    "search_spellings": "Names that only help to find it",
    "position": "Place",
}


@dataclass(frozen=True)
class CodeRow:
    code: str
    address: str
    meaning: str
    note: str


@dataclass(frozen=True)
class KeptMeaning:
    words: str
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True)
class KeptCode:
    """A code as its own page for editors shows it."""

    display: str
    address: str
    is_family: bool
    family: PageLink | None
    could_join: tuple[str, ...]
    names: tuple[str, ...]
    unseen_names: tuple[str, ...]
    meanings: tuple[KeptMeaning, ...]
    named: NamedBy
    comes_from_file: bool


def _number(articles: int) -> str:
    return f"{articles} article{'' if articles == 1 else 's'}" if articles else "in no article"


def row_of(code: ErrorCode) -> CodeRow:
    """Fetch it from the list of all codes."""
    acts = dict.fromkeys(who(meaning.acts) for meaning in code.meanings.all() if meaning.acts)
    said = [f"acts first: {' or '.join(acts)}" if acts else "nobody said who acts", _number(_articles_of(code))]
    if code.family:
        said.append(f"one of {code.family.display}")
    note = " · ".join(said)
    return CodeRow(
        code.display, code_page(code), code.meaning_in_short or "No meaning yet", note[:1].upper() + note[1:]
    )


def _articles_of(code: ErrorCode) -> int:
    number: int = getattr(code, "number_of_articles", 0)
    return number


def all_families() -> list[str]:
    rows = ErrorCode.objects.filter(kind=CodeKind.FAMILY).order_by("normal")
    return list(rows.values_list("display", flat=True))


def _rows(meaning: Meaning) -> Iterator[SummaryRow]:
    names = [key.text for key in meaning.keys.all()]
    said = (
        ("Seen", meaning.where),
        ("Acts first", who(meaning.acts) if meaning.acts else "nobody has said"),
        ("Another try", "does harm: its page begins with “Stop”" if meaning.stops else ""),
        ("Names that mean this one", ", ".join(names)),
        ("Source", meaning.source),
        ("Source known", MeaningConfidence(meaning.confidence).label if meaning.confidence else ""),
    )
    yield from (SummaryRow(key, text) for key, text in said if text)


def page_of(code: ErrorCode) -> KeptCode:
    """Fetch the code `whole()`."""
    family = PageLink(code.family.display, code_page(code.family)) if code.family else None
    general = [key for key in code.spellings if key.meaning_id is None]
    return KeptCode(
        display=code.display,
        address=code.get_absolute_url(),
        is_family=code.kind == CodeKind.FAMILY,
        family=family,
        could_join=tuple(who_could_join(code.display, code)),
        names=tuple(key.text for key in general if key.shown),
        unseen_names=tuple(key.text for key in general if not key.shown),
        meanings=tuple(KeptMeaning(one.words, tuple(_rows(one))) for one in code.meanings.all()),
        named=named(code),
        comes_from_file=bool(code.imported),
    )


def history_of(code: ErrorCode) -> tuple[Q, Mapping[str, str]]:
    """Its entries name it by its row; those of before by what it was called."""
    names = [key.text for key in code.keys.all()]
    return Q(detail__code=code.pk) | Q(subject__in=names, detail={}), LABELS


# --- Before it is done -----------------------------------------------------------------------------------------------


def rename_notes(code: ErrorCode, name: str, leaving: Collection[str], joining: Collection[str]) -> Iterator[str]:
    if leaving:
        yield f"No longer of the family, since {name} does not hold them: {', '.join(leaving)}."
    if joining:
        yield f"They become members of {name}: {', '.join(joining)}."
    if is_family(name) and not is_family(code.display):
        yield f"{name} is a family: every code that fits it, and is not known by itself, leads there."
    if code.imported:
        yield "It came from a file: the next import says that it was changed here, unless the file has the new name."


def merge_notes(code: ErrorCode, into: ErrorCode) -> Iterator[str]:
    yield f"{into.display} keeps its own meaning: {into.meaning_in_short or 'none yet'}"
    for meaning in code.meanings.all():
        yield f"This meaning of {code.display} goes: {meaning.words}"
    if code.imported:
        yield "It came from a file: take its row out of codes.csv too, or the next import stops there."


def remove_lead(code: ErrorCode) -> str:
    lead = "Nothing names it. Searches for it find nothing afterwards."
    if code.imported:
        lead += " It came from a file: take its row out of codes.csv too, or the next import brings it back."
    return lead
