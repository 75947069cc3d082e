"""The editor's boxes. Nothing in them is required and nothing refused: what is wrong is said beside the box."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from django import forms
from django.db.models import TextChoices
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from markdownx.widgets import MarkdownxWidget

from kb.catalogue import fields
from kb.catalogue.choices import Actor, Audience, Confidence, who
from kb.catalogue.fields import Part, PartKind
from kb.editing.drafts.forms import joins_field
from kb.editing.drafts.new_codes import Membership
from kb.editing.editor.form_data import Data, rows_of
from kb.lib.forms import (
    CheckboxesField,
    CheckboxField,
    NHSField,
    NHSForm,
    RadiosField,
    SelectField,
    TextareaField,
    TextField,
)
from kb.media.images import MOST_UPLOADED

type Choices = Sequence[tuple[str, str]]


def in_full(options: type[TextChoices]) -> Choices:
    return [(value, capfirst(str(label))) for value, label in options.choices]


KINDS: Choices = (("EXACT", "The exact message on the screen"), ("SIGN", "Another sign"))
ACTORS: Choices = (("", "Not said"), *((actor.value, capfirst(who(actor))) for actor in Actor))
FILE = {"accept": "image/png,image/jpeg,image/webp", "data-most-bytes": str(MOST_UPLOADED)}
_CONFIDENCE_HINTS = {
    "STUB": "We know the code, but no fix of our own: only general checks",
    "UNVERIFIED": "A fix that nobody here has tried yet",
    "VERIFIED": "Tried by us: the reviewer says by whom, when and with which software",
}


class MarkdownField(NHSField, forms.CharField):
    """Markdown, with how it will look below it."""

    def __init__(self, label: str, *, rows: int = 6, hint: str = "") -> None:
        super().__init__(label, hint=hint, required=False, widget=MarkdownxWidget({"rows": rows, "cols": False}))


class EditorForm(NHSForm):
    """One part of the editor; `prefix` is the row it stands for, such as `steps.2`."""

    marks_optional = False

    def __init__(self, data: Data, *, prefix: str | None = None, choices: dict[str, Choices] | None = None) -> None:
        # Of a page with sixty steps each row takes its own boxes alone.
        names = (f"{prefix}.{name}" if prefix else name for name in self.base_fields)
        values = MultiValueDict({name: list(data[name]) for name in names if name in data})
        super().__init__(values, prefix=prefix)
        for name, offered in (choices or {}).items():
            if name in self.fields:
                sent = values.getlist(self.add_prefix(name))
                self.fields[name].choices = with_chosen(offered, sent)  # type: ignore[attr-defined] # a choice field
        for field in self.fields.values():
            field.required = False

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}.{field_name}" if self.prefix else field_name

    def note(self, name: str, messages: Iterable[Any]) -> None:
        """Say something beside a box; it is read out with the box."""
        field = self.fields[name]
        field.notes = tuple(messages)  # type: ignore[attr-defined] # shown by templates/editing/_field.html
        bound = self[name]
        ids = [bound.hint_id] if field.help_text else []  # type: ignore[attr-defined] # a field of the house
        field.widget.attrs["aria-describedby"] = " ".join([*ids, f"{bound.auto_id}-notes"])


def with_chosen(offered: Choices, chosen: Iterable[str]) -> Choices:
    """What a text names stays chosen, also when it is not there any more."""
    chosen = [value for value in chosen if value]
    words = dict(offered)
    gone = [(value, f"{value} (not known here)") for value in chosen if value not in words]
    return [*offered, *gone]


class HeadForm(EditorForm):
    title = TextField("Title", hint="Begin with what the person sees. 150 characters at most.")
    slug = TextField(
        "Address", hint="Ends the page’s address. Left empty, it is made from the title.", spellcheck=False
    )
    summary = TextareaField(
        "Summary", hint="One or two sentences, for lists and search. 200 characters at most.", rows=3
    )
    category = SelectField("Topic")
    services = CheckboxesField("Applications it affects")
    vendor = SelectField("Company that supports it", hint="Only when a company supports this, and not NHS England.")
    virtual_cards = CheckboxField("People with a virtual smartcard see this too")
    background = MarkdownField("Good to know", hint="Facts that are neither a step nor a cause.", rows=8)
    reminder = TextField(fields.of("reminder").label, hint=fields.of("reminder").hint)
    confidence = RadiosField("How sure are we?", choices=in_full(Confidence), hints=_CONFIDENCE_HINTS)
    review_due = TextField("Review it again on", hint="For example, 27 March 2027", width=20)
    owner = SelectField("Owner", hint="Looks after the article from publishing on, and is told when it is due")
    team = TextField("Team", hint="Where no single person looks after it")
    owner_was = forms.CharField(widget=forms.HiddenInput)
    reference = forms.CharField(widget=forms.HiddenInput)
    more = forms.CharField(widget=forms.HiddenInput)


class SymptomForm(EditorForm):
    kind = SelectField("What it is", choices=KINDS)
    text = TextareaField("What the person sees", rows=3)
    more = forms.CharField(widget=forms.HiddenInput)


class QuestionForm(EditorForm):
    text = TextareaField("What to ask", rows=2)


class CauseForm(EditorForm):
    text = TextareaField("Cause", rows=2)


class StepForm(EditorForm):
    title = TextField("What to do, in a few words", hint="Begin with a verb and ask for one thing.")
    body = MarkdownField("How to do it")
    expected = TextField("What to expect")
    applies_to = TextField("Applies to", hint="Software and version, where it matters")
    snippet = SelectField("Words that articles share", hint="Instead of words of its own")
    audience = SelectField("For", choices=in_full(Audience))
    codes = CheckboxesField("For these codes only")
    general = CheckboxField("For every code of this article")
    more = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Data, *, prefix: str | None = None, choices: dict[str, Choices] | None = None) -> None:
        """Where the article has no code, a step is for none."""
        super().__init__(data, prefix=prefix, choices=choices)
        if not self.fields["codes"].choices:  # type: ignore[attr-defined] # a choice field
            del self.fields["codes"]
            if not self["general"].value():
                del self.fields["general"]


class SourceForm(EditorForm):
    name = TextField("Who says it", hint="For example, NHS England")
    title = TextField("Title of the page")
    address = TextField("Address", input_type="url", spellcheck=False)
    dated = TextField("Date of the copy", hint="For example, 24 April 2024", width=20)
    seen = TextField("Address that was really read", hint="Kept, and never shown", input_type="url", spellcheck=False)
    more = forms.CharField(widget=forms.HiddenInput)


class CodesForm(EditorForm):
    """`codes` answered here, or `mentions`; several at once may be typed."""

    new = TextField("Add a code", hint="In any spelling", width=20, spellcheck=False)

    def __init__(self, data: Data, *, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix)
        if prefix == "mentions":
            self.fields["new"].label = "Add a code it mentions"


class MeaningForm(EditorForm):
    """A code with several meanings; whoever chooses none answers whatever it means."""

    code = forms.CharField(widget=forms.HiddenInput)
    key = SelectField("Which meaning this article answers")
    more = forms.CharField(widget=forms.HiddenInput)


def meaning_forms(data: Data, offered: Mapping[str, Choices]) -> tuple[MeaningForm, ...]:
    """A box for each code that has several; `offered` are those by the display of the code."""
    forms = []
    for number, row in enumerate(rows_of(data, "meanings"), 1):
        choices = [("", "Any of them"), *offered.get(row["code"], ())]
        form = MeaningForm(data, prefix=f"meanings.{number}", choices={"key": choices})
        form.fields["key"].label = f"Which meaning of {row['code']} this article answers"
        forms.append(form)
    return tuple(forms)


class RelatedForm(EditorForm):
    new = TextField(
        "Add an article", hint="Words of its title, its number such as KB0018, or its address", spellcheck=False
    )


class NewCodeForm(EditorForm):
    code = TextField("The code, as the screen shows it", width=20, spellcheck=False, hint="A family ends in x: 400_xxx")
    meaning = TextField("What it means, in one sentence")
    where = TextField("Where it appears")
    acts = SelectField("Who acts first", choices=ACTORS)
    other_meaning = TextField("What it means there, in one sentence")
    other_where = TextField("Where it appears with that meaning")
    other_acts = SelectField("Who acts first there", choices=ACTORS)
    mentioned = CheckboxField("This article only mentions it")

    @property
    def has_other(self) -> bool:
        other = [self[name] for name in ("other_meaning", "other_where", "other_acts")]
        return any(box.value() or getattr(box.field, "notes", ()) for box in other)

    @property
    def is_begun(self) -> bool:
        """Something stands in its boxes, or is said of them."""
        notes = (getattr(field, "notes", ()) for field in self.fields.values())
        return bool(self["code"].value()) or any(notes)


class JoinsForm(EditorForm):
    joins = joins_field()
    asked: tuple[str, ...] = ()

    @classmethod
    def about(cls, memberships: Sequence[Membership]) -> Self:
        said = {"joins": [one.value for one in memberships if one.is_said]}
        form = cls(said, choices={"joins": [(one.value, one.label) for one in memberships]})
        form.asked = tuple(one.value for one in memberships)
        return form


class ImageField(NHSField, forms.FileField):
    verb = "Choose"


class ImageForm(EditorForm):
    """Alternative text and the tick are asked for by the action; the choices of `into` are the text's own parts."""

    is_refused = False

    file = ImageField("Image", hint="PNG, JPEG or WebP, 8 MB at most", widget=forms.FileInput(FILE))
    alt = TextField("What it shows, for people who cannot see it", hint="A short sentence, without “image of”")
    free = CheckboxField("No details of patients or staff can be seen in it")
    into = SelectField("Where it goes")


