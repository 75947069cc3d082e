"""The codes and articles that were picked, and what may be picked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kb.catalogue import codes
from kb.catalogue.codes.families import held_by_patterns, is_family, of_family, of_member
from kb.editing.drafts.new_codes import Membership
from kb.editing.editor.forms import Choices, EditorForm


@dataclass(frozen=True)
class PickOption:
    """One that may be picked; `press` is what its button says, as `kb.editing.editor.rows.press` reads it."""

    name: str
    words: str
    press: str
    kind: str = ""
    address: str = ""

    @property
    def verb(self) -> str:
        return {"pick": "Add", "swap": "Take instead:", "make": "Make"}[self.press.partition(" ")[0]]


@dataclass(frozen=True)
class Picked:
    """`text` is what the form holds, `name` what a person calls it; `options` is what may have been meant instead."""

    text: str
    name: str
    said: str = ""
    warning: str = ""
    options: tuple[PickOption, ...] = ()


@dataclass(frozen=True)
class Pick[BoxNote]:
    """Codes or articles that were picked, and the box for one more."""

    name: str
    heading: str
    hint: str
    picked: tuple[Picked, ...]
    form: EditorForm
    notes: tuple[BoxNote, ...] = ()
    options: tuple[PickOption, ...] = ()  # what may be meant by what stands in the box


@dataclass(frozen=True)
class KnownPicks:
    """Fetched beforehand. `options` are by the list and the text that is not known."""

    codes: Mapping[str, str] = field(default_factory=dict)  # display → meaning, with those that the draft makes
    members: Mapping[str, str] = field(default_factory=dict)  # display → the family that it is said to be one of
    meanings: Mapping[str, Choices] = field(default_factory=dict)  # of codes that have several, by display
    articles: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # slug → label and title, of live ones
    options: Mapping[tuple[str, str], tuple[PickOption, ...]] = field(default_factory=dict)
    search: str = ""  # where the boxes ask while somebody types; the name of the list follows

    def picked(self, name: str, text: str, place: int) -> Picked:
        options = tuple(
            replace(one, press=one.press.replace(f"pick {name} ", f"swap {name} {place} ", 1))
            for one in self.options.get((name, text), ())
        )
        return self._article(text, options) if name == "related" else self._code(text, options)

    def _article(self, slug: str, options: tuple[PickOption, ...]) -> Picked:
        if slug in self.articles:
            label, title = self.articles[slug]
            return Picked(slug, label, title)
        return Picked(slug, slug, warning="No live article has this address.", options=options)

    def _code(self, code: str, options: tuple[PickOption, ...]) -> Picked:
        said, warning = self.said_of(code)
        return Picked(code, code, said, warning, options)

    def said_of(self, code: str) -> tuple[str, str]:
        return said_of_code(code, self.codes, self.members)

    def instead(self, name: str, texts: Sequence[str]) -> tuple[PickOption, ...]:
        """For what was typed and is nothing that can be picked."""
        return tuple(dict.fromkeys(option for text in texts for option in self.options.get((name, text), ())))


@dataclass(frozen=True)
class EditorChoices:
    """What may be chosen, fetched beforehand."""

    choices: dict[str, Choices]
    picks: KnownPicks = field(default_factory=KnownPicks)
    joins: tuple[Membership, ...] = ()


def kind_of_code(code: str) -> str:
    return "Family" if is_family(code) else "Exact code"


def said_of_code(code: str, known: Mapping[str, str], members: Mapping[str, str]) -> tuple[str, str]:
    """What it means, what the pattern of a family matches, and a warning where that overlaps other codes.

    `members` has the family of each code that is said to be one of it.
    """
    by_key = {codes.normal(display): meaning for display, meaning in known.items()}
    meaning = by_key.get(codes.normal(code), "")
    matches, warning = of_family(code, known, members)
    kind = f"{kind_of_code(code)}." if meaning else ""
    fits = "" if meaning else _fits(code, known)
    return " ".join(filter(None, [kind, meaning, matches, of_member(code, members), fits])), warning


def _fits(code: str, known: Mapping[str, str]) -> str:
    """Of a code that is not made yet."""
    family = held_by_patterns([*known, code]).get(code)
    return f"It fits {family}: once it is made, say whether it is one of these." if family else ""
