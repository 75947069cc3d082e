"""A code as it is typed: its names, and one to five meanings, each in boxes of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.text import capfirst, slugify

from kb.catalogue import limits
from kb.catalogue.choices import Actor, MeaningConfidence, who
from kb.catalogue.codes.families import is_family
from kb.catalogue.entries import SOLE_MEANING, CodeEntry, MeaningEntry
from kb.catalogue.lookup import look_up_said
from kb.editing.vocabulary.moving import last_filled
from kb.lib.forms import CheckboxesField, CheckboxField, NHSForm, SelectField, SentenceField, TextareaField, TextField
from kb.lib.forms.rendering import NHSBoundField
from kb.lib.portable import Problem

LONGEST_LIST = 4000
LONGEST_KEY = 40
PARTS = ("words", "where", "acts", "stops", "spellings", "search_spellings", "source", "confidence", "key")
_ONE_A_LINE = "One on each line."


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _of_meaning(number: int) -> dict[str, forms.Field]:
    """The boxes of one meaning. Only the first must be filled in, and that is for the entry to say."""
    most = limits.MEANING
    return {
        "words": SentenceField("Meaning in one sentence", required=False, max_length=most["words"]),
        "where": TextField(
            "Where it is seen", required=False, max_length=most["where"], hint="The program first: “Windows: sign-in”"
        ),
        "acts": SelectField(
            "Who acts first",
            required=False,
            choices=[("", "Nobody has said"), *((one.value, capfirst(who(one.value))) for one in Actor)],
        ),
        "stops": CheckboxField("Another try does harm: begin its page with “Stop: do not try again”", required=False),
        "spellings": TextareaField(
            "Other names of this meaning",
            required=False,
            rows=2,
            max_length=LONGEST_LIST,
            spellcheck=False,
            hint=f"{_ONE_A_LINE} Names that mean this, and none of the other meanings. Pages show these.",
        ),
        "search_spellings": TextareaField(
            "Names that only help to find this meaning",
            required=False,
            rows=2,
            max_length=LONGEST_LIST,
            spellcheck=False,
            hint=f"{_ONE_A_LINE} No page shows these.",
        ),
        "source": TextField("Source", required=False, max_length=most["source"], hint="Kept, and not shown"),
        "confidence": SelectField(
            "How well the source is known",
            required=False,
            choices=[("", "Nobody has said"), *((one.value, capfirst(one.label)) for one in MeaningConfidence)],
        ),
        "key": forms.CharField(required=False, max_length=limits.SLUG, widget=forms.HiddenInput),
    }


class ErrorCodeForm(NHSForm):
    """`meanings` is how many sets of boxes there are; an empty set is no meaning."""

    marks_optional = False

    code = TextField(
        "Code",
        max_length=limits.CODE["code"],
        spellcheck=False,
        hint="As the screen shows it. A family is a stem and its open part: 400_xxx, 0x8010xxxx, ERR_CERT_*",
        missing="Enter the code.",
    )
    spellings = TextareaField(
        "Other names",
        required=False,
        rows=3,
        max_length=LONGEST_LIST,
        spellcheck=False,
        hint=f"{_ONE_A_LINE} Pages show these. Capitals and separators make no difference.",
    )
    search_spellings = TextareaField(
        "Names that only help to find it",
        required=False,
        rows=3,
        max_length=LONGEST_LIST,
        spellcheck=False,
        hint=f"{_ONE_A_LINE} No page shows these.",
    )
    family = SelectField("One of the family", required=False)
    position = TextField(
        "Place among the codes that people look up", required=False, width=5, hint="1 is the first on home; 0 is last"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, families: Iterable[str], meanings: int = 1, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        cast(SelectField, self.fields["family"]).choices = [("", "None"), *((name, name) for name in families)]
        self.number_of_meanings = min(meanings, limits.MEANINGS)
        for number in range(1, self.number_of_meanings + 1):
            for name, field in _of_meaning(number).items():
                field.widget.attrs.pop("maxlength", None)
                self.fields[f"meaning_{number}_{name}"] = field

    def clean_position(self) -> int:
        try:
            return int(self.cleaned_data["position"] or 0)
        except ValueError:
            raise forms.ValidationError("Enter a whole number, such as 12.") from None

    @property
    def last_to_move(self) -> int:
        return last_filled(self, "meaning", "words", self.number_of_meanings)

    @property
    def meanings(self) -> list[tuple[int, list[NHSBoundField]]]:
        """Each set of boxes. Of a single meaning, and the first of it, the names are those of the code."""
        last = self.last_to_move
        return [(number, self._boxes(number, has_names=last > 1 or number > 1)) for number in self._numbers]

    @property
    def _numbers(self) -> range:
        return range(1, self.number_of_meanings + 1)

    def _boxes(self, number: int, *, has_names: bool) -> list[NHSBoundField]:
        shown = [name for name in PARTS if has_names or name not in {"spellings", "search_spellings"}]
        return [cast(NHSBoundField, self[f"meaning_{number}_{name}"]) for name in shown]


def initial_of(entry: CodeEntry) -> dict[str, object]:
    values: dict[str, object] = {
        "code": entry.code,
        "spellings": "\n".join(entry.spellings),
        "search_spellings": "\n".join(entry.search_spellings),
        "family": entry.family,
        "position": entry.position,
        "seen": entry.fingerprint,
    }
    for number, meaning in enumerate(entry.meanings, 1):
        for name in PARTS:
            value = getattr(meaning, name)
            values[f"meaning_{number}_{name}"] = "\n".join(value) if isinstance(value, tuple) else value
    return values


def _meaning(typed: Mapping[str, Any], number: int) -> MeaningEntry:
    said = {name: typed.get(f"meaning_{number}_{name}") or "" for name in PARTS}
    return MeaningEntry(
        words=" ".join(str(said["words"]).split()),
        where=" ".join(str(said["where"]).split()),
        key=str(said["key"]),
        acts=str(said["acts"]),
        source=" ".join(str(said["source"]).split()),
        confidence=str(said["confidence"]),
        spellings=_lines(str(said["spellings"])),
        search_spellings=_lines(str(said["search_spellings"])),
        stops=bool(said["stops"]),
    )


def _says_something(meaning: MeaningEntry) -> bool:
    return bool(meaning.words or meaning.where or meaning.spellings or meaning.search_spellings)


def _keyed(meanings: Sequence[MeaningEntry]) -> tuple[MeaningEntry, ...]:
    """A key is given once, by where the meaning is seen, and kept: articles and files name the meaning by it."""
    taken = {meaning.key for meaning in meanings if meaning.key}
    found = []
    for number, meaning in enumerate(meanings, 1):
        key = meaning.key
        if not key:
            wanted = SOLE_MEANING if len(meanings) == 1 else slugify(meaning.where)[:LONGEST_KEY].strip("-")
            key = wanted if wanted and wanted not in taken else f"meaning-{number}"
            taken.add(key)
        found.append(replace(meaning, key=key))
    return tuple(found)


def entry_of(typed: Mapping[str, Any], *, name: str = "") -> tuple[CodeEntry, list[int]]:
    """With the number of the boxes of each meaning. `name` is that of a code that is there."""
    code = name or " ".join(str(typed["code"]).split())
    given = {number: _meaning(typed, number) for number in range(1, limits.MEANINGS + 1)}
    kept = [number for number, meaning in given.items() if _says_something(meaning)]
    meanings = _keyed([given[number] for number in kept])
    spellings, searched = _lines(typed["spellings"] or ""), _lines(typed["search_spellings"] or "")
    if len(meanings) == 1:
        spellings, searched = (*spellings, *meanings[0].spellings), (*searched, *meanings[0].search_spellings)
        meanings = (replace(meanings[0], spellings=(), search_spellings=()),)
    entry = CodeEntry(
        code=code,
        kind="FAMILY" if is_family(code) else "EXACT",
        meanings=meanings,
        family=typed["family"],
        spellings=spellings,
        search_spellings=searched,
        position=typed["position"],
    )
    return entry, kept


def in_boxes(problem: Problem, kept: Sequence[int]) -> Problem:
    """At the box that it is about."""
    if not 0 < problem.index <= len(kept):
        return Problem("meaning_1_words", "Enter the meaning.") if problem.field == "meanings" and not kept else problem
    part = problem.part or problem.field
    name = part if part in PARTS else "words"
    return Problem(f"meaning_{kept[problem.index - 1]}_{name}", problem.message)


# --- What is done with a code as a whole -----------------------------------------------------------------------------


class _SeenForm(NHSForm):
    marks_optional = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class RenameCodeForm(_SeenForm):
    name = TextField(
        "New name",
        max_length=limits.CODE["code"],
        spellcheck=False,
        hint="The old name goes on leading here: in searches, links, drafts and files.",
        missing="Enter the new name.",
    )
    joining = CheckboxesField("Which of these are one of the family?", required=False)

    def __init__(self, *args: Any, could_join: Sequence[str] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if could_join:
            cast(CheckboxesField, self.fields["joining"]).choices = [(code, code) for code in could_join]
        else:
            del self.fields["joining"]

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class MergeCodeForm(_SeenForm):
    into = TextField(
        "Merge it into",
        max_length=limits.CODE["code"],
        spellcheck=False,
        hint="The code that stays, in any spelling",
        missing="Enter the code that stays.",
    )

    def clean_into(self) -> Any:  # noqa: ANN401 - Django's own signature
        typed = str(self.cleaned_data["into"])
        found = look_up_said(typed).only
        if found is None:
            raise forms.ValidationError(f"There is no one code '{typed}'. Enter it as its page shows it.")
        return found


class RemoveForm(_SeenForm):
    pass
