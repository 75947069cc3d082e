"""What staff type about a notice."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.urls import reverse

from kb.catalogue.models import Article, Service
from kb.lib.forms import CheckboxesField, NHSForm, RadiosField, TextareaField, TextField
from kb.lib.forms.times import MomentField, as_typed
from kb.lib.text import LONGEST_TEXT
from kb.notices.document import LONGEST, LONGEST_SHORT_TITLE, NoticeKind, Severity, UpdateState
from kb.notices.models import Notice, NoticeTemplate
from kb.notices.posting.reading import articles_like, codes_like, codes_named, or_near
from kb.notices.posting.rules import IS_BACK

LONGEST_NAMED = 1_000
MOST_NAMED = 50


def named(text: str) -> tuple[str, ...]:
    """What stands between commas, or on lines of its own; each once."""
    parts = (" ".join(part.split()) for part in text.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(filter(None, parts)))


def few(names: tuple[str, ...]) -> tuple[str, ...]:
    """Nothing that somebody typed is left out unsaid."""
    if len(names) > MOST_NAMED:
        raise forms.ValidationError(f"These are {len(names)}. Name {MOST_NAMED} at most.")
    return names


def raise_for(problems: Iterable[str]) -> None:
    if told := [*problems]:
        raise forms.ValidationError(" ".join(told))


class ArticlesField(TextField):
    """Several articles by their numbers; its value are their slugs."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's own signature
        asked = few(named(str(super().clean(value) or "")))
        found = {text: Article.objects.live().called(text) for text in asked}
        raise_for(
            f"There is no live article “{text}”.{or_near(articles_like(text)) or ' Enter numbers, like KB0018.'}"
            for text, row in found.items()
            if row is None
        )
        return tuple(dict.fromkeys(row.slug for row in found.values() if row))


class CodesField(TextField):
    """Several codes, in any spelling; its value are the codes as the catalogue writes them."""

    def clean(self, value: object) -> Any:  # noqa: ANN401 - Django's own signature
        asked = few(named(str(super().clean(value) or "")))
        known = codes_named(asked)
        raise_for(
            f"There is no error code “{text}”.{or_near(codes_like(text)) or ' Check it, or leave it out.'}"
            for text in asked
            if text not in known
        )
        return tuple(dict.fromkeys(known[text].display for text in asked))


class StaffForm(NHSForm):
    """What is empty is taken away: in these forms only what must be filled in is said to be missing."""


class WordsForm(StaffForm):
    title = TextField("Title", max_length=LONGEST["title"], hint="What does not work, such as “Sign-in is slow”")
    short_title = TextField(
        "Short title",
        max_length=LONGEST_SHORT_TITLE,
        required=False,
        hint=f"For one line on a phone, at most {LONGEST_SHORT_TITLE} characters",
    )
    severity = RadiosField("How bad is it?", choices=Severity.choices)
    summary = TextareaField(
        "What readers should know",
        max_length=LONGEST["summary"],
        rows=3,
        hint="One or two short sentences: what happens, and what to do meanwhile",
        missing="Say in a sentence what readers should know.",
    )
    body = TextareaField(
        "More", max_length=LONGEST_TEXT, rows=4, required=False, hint="Shown on the page of live issues only"
    )

    def clean_summary(self) -> str:
        return " ".join(str(self.cleaned_data["summary"]).split())

    def clean_short_title(self) -> str:
        """The title where it fits: nobody types it twice."""
        title = str(self.cleaned_data.get("title") or "").strip()
        return str(self.cleaned_data["short_title"]).strip() or (title if len(title) <= LONGEST_SHORT_TITLE else "")


