"""The portable forms of what stands around an article: codes, snippets and shortcuts. Pure Python."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.db.models import TextChoices

from kb.catalogue import codes, fields, limits
from kb.catalogue.choices import Actor, CodeKind, MeaningConfidence
from kb.catalogue.contents import SourceContent, written
from kb.catalogue.document import source_problems
from kb.lib.portable import Problem, digest, line_problems, unseen_problems
from kb.lib.text import line_fault, slug_fault, text_fault

# The key of a meaning where a code has no other; files leave it out.
SOLE_MEANING = "main"


class PortableEntry:
    longest: ClassVar[Mapping[str, int]] = {}
    may_be_empty: ClassVar[tuple[str, ...]] = ()

    @property
    def fingerprint(self) -> str:
        """Equal for two that say the same."""
        return digest(self._said())

    def _said(self) -> dict[str, Any]:
        values: dict[str, Any] = asdict(self)  # type: ignore[call-overload] # every heir is a dataclass
        return values

    def problems(self) -> Iterator[Problem]:
        """Everything that keeps it from being saved."""
        for name in self.longest:
            if name not in self.may_be_empty and not getattr(self, name).strip():
                yield Problem(name, f"Enter the {name}.")
        yield from line_problems(self, self.longest)
        slug = getattr(self, "slug", None)
        if slug is not None and (fault := slug_fault(slug)):
            yield Problem("slug", fault)
        if not 0 <= getattr(self, "position", 0) <= limits.LARGEST_POSITION:
            yield Problem("position", "Enter a position of 0 or more.")
        yield from self._own_problems()
        yield from unseen_problems(self)

    def _own_problems(self) -> Iterator[Problem]:
        yield from ()


def list_problems(name: str, texts: tuple[str, ...], most: int, number: int = 0) -> Iterator[Problem]:
    """Texts that a file lists on one line, parted by semicolons."""
    for text in texts:
        if not text.strip():
            yield Problem(name, "Take out the empty one.", number)
        elif ";" in text:
            yield Problem(name, f"Take the semicolon out of '{text}': it parts these from each other.", number)
        elif fault := line_fault(name, text, most):
            yield Problem(name, fault, number)


@dataclass(frozen=True)
class MeaningEntry:
    """What a code means in one place. Its spellings lead to it; those that could mean any stand with the code.

    `stops` where another try does harm: a locked card, a wrong passcode, a locked account.
    """

    words: str
    where: str = ""
    key: str = SOLE_MEANING
    acts: str = ""
    source: str = ""
    confidence: str = ""
    spellings: tuple[str, ...] = ()
    search_spellings: tuple[str, ...] = ()
    stops: bool = False

    def faults(self) -> Iterator[tuple[str, str]]:
        """Each with the part that it is about."""
        if not self.words.strip():
            yield "words", "Enter the meaning."
        yield from (
            (part, fault)
            for part, name in (("words", "meaning"), ("where", "where"), ("source", "source"))
            if (fault := line_fault(name, getattr(self, part), limits.MEANING[part]))
        )
        if fault := slug_fault(self.key):
            yield "key", f"The key of a meaning is a short name. {fault}"
        if self.acts and self.acts not in Actor:
            yield "acts", f"'{self.acts}' is nobody who acts: use {_listed(Actor)}, or leave it out."
        if self.confidence and self.confidence not in MeaningConfidence:
            fault = f"'{self.confidence}' is no confidence: use {_listed(MeaningConfidence)}, or leave it out."
            yield "confidence", fault


def _listed(choices: type[TextChoices]) -> str:
    return " or ".join(", ".join(map(str.lower, choices.values)).rsplit(", ", 1))


@dataclass(frozen=True)
class CodeEntry(PortableEntry):
    """A code with its meanings and other spellings; those in `search_spellings` are never shown.

    `family` is the one that somebody said it belongs to: that a pattern would hold it says nothing.
    """

    longest: ClassVar[Mapping[str, int]] = {"code": limits.CODE["code"]}

    code: str
    kind: str
    meanings: tuple[MeaningEntry, ...]
    family: str = ""
    spellings: tuple[str, ...] = ()
    search_spellings: tuple[str, ...] = ()
    position: int = 0

    @property
    def fingerprint(self) -> str:
        """What came later counts only where it says something, so what was remembered before still holds."""
        first = self.meanings[0] if self.meanings else MeaningEntry("")
        values: dict[str, object] = {
            "code": self.code,
            "kind": self.kind,
            "meaning": first.words,
            "where": first.where,
            "spellings": self.spellings,
            "search_spellings": self.search_spellings,
            "position": self.position,
        }
        if self.family:
            values["family"] = self.family
        if self.meanings != (MeaningEntry(first.words, first.where),):
            values["meanings"] = [
                {name: said for name, said in asdict(meaning).items() if said} for meaning in self.meanings
            ]
        return digest(values)

    @property
    def keyed(self) -> Iterator[tuple[str, bool, int]]:
        """Every other spelling, whether it is shown, and the number of the meaning that it chooses (0 for none)."""
        lists = [(self.spellings, self.search_spellings)]
        lists += [(meaning.spellings, meaning.search_spellings) for meaning in self.meanings]
        for number, (shown, searched) in enumerate(lists):
            yield from ((text, True, number) for text in shown)
            yield from ((text, False, number) for text in searched)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every way in which it is written."""
        return (self.code, *(text for text, _, _ in self.keyed))

    def _own_problems(self) -> Iterator[Problem]:
        if self.kind not in CodeKind:
            yield Problem("kind", f"'{self.kind}' is no kind of code: use exact or family.")
        if "," in self.code or ";" in self.code:
            yield Problem("code", f"Take the comma or semicolon out of '{self.code}': it parts codes from each other.")
        if self.code.casefold() == "all":
            yield Problem("code", f"'{self.code}' is no code: it stands for every code where a step names its own.")
        if self.kind == CodeKind.FAMILY:
            try:
                codes.Family.parse(self.code)
            except ValueError as error:
                yield Problem("code", str(error))
        yield from self._family_problems()
        yield from self._meaning_problems()
        for number, held in enumerate((self, *self.meanings)):
            for name in ("spellings", "search_spellings"):
                yield from list_problems(name, getattr(held, name), limits.CODE["code"], number)
        yield from self._key_problems()

    def _family_problems(self) -> Iterator[Problem]:
        if not self.family:
            return
        if self.kind == CodeKind.FAMILY:
            yield Problem("family", "A family is not one of another: leave this out.")
            return
        try:
            if not codes.Family.parse(self.family).holds(self.code):
                message = f"'{self.code}' is not one of {self.family}: mend one of them, or leave this out."
                yield Problem("family", message)
        except ValueError as error:
            yield Problem("family", str(error))

    def _meaning_problems(self) -> Iterator[Problem]:
        if not 1 <= len(self.meanings) <= limits.MEANINGS:
            yield Problem("meanings", f"A code has one to {limits.MEANINGS} meanings; here are {len(self.meanings)}.")
        for number, meaning in enumerate(self.meanings, 1):
            yield from (Problem("meanings", fault, number, part) for part, fault in meaning.faults())
        if len(self.meanings) == 1:
            if self.meanings[0].spellings or self.meanings[0].search_spellings:
                yield Problem("spellings", "There is one meaning, so no spelling chooses it: put them with the code.")
            return
        keys = [meaning.key for meaning in self.meanings]
        places = [meaning.where.strip().casefold() for meaning in self.meanings]
        for number, (key, place) in enumerate(zip(keys, places, strict=True), 1):
            if key in keys[: number - 1]:
                yield Problem("meanings", f"The key '{key}' is of another meaning of this code.", number, "key")
            if not place:
                yield Problem("meanings", "There are several meanings: say where this one is seen.", number, "where")
            elif place in places[: number - 1]:
                yield Problem("meanings", "Another meaning is seen at the same place.", number, "where")

    def _key_problems(self) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for text, number in ((self.code, 0), *((text, number) for text, _, number in self.keyed)):
            key = codes.normal(text)
            if not key:
                yield Problem("code", f"'{text}' holds no letter or figure, so it is no code.", number)
            elif len(key) > limits.CODE["code"]:
                yield Problem("code", f"'{text}' is too long when its signs are written out in plain letters.", number)
            elif key in first:
                message = f"'{text}' is written twice: capitals and separators make no difference."
                yield Problem("spellings", message, number)
            first.setdefault(key, text)


@dataclass(frozen=True)
class SnippetEntry(PortableEntry):
    longest = limits.SNIPPET

    slug: str
    title: str
    kind: str
    body: str
    site_advice: bool = False
    sources: tuple[SourceContent, ...] = ()

    def _said(self) -> dict[str, Any]:
        sources = fields.of("sources").parts
        return super()._said() | {"sources": [written(sources, source, is_counted=True) for source in self.sources]}

    def _own_problems(self) -> Iterator[Problem]:
        if not self.body.strip():
            yield Problem("body", "Enter the body.")
        if fault := text_fault("body", self.body):
            yield Problem("body", fault)
        yield from source_problems(self.sources)
        if self.kind not in {"STEP", "NOTE"}:
            yield Problem("kind", f"'{self.kind}' is no kind of snippet: use step or note.")
