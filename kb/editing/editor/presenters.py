"""What templates/editing/editor.html says. The presenters of the editor: they ask the database nothing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kb.catalogue import fields
from kb.catalogue.choices import Audience
from kb.editing.editor.form_data import PICKS, Data, first, rows_of
from kb.editing.editor.forms import (
    ROW_FORMS,
    Choices,
    CodesForm,
    EditorForm,
    HeadForm,
    ImageForm,
    JoinsForm,
    MeaningForm,
    NewCodeForm,
    RelatedForm,
    WhyForm,
    meaning_forms,
)
from kb.editing.editor.picker_presenters import EditorChoices, KnownPicks, Pick

_SECTIONS = (
    ("heading", "Title and summary", ()),
    ("see", "What you see", ("symptoms",)),
    ("codes", "Error codes", ("codes", "meanings", "mentions", "newcode")),
    ("questions", "Ask the person first", ("questions",)),
    ("steps", "What to do", ("steps",)),
    ("causes", "Why it happens", ("causes",)),
    ("background", "Good to know", ("background", "reminder")),
    ("sources", "Related, sources and review", ("related", "sources", "confidence", "owner", "review_due")),
)
_ELSEWHERE = {name for _, _, names in _SECTIONS for name in names}
# What no other section holds stands in the first.
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = tuple(
    (id, title, names or tuple(fields.BY_NAME.keys() - _ELSEWHERE)) for id, title, names in _SECTIONS
)
_PICKS = {
    "codes": ("Codes this article is the answer for", "A person who looks one up comes straight here."),
    "mentions": ("Codes it only mentions", "Another article is the answer for these."),
    "related": ("Related articles", "Best first."),
}
_NO_CODE = "“{}” is not a code. Type it as the screen shows it."
_NOTHING = {
    "codes": _NO_CODE,
    "mentions": _NO_CODE,
    "related": "No other article is called “{}”. Type words of its title, or its number, such as KB0018.",
}
_WORDS = {
    "meanings": "Meaning of a code",
    "symptoms": "Sign or message",
    "questions": "Question",
    "causes": "Cause",
    "steps": "Step",
    "sources": "Source",
}
_FEW = 2
_FIRST_BOX = {"meanings": "key", "steps": "title", "sources": "name"}


@dataclass(frozen=True)
class Note:
    """Something said beside a box: an error blocks publishing, advice does not, a comment is a reviewer's.

    `label` names the part that it is about, for where it is said apart from that.
    """

    text: str
    kind: Literal["error", "advice", "comment"]
    address: str = ""
    by: str = ""
    label: str = ""

    @property
    def in_full(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


@dataclass(frozen=True)
class EditorRow:
    list: str
    number: int
    label: str
    form: EditorForm
    is_first: bool
    is_last: bool
    summary: str = ""
    is_open: bool = True

    @property
    def name(self) -> str:
        return f"{self.list}.{self.number}"

    @property
    def is_folded(self) -> bool:
        return self.list in {"steps", "sources"}


@dataclass(frozen=True)
class Rows:
    """A list of rows with one button that adds to it; `more` is what that button says of the new row."""

    name: str
    heading: str
    rows: tuple[EditorRow, ...]
    notes: tuple[Note, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class SectionLink:
    id: str
    title: str
    to_mend: int


@dataclass(frozen=True)
class EditorPage:
    head: HeadForm
    symptoms: Rows
    questions: Rows
    causes: Rows
    groups: tuple[Rows, ...]
    steps_notes: tuple[Note, ...]
    sources: Rows
    codes: Pick[Note]
    mentions: Pick[Note]
    related: Pick[Note]
    new_code: NewCodeForm
    new_code_said: str
    meanings: tuple[MeaningForm, ...]  # of its codes that have several
    joins: JoinsForm | None  # where a code that the draft makes may be one of a family
    image: ImageForm
    why: WhyForm
    sections: tuple[SectionLink, ...]
    general: tuple[Note, ...]
    problems: tuple[tuple[str, str], ...]  # id of the box, message
    refused: tuple[tuple[str, str], ...]  # what could not be done as it was sent, likewise

    @property
    def to_mend(self) -> int:
        return len(self.problems)


class _Notes:
    """Says each note where it belongs; what belongs nowhere is said above the form."""

    def __init__(self, notes: Iterable[tuple[str, Note]]) -> None:
        self.by_path: dict[str, list[Note]] = {}
        for path, note in notes:
            self.by_path.setdefault(path, []).append(note)
        self.boxes: dict[str, str] = {}  # path → id of a box

    def take(self, path: str) -> list[Note]:
        return self.by_path.get(path, [])

    def beside(self, form: EditorForm, *, otherwise: str = "", prefix: str = "") -> None:
        for name in (bound.name for bound in form.visible_fields()):
            path = f"{prefix}.{name}" if prefix else name
            found = [*self.take(path), *(self.take(prefix) if name == otherwise else [])]
            self.boxes[path] = form[name].id_for_label or form[name].auto_id
            if found:
                form.note(name, found)
        if prefix:
            self.boxes[prefix] = self.boxes[f"{prefix}.{otherwise}"]

    def of_list(self, name: str, box: str) -> tuple[Note, ...]:
        """Of the list as a whole, or of one of what was picked."""
        paths = [path for path in self.by_path if path == name or path.removeprefix(f"{name}.").isdecimal()]
        mine = [path for path in paths if path not in self.boxes]
        self.boxes |= dict.fromkeys(mine, box)
        return tuple(note for path in mine for note in self.by_path[path])

    def problems(self) -> tuple[tuple[str, str], ...]:
        found = ((path, note) for path, notes in self.by_path.items() for note in notes)
        return self.with_boxes((path, note) for path, note in found if note.kind == "error")

    def with_boxes(self, said: Iterable[tuple[str, Note]]) -> tuple[tuple[str, str], ...]:
        return tuple((self.boxes.get(path, ""), note.in_full) for path, note in said)

    def has_any_on(self, row: str) -> bool:
        """An error or a comment; advice can wait until somebody opens the row."""
        mine = [found for path, found in self.by_path.items() if path == row or path.startswith(f"{row}.")]
        return any(note.kind != "advice" for found in mine for note in found)

    def errors_in(self, names: Collection[str]) -> int:
        return sum(
            note.kind == "error"
            for path, found in self.by_path.items()
            if path.split(".")[0] in names
            for note in found
        )


def _go_on(form: EditorForm, name: str) -> None:
    form.fields[name].widget.attrs["autofocus"] = True


def _rows(name: str, data: Data, known: EditorChoices, notes: _Notes, at: str) -> list[EditorRow]:
    found = []
    rows = rows_of(data, name)
    snippets = dict(known.choices.get("snippet", ()))
    for number, row in enumerate(rows, 1):
        form = ROW_FORMS[name](data, prefix=f"{name}.{number}", choices=known.choices)
        notes.beside(form, otherwise=_FIRST_BOX.get(name, "text"), prefix=f"{name}.{number}")
        label = f"{_WORDS[name]} {number}"
        summary = row.get("title") or snippets.get(row.get("snippet", "") or "-", "") or row.get("name", "")
        if at == f"{name}.{number}":
            _go_on(form, next(iter(form.fields)) if "text" not in form.fields else "text")
            summary = ""
        is_open = len(rows) <= _FEW or not summary or notes.has_any_on(f"{name}.{number}")
        found.append(EditorRow(name, number, label, form, number == 1, number == len(rows), summary, is_open))
    return found


def _groups(rows: Sequence[EditorRow], data: Data) -> tuple[Rows, ...]:
    """Steps by whom they are for; each group counts from 1 for the eye, and by its place in the text in its names."""
    audiences = [row["audience"] if row.get("audience") in Audience else "" for row in rows_of(data, "steps")]
    groups = []
    headings = {str(audience): f"Steps for {audience.words.readers}" for audience in Audience}
    for audience, heading in (headings | {"": "Steps for nobody yet"}).items():
        mine = [row for row, whose in zip(rows, audiences, strict=True) if whose == audience]
        shown = [
            replace(row, label=f"Step {place}", is_first=place == 1, is_last=place == len(mine))
            for place, row in enumerate(mine, 1)
        ]
        if shown or audience:
            groups.append(Rows("steps", heading, tuple(shown), more=audience))
    return tuple(groups)


def _places(groups: Sequence[Rows]) -> Choices:
    """Where an image can go."""
    steps = [(f"{row.name}.body", f"{group.heading}: {row.label.lower()}") for group in groups for row in group.rows]
    return [*steps, ("background", "Good to know")]


def _image(data: Data, groups: Sequence[Rows], at: str) -> ImageForm:
    form = ImageForm(data, prefix="image", choices={"into": _places(groups)})
    if at.startswith("image."):
        form.is_refused = True
        _go_on(form, at.removeprefix("image."))
    return form


def _meanings(data: Data, picks: KnownPicks, notes: _Notes) -> tuple[MeaningForm, ...]:
    found = meaning_forms(data, picks.meanings)
    for form in found:
        notes.beside(form, otherwise="key", prefix=form.prefix or "")
    return found


def _pick(name: str, data: Data, known: KnownPicks, notes: _Notes, at: str) -> Pick[Note]:
    heading, hint = _PICKS[name]
    unknown = data.get(f"{name}.unknown", ())
    values = {**data, f"{name}.new": [", ".join(unknown)]}
    form = RelatedForm(values, prefix=name) if name == "related" else CodesForm(values, prefix=name)
    form.fields["new"].widget.attrs |= {"data-suggestions": f"{known.search}{name}/", "autocomplete": "off"}
    if at == name:
        _go_on(form, "new")
    if unknown:
        form.note("new", [Note(_NOTHING[name].format(text), "advice") for text in unknown])
    # What could not be taken is said in full beside the box already.
    notes.boxes[f"{name}.new"] = form["new"].auto_id
    picked = tuple(known.picked(name, text, place) for place, text in enumerate(data[name], 1))
    said = notes.of_list(name, form["new"].auto_id)
    return Pick(name, heading, hint, picked, form, said, known.instead(name, unknown))


def editor_page(
    data: Data,
    known: EditorChoices,
    said: Iterable[tuple[str, Note]],
    at: str = "",
    refused: Sequence[tuple[str, Note]] = (),
) -> EditorPage:
    """`at` is the row or the list to go on with: its first box takes the focus."""
    notes = _Notes(dict.fromkeys([*refused, *said]))
    head = HeadForm(data, choices=known.choices)
    notes.beside(head)
    rows = {name: _rows(name, data, known, notes, at) for name in ROW_FORMS if name != "meanings"}
    whole = {name: notes.of_list(name, f"add-{name}") for name in rows}
    picks = {name: _pick(name, data, known.picks, notes, at) for name in PICKS}
    new_code = NewCodeForm(data, prefix="newcode")
    notes.beside(new_code, otherwise="code", prefix="newcode")
    if at == "newcode":
        _go_on(new_code, "meaning")
    why = WhyForm(data)
    notes.beside(why)
    groups = _groups(rows["steps"], data)
    return EditorPage(
        head=head,
        symptoms=Rows("symptoms", "What you see", tuple(rows["symptoms"]), whole["symptoms"]),
        questions=Rows("questions", "Ask the person first", tuple(rows["questions"]), whole["questions"]),
        causes=Rows("causes", "Why it happens", tuple(rows["causes"]), whole["causes"]),
        groups=groups,
        steps_notes=whole["steps"],
        sources=Rows("sources", "Sources", tuple(rows["sources"]), whole["sources"]),
        codes=picks["codes"],
        mentions=picks["mentions"],
        related=picks["related"],
        new_code=new_code,
        new_code_said=" ".join(filter(None, known.picks.said_of(first(data, "newcode.code")))),
        meanings=_meanings(data, known.picks, notes),
        joins=JoinsForm.about(known.joins) if known.joins else None,
        image=_image(data, groups, at),
        why=why,
        sections=tuple(SectionLink(id, title, notes.errors_in(names)) for id, title, names in SECTIONS),
        general=tuple(n for path, found in notes.by_path.items() if path not in notes.boxes for n in found),
        problems=notes.problems(),
        refused=notes.with_boxes(refused),
    )