class WhyForm(EditorForm):
    why = TextField("What you changed, in a few words", hint="Kept with the version for everybody to read.")
    why_was = forms.CharField(widget=forms.HiddenInput)


ROW_FORMS: dict[str, type[EditorForm]] = {
    "meanings": MeaningForm,
    "symptoms": SymptomForm,
    "questions": QuestionForm,
    "causes": CauseForm,
    "steps": StepForm,
    "sources": SourceForm,
}


def _box(part: Part) -> forms.Field:
    """Of a part for which none was made by hand above."""
    if not part.is_read:
        return forms.CharField(widget=forms.HiddenInput)
    label = capfirst(part.label)
    match part.kind:
        case PartKind.FLAG:
            return CheckboxField(label, hint=part.hint)
        case PartKind.CHOICE:
            nothing = [] if part.otherwise else [("", part.nothing)]
            return SelectField(label, hint=part.hint, choices=[*nothing, *in_full(part.choices or Confidence)])
        case PartKind.MARKDOWN:
            return MarkdownField(label, hint=part.hint)
        case PartKind.TEXT:
            return TextareaField(label, hint=part.hint, rows=3)
    return TextField(label, hint=part.hint)


_PARTS: list[tuple[type[EditorForm], Iterable[Part]]] = [(HeadForm, fields.ARTICLE)]
_PARTS += [(ROW_FORMS[name], part.parts) for name, part in fields.ROWS.items()]
for _form, _parts in _PARTS:
    for _part in _parts:
        if _part.kind not in {PartKind.ROWS, PartKind.NAMES}:
            _form.base_fields.setdefault(_part.name, _box(_part))
