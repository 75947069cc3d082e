"""What templates/editing/editor.html says. The presenters of the editor: they ask the database nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

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
from kb.editing.editor.notes import BoxNote, Notes
from kb.editing.editor.picker_presenters import EditorChoices, KnownPicks, Pick
from kb.editing.editor.rows import new_row
from kb.editing.editor.sections import SECTIONS

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
_HEADINGS = {
    "symptoms": "What you see",
    "questions": "Ask the person first",
    "causes": "Why it happens",
    "sources": "Sources",
}
_FEW = 2
_FIRST_BOX = {"meanings": "key", "steps": "title", "sources": "name"}


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
    places: str = ""  # the options of where it may go, counted from 1

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
    notes: tuple[BoxNote, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class BlankRow:
    """A row as a button adds it, with 0 for its number; `press` is what the button says."""

    press: str
    row: EditorRow


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
    steps_notes: tuple[BoxNote, ...]
    sources: Rows
    codes: Pick[BoxNote]
    mentions: Pick[BoxNote]
    related: Pick[BoxNote]
    new_code: NewCodeForm
    new_code_said: str
    meanings: tuple[MeaningForm, ...]  # of its codes that have several
    joins: JoinsForm | None  # where a code that the draft makes may be one of a family
    image: ImageForm
    why: WhyForm
    sections: tuple[SectionLink, ...]
    general: tuple[BoxNote, ...]
    problems: tuple[tuple[str, str], ...]  # id of the box, message
    refused: tuple[tuple[str, str], ...]  # what could not be done as it was sent, likewise
    blanks: tuple[BlankRow, ...]  # for a row that is added without a new page

    @property
    def to_mend(self) -> int:
        return len(self.problems)

    def said_beside(self) -> Iterator[tuple[str, Sequence[BoxNote]]]:
        """By the name that templates/editing/_notes.html has for the box or the list."""
        lists = (self.symptoms, self.questions, self.causes, self.sources, *self.groups)
        picks = (self.codes, self.mentions, self.related)
        rows = (row.form for one in lists for row in one.rows)
        forms = (self.head, self.why, self.image, self.joins, *self.meanings, *(pick.form for pick in picks), *rows)
        found = [
            (box.auto_id, getattr(box.field, "notes", ())) for form in forms if form for box in form.visible_fields()
        ]
        found += [("general", self.general), ("steps", self.steps_notes)]
        found += [(one.name + one.more, one.notes) for one in lists] + [(pick.name, pick.notes) for pick in picks]
        return ((of, notes) for of, notes in found if notes)


def _go_on(form: EditorForm, name: str) -> None:
    form.fields[name].widget.attrs["autofocus"] = True


def _rows(name: str, data: Data, known: EditorChoices, notes: Notes, at: str) -> list[EditorRow]:
    found = []
    rows = rows_of(data, name)
    snippets = dict(known.choices.get("snippet", ()))
    for number, row in enumerate(rows, 1):
        form = ROW_FORMS[name](data, prefix=f"{name}.{number}", choices=known.choices)
        notes.beside(form, otherwise=_FIRST_BOX.get(name, "text"), prefix=f"{name}.{number}")
        label = f"{_WORDS[name]} {number}"
        named = row.get("name", "") if name == "sources" else ""  # the name of a step is none for people
        summary = row.get("title") or snippets.get(row.get("snippet", "") or "-", "") or named
        if at == f"{name}.{number}":
            _go_on(form, next(iter(form.fields)) if "text" not in form.fields else "text")
            summary = ""
        is_open = len(rows) <= _FEW or not summary or notes.has_any_on(f"{name}.{number}")
        found.append(EditorRow(name, number, label, form, number == 1, number == len(rows), summary, is_open))
    return found


def _options(places: int) -> SafeString:
    return format_html_join("", "<option>{}</option>", ((place,) for place in range(1, places + 1)))


def _groups(rows: Sequence[EditorRow], data: Data) -> tuple[Rows, ...]:
    """Steps by whom they are for; each group counts from 1 for the eye, and by its place in the text in its names."""
    audiences = [row["audience"] if row.get("audience") in Audience else "" for row in rows_of(data, "steps")]
    groups = []
    headings = {str(audience): f"Steps for {audience.words.readers}" for audience in Audience}
    for audience, heading in (headings | {"": "Steps for nobody yet"}).items():
        mine = [row for row, whose in zip(rows, audiences, strict=True) if whose == audience]
        places = _options(len(mine)) if len(mine) > _FEW else ""  # once for all: sixty steps have sixty lists of sixty
        shown = [
            replace(row, label=f"Step {place}", is_first=place == 1, is_last=place == len(mine), places=places)
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


def _meanings(data: Data, picks: KnownPicks, notes: Notes) -> tuple[MeaningForm, ...]:
    found = meaning_forms(data, picks.meanings)
    for form in found:
        notes.beside(form, otherwise="key", prefix=form.prefix or "")
    return found


def _pick(name: str, data: Data, known: KnownPicks, notes: Notes, at: str) -> Pick[BoxNote]:
    heading, hint = _PICKS[name]
    unknown = data.get(f"{name}.unknown", ())
    values = {**data, f"{name}.new": [", ".join(unknown)]}
    form = RelatedForm(values, prefix=name) if name == "related" else CodesForm(values, prefix=name)
    form.fields["new"].widget.attrs |= {"data-suggestions": f"{known.search}{name}/", "autocomplete": "off"}
    if at == name:
        _go_on(form, "new")
    if unknown:
        form.note("new", [BoxNote(_NOTHING[name].format(text), "advice") for text in unknown])
    # What could not be taken is said in full beside the box already.
    notes.boxes[f"{name}.new"] = form["new"].auto_id
    picked = tuple(known.picked(name, text, place) for place, text in enumerate(data[name], 1))
    said = notes.of_list(name, form["new"].auto_id)
    return Pick(name, heading, hint, picked, form, said, known.instead(name, unknown))


def _new_code(data: Data, notes: Notes, at: str) -> NewCodeForm:
    form = NewCodeForm(data, prefix="newcode")
    notes.beside(form, otherwise="code", prefix="newcode")
    if at == "newcode":
        _go_on(form, "meaning")
    return form


def _blanks(known: EditorChoices) -> Iterator[BlankRow]:
    for name in (*_HEADINGS, "steps"):
        for chosen in map(str, Audience) if name == "steps" else [""]:
            data = {f"{name}.0.{part}": [value] for part, value in new_row(name, chosen).items()}
            form = ROW_FORMS[name](data, prefix=f"{name}.0", choices=known.choices)
            row = EditorRow(name, 0, f"{_WORDS[name]} 0", form, is_first=False, is_last=True)
            yield BlankRow(f"add {name} {chosen}", row)


def editor_page(
    data: Data,
    known: EditorChoices,
    said: Iterable[tuple[str, BoxNote]],
    at: str = "",
    refused: Sequence[tuple[str, BoxNote]] = (),
) -> EditorPage:
    """`at` is the row or the list to go on with: its first box takes the focus."""
    notes = Notes(dict.fromkeys([*refused, *said]))
    head, why = HeadForm(data, choices=known.choices), WhyForm(data)
    for form in (head, why):
        notes.beside(form)
    rows = {name: _rows(name, data, known, notes, at) for name in ROW_FORMS if name != "meanings"}
    whole = {name: notes.of_list(name, f"add-{name}") for name in rows}
    picks = {name: _pick(name, data, known.picks, notes, at) for name in PICKS}
    lists = {name: Rows(name, heading, tuple(rows[name]), whole[name]) for name, heading in _HEADINGS.items()}
    groups = _groups(rows["steps"], data)
    return EditorPage(
        head=head,
        symptoms=lists["symptoms"],
        questions=lists["questions"],
        causes=lists["causes"],
        sources=lists["sources"],
        groups=groups,
        steps_notes=whole["steps"],
        codes=picks["codes"],
        mentions=picks["mentions"],
        related=picks["related"],
        new_code=_new_code(data, notes, at),
        new_code_said=" ".join(filter(None, known.picks.said_of(first(data, "newcode.code")))),
        meanings=_meanings(data, known.picks, notes),
        joins=JoinsForm.about(known.joins) if known.joins else None,
        image=_image(data, groups, at),
        why=why,
        sections=tuple(SectionLink(id, title, notes.errors_in(names)) for id, title, names in SECTIONS),
        general=tuple(n for path, found in notes.by_path.items() if path not in notes.boxes for n in found),
        problems=notes.problems(),
        refused=notes.with_boxes(refused),
        blanks=tuple(_blanks(known)),
    )