class ConcernsForm(StaffForm):
    services = CheckboxesField("Which applications does it affect?", required=False)
    codes = CodesField(
        "Error codes that people see",
        required=False,
        max_length=LONGEST_NAMED,
        spellcheck=False,
        hint="With commas between them, such as 400_645, ERR5022. It then stands on the page of each.",
    )
    articles = ArticlesField(
        "Articles that help",
        required=False,
        max_length=LONGEST_NAMED,
        spellcheck=False,
        hint="Their numbers, such as KB0018, with commas between them",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field = cast(CheckboxesField, self.fields["services"])
        field.choices = [(service.slug, service.name) for service in Service.objects.in_order()]
        for name in ("codes", "articles"):
            offers = {"data-suggestions": reverse("notices:suggest", args=[name]), "data-many": "yes"}
            self.fields[name].widget.attrs |= offers | {"autocomplete": "off"}

    def clean_services(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["services"])


class DatesForm(StaffForm):
    starts_at = MomentField("Since", missing="Enter when it began.")
    ends_at = MomentField("Until", required=False, hint="Leave it empty where nobody knows")


class KnownForm(StaffForm):
    known = TextareaField(
        "What is known so far?",
        max_length=LONGEST_TEXT,
        rows=2,
        required=False,
        hint="Left empty, it says: We are looking into it.",
    )


class LiveIssueForm(KnownForm, DatesForm, ConcernsForm, WordsForm):
    field_order = (
        "title",
        "short_title",
        "severity",
        "summary",
        "known",
        "services",
        "codes",
        "articles",
        "starts_at",
        "ends_at",
        "body",
    )


class PlannedChangeForm(DatesForm, ConcernsForm, WordsForm):
    field_order = (
        "title",
        "short_title",
        "severity",
        "summary",
        "starts_at",
        "ends_at",
        "services",
        "codes",
        "articles",
    )
    starts_at = MomentField("From", missing="Enter when it begins.")
    ends_at = MomentField("Until", required=False, hint="Leave it empty for a change that stays")


class FromTemplateForm(KnownForm, ConcernsForm):
    """The words are the template's."""

    field_order = ("known", "severity", "starts_at", "services", "codes", "articles")
    severity = RadiosField("How bad is it?", choices=Severity.choices)
    starts_at = MomentField("Since", missing="Enter when it began.")


# --- Of one that is posted: each says which state of it the page showed ----------------------------------------------


class SeenVersionForm(StaffForm):
    marks_optional = False
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ChangeDatesForm(SeenVersionForm, DatesForm):
    pass


class ChangeWordsForm(SeenVersionForm, WordsForm):
    pass


class ChangeConcernsForm(SeenVersionForm, ConcernsForm):
    pass


class LiveUpdateForm(StaffForm):
    marks_optional = False
    state = RadiosField("How far is it?", choices=UpdateState.choices)
    text = TextareaField(
        "What is new?",
        max_length=LONGEST_TEXT,
        rows=3,
        required=False,
        hint="Left empty, a short sentence that suits your choice is written.",
    )


class PlannedUpdateForm(StaffForm):
    text = TextareaField("What is new?", max_length=LONGEST_TEXT, rows=3, missing="Say what is new.")


class EndForm(StaffForm):
    pass


class PutBackForm(StaffForm):
    marks_optional = False
    text = TextareaField(
        "What is new?", max_length=LONGEST_TEXT, rows=2, required=False, hint=f"Left empty, it says: {IS_BACK}"
    )


# --- What a form begins with -----------------------------------------------------------------------------------------


def words_of(row: Notice | NoticeTemplate) -> Mapping[str, Any]:
    names = ("title", "short_title", "severity", "summary", "body")
    return {name: getattr(row, name) for name in names if hasattr(row, name)}


def concerns_of(row: Notice | NoticeTemplate) -> Mapping[str, Any]:
    services = [service.slug for service in row.services.all()]
    if isinstance(row, NoticeTemplate):
        return {"services": services}
    return {
        "services": services,
        "codes": ", ".join(code.display for code in row.codes.all()),
        "articles": ", ".join(article.label for article in row.articles.all()),
    }


def concerns_asked(about: str) -> Mapping[str, Any]:
    """What an address says that it is about, such as `code:ERR5022` or `service:spine`, for the boxes of a new one."""
    kind, _, name = about[:LONGEST_NAMED].partition(":")
    if kind == "code" and codes_named([name]):
        return {"codes": name}
    return {"services": [name]} if kind == "service" else {}


def dates_of(notice: Notice) -> Mapping[str, Any]:
    return {"starts_at": as_typed(notice.starts_at), "ends_at": as_typed(notice.ends_at)}


def begins_now(now: datetime) -> Mapping[str, Any]:
    return {"starts_at": as_typed(now)}


FORMS: Mapping[str, type[NHSForm]] = {NoticeKind.LIVE: LiveIssueForm, NoticeKind.PLANNED: PlannedChangeForm}
