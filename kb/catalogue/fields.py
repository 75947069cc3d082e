"""The parts of an article as one table: what each is called, what it holds, and who reads it. Pure.

Document, limits, labels, form, comparison, merge, checks and file form read it, so a part is described here once. The
order is that of the page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from django.db.models import TextChoices

from kb.catalogue.choices import Actor, Audience, Confidence, Place, SymptomKind, who, whom, written_for
from kb.lib import dates

QUESTIONS = 12


class PartKind(Enum):
    LINE = auto()
    TEXT = auto()  # several lines, in which only marks within a line count
    MARKDOWN = auto()
    NAMES = auto()  # codes or slugs, in their order
    ROWS = auto()
    DAY = auto()
    FLAG = auto()
    CHOICE = auto()


class PartReader(Enum):
    EVERYBODY = auto()
    HELPERS = auto()  # not the person in trouble
    EDITORS = auto()
    NOBODY = auto()  # it travels with what people read


@dataclass(frozen=True)
class Part:
    """`label` is what a page calls the whole, `one` what it calls one of several, `called` what a message calls it.

    `is_prose`: words that somebody wrote for a page. The checks read them, and a small correction may touch them.
    `is_marked`: a line or text that a page shows with its Markdown. `is_column`: kept as it is, in a column of its
    name. `is_later`: it came after the first published state, and adds nothing where it says nothing. `otherwise` is
    what a choice is where nothing was chosen, `nothing` the words for that where it stays open. `hint` is for the
    editor's box.
    """

    name: str
    kind: PartKind
    label: str
    one: str = ""
    called: str = ""
    longest: int = 0
    most: int = 0
    parts: tuple["Part", ...] = ()
    choices: type[TextChoices] | None = None
    words: Callable[[str], str] | None = None
    otherwise: str = ""
    nothing: str = ""
    hint: str = ""
    is_address: bool = False
    is_prose: bool = False
    is_marked: bool = False
    is_column: bool = False
    is_later: bool = False
    reader: PartReader = PartReader.EVERYBODY

    @property
    def is_texts(self) -> bool:
        """Rows that hold one text each, and are that text."""
        return self.kind is PartKind.ROWS and [part.name for part in self.parts] == ["text"]

    @property
    def is_read(self) -> bool:
        return self.reader is not PartReader.NOBODY

    @property
    def has_lines(self) -> bool:
        return self.kind in {PartKind.TEXT, PartKind.MARKDOWN}

    def part(self, name: str) -> "Part":
        return _named(self.parts, name)

    def said(self, value: object) -> str:
        """A value that is no list of rows, in the words of a page. A draft may hold a choice that is none."""
        if self.kind is PartKind.FLAG:
            return "Yes" if value else "No"
        if isinstance(value, date):
            return dates.day(value)
        if isinstance(value, tuple):
            return ", ".join(value)
        if self.words:
            return self.words(str(value))
        if self.choices and value in self.choices:
            return str(self.choices(str(value)).label)
        return str(value or "")


def _named(parts: Iterable[Part], name: str) -> Part:
    return next(part for part in parts if part.name == name)


_LINE, _TEXT, _MARKDOWN, _NAMES, _ROWS, _DAY, _FLAG, _CHOICE = PartKind

_SYMPTOM = (
    Part("kind", _CHOICE, "kind", choices=SymptomKind, otherwise=SymptomKind.SIGN),
    Part("text", _TEXT, "text", is_prose=True, is_marked=True),
)
_STEP = (
    Part("audience", _CHOICE, "whom it is for", choices=Audience, words=whom, otherwise=Audience.USER),
    Part("snippet", _LINE, "snippet"),
    Part("title", _LINE, "title", longest=200, is_prose=True),
    Part("body", _MARKDOWN, "what to do", is_prose=True, is_marked=True),
    Part("applies_to", _LINE, "applies to", called="“applies to”", longest=200, is_prose=True, is_marked=True),
    Part("expected", _LINE, "what to expect", called="result", longest=1000, is_prose=True, is_marked=True),
    Part("codes", _NAMES, "for codes", one="code", is_later=True),
    Part("general", _FLAG, "for every code", is_later=True, reader=PartReader.EDITORS),
    Part("name", _LINE, "name", is_later=True, reader=PartReader.NOBODY),
)
_SOURCE = (
    Part("name", _LINE, "name", longest=200),
    Part("title", _LINE, "title", longest=300),
    Part("address", _LINE, "address", longest=500, is_address=True),
    Part("dated", _DAY, "date"),
    Part("seen", _LINE, "address read", longest=500, is_address=True, reader=PartReader.EDITORS),
)

# Of a code that has several: which one the article answers.
_MEANING = (
    Part("code", _LINE, "code"),
    Part("key", _LINE, "meaning"),
)

ARTICLE = (
    Part("title", _LINE, "Title", longest=150, is_prose=True, is_column=True),
    Part("slug", _LINE, "Address", is_column=True),
    Part("reference", _LINE, "Reference", longest=20, reader=PartReader.EDITORS),
    Part("summary", _LINE, "Summary", longest=200, is_prose=True, is_column=True),
    Part("services", _NAMES, "Applications", one="Application"),
    Part("category", _LINE, "Topic"),
    Part(
        "place",
        _CHOICE,
        "Place in lists",
        choices=Place,
        nothing="After those that have a number",
        hint="On the page of its topic and of its applications. Those without a recorded fix always come last.",
        is_column=True,
        is_later=True,
        reader=PartReader.EDITORS,
    ),
    Part("vendor", _LINE, "Company that supports it"),
    Part(
        "acts",
        _CHOICE,
        "Who can end this",
        choices=Actor,
        words=who,
        nothing="Whoever follows from company and steps",
        is_column=True,
        is_later=True,
        reader=PartReader.EDITORS,
    ),
    Part(
        "reader",
        _CHOICE,
        "Whom it is written for",
        choices=Audience,
        words=written_for,
        nothing="The user",
        hint="Its page opens with their steps, and says so.",
        is_column=True,
        is_later=True,
    ),
    Part(
        "call_first",
        _FLAG,
        "Begins with a phone call",
        hint="The first step for users is the call: the number stands first on the page. Steps that apply to one case "
        "only stand in a list of that case.",
        is_column=True,
        is_later=True,
    ),
    Part(
        "have_ready",
        _LINE,
        "To have ready at the work computer",
        called="list of what to have ready",
        longest=200,
        hint="Only for what cannot be done on a phone. Whoever reads it on a phone is told so first.",
        is_prose=True,
        is_column=True,
        is_later=True,
    ),
    Part("virtual_cards", _FLAG, "Also for virtual smartcards", is_column=True),
    Part("codes", _NAMES, "Error codes", one="Error code"),
    Part("mentions", _NAMES, "Codes only mentioned", one="Mentioned code"),
    Part(
        "meanings",
        _ROWS,
        "Meanings it answers",
        one="Meaning",
        parts=_MEANING,
        is_later=True,
        reader=PartReader.EDITORS,
    ),
    Part("symptoms", _ROWS, "What you see", one="What you see", parts=_SYMPTOM),
    Part(
        "questions",
        _ROWS,
        "Ask the person first",
        one="Question",
        most=QUESTIONS,
        parts=(Part("text", _LINE, "text", called="question", longest=200, is_prose=True),),
        is_column=True,
        is_later=True,
        reader=PartReader.HELPERS,
    ),
    Part("steps", _ROWS, "Steps", one="Step", parts=_STEP),
    Part(
        "causes",
        _ROWS,
        "Causes",
        one="Cause",
        parts=(Part("text", _TEXT, "text", called="cause", is_prose=True, is_marked=True),),
    ),
    Part("background", _MARKDOWN, "Good to know", is_prose=True, is_marked=True, is_column=True),
    Part(
        "reminder",
        _LINE,
        "Reminder before it ends",
        called="reminder",
        longest=80,
        hint="What to do before a day that the person knows, such as “Renew your smartcard”. 80 characters at most. "
        "Readers type that day, and get a file for their calendar. Leave it empty where nothing ends.",
        is_prose=True,
        is_column=True,
        is_later=True,
    ),
    Part("related", _NAMES, "Related articles", one="Related article", is_column=True),
    Part("sources", _ROWS, "Sources", one="Source", parts=_SOURCE),
    Part("confidence", _CHOICE, "Confidence", choices=Confidence, otherwise=Confidence.UNVERIFIED, is_column=True),
    Part("review_due", _DAY, "Review date", reader=PartReader.EDITORS),
)

# Beside the table: the number that a document carries, and what a newer version said and this one does not know.
SCHEMA = Part("schema", _LINE, "Schema", reader=PartReader.EDITORS)
MORE = Part("more", _TEXT, "Parts this version does not know", reader=PartReader.EDITORS)

BY_NAME = {part.name: part for part in ARTICLE}
ROWS = {part.name: part for part in ARTICLE if part.kind is PartKind.ROWS}
# Kept as they are, each in a column of its name; lists as JSON.
COLUMNS = tuple(part.name for part in ARTICLE if part.is_column)


def of(name: str) -> Part:
    return BY_NAME[name]


def names(*kinds: PartKind) -> tuple[str, ...]:
    """Of the parts of these kinds, in the order of the page."""
    return tuple(part.name for part in ARTICLE if part.kind in kinds)


def longest(parts: Iterable[Part]) -> dict[str, int]:
    """How long each line may be, where that has an end."""
    return {part.name: part.longest for part in parts if part.longest}


def _without_words(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if part.kind in {_CHOICE, _DAY, _FLAG, _NAMES}:
            yield part.name
        yield from _without_words(part.parts)


# Parts of a document that are no words of anybody: choices, days, codes. What is named by its address, such as an
# application or a related article, may be named by words.
NO_WORDS = frozenset({*_without_words(ARTICLE), "reference", "meanings", "schema", "needs"}) - {"related", "services"}
