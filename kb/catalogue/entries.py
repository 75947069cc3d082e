"""The portable forms of what stands around an article: shelves, codes, snippets and shortcuts. Pure Python."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from kb.catalogue import codes, limits
from kb.catalogue.choices import CodeKind
from kb.catalogue.document import SourceContent, line_problems, source_problems, unseen_problems
from kb.lib.portable import Problem, digest
from kb.lib.text import address_fault, email_fault, line_fault, slug_fault


class _Portable:
    longest: ClassVar[Mapping[str, int]] = {}
    may_be_empty: ClassVar[tuple[str, ...]] = ()

    @property
    def fingerprint(self) -> str:
        """Equal for two that say the same."""
        return digest(asdict(self))  # type: ignore[call-overload] # every heir is a dataclass

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


def _list_problems(name: str, texts: tuple[str, ...], most: int) -> Iterator[Problem]:
    """Texts that a file lists on one line, parted by semicolons."""
    for text in texts:
        if not text.strip():
            yield Problem(name, "Take out the empty one.")
        elif ";" in text:
            yield Problem(name, f"Take the semicolon out of '{text}': it parts these from each other.")
        elif fault := line_fault(name, text, most):
            yield Problem(name, fault)


@dataclass(frozen=True)
class ServiceEntry(_Portable):
    longest = limits.SHELF

    slug: str
    name: str
    summary: str
    on_home: bool = False
    position: int = 0


@dataclass(frozen=True)
class CategoryEntry(_Portable):
    longest = limits.SHELF

    slug: str
    name: str
    summary: str
    position: int = 0


@dataclass(frozen=True)
class VendorEntry(_Portable):
    longest = limits.VENDOR
    may_be_empty = ("website", "phone", "email")

    slug: str
    name: str
    product: str
    summary: str
    website: str = ""
    phone: str = ""
    email: str = ""
    tell: tuple[str, ...] = ()
    position: int = 0

    def _own_problems(self) -> Iterator[Problem]:
        if fault := address_fault(self.website, limits.VENDOR["website"]):
            yield Problem("website", fault)
        if fault := email_fault(self.email, limits.VENDOR["email"]):
            yield Problem("email", fault)
        yield from _list_problems("tell", self.tell, limits.TELL)


@dataclass(frozen=True)
class CodeEntry(_Portable):
    """A code with its other spellings; those in `search_spellings` are never shown."""

    longest = limits.CODE
    may_be_empty = ("where",)

    code: str
    kind: str
    meaning: str
    where: str = ""
    spellings: tuple[str, ...] = ()
    search_spellings: tuple[str, ...] = ()
    position: int = 0

    def _own_problems(self) -> Iterator[Problem]:
        if self.kind not in CodeKind:
            yield Problem("kind", f"'{self.kind}' is no kind of code: use exact or family.")
        if self.kind == CodeKind.FAMILY:
            try:
                codes.Family.parse(self.code)
            except ValueError as error:
                yield Problem("code", str(error))
        yield from _list_problems("spellings", self.spellings, limits.CODE["code"])
        yield from _list_problems("search_spellings", self.search_spellings, limits.CODE["code"])
        yield from self._key_problems()

    def _key_problems(self) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for text in (self.code, *self.spellings, *self.search_spellings):
            key = codes.normal(text)
            if not key:
                yield Problem("code", f"'{text}' holds no letter or figure, so it is no code.")
            elif len(key) > limits.CODE["code"]:
                yield Problem("code", f"'{text}' is too long when its signs are written out in plain letters.")
            elif key in first:
                yield Problem("spellings", f"'{text}' is written twice: capitals and separators make no difference.")
            first.setdefault(key, text)


@dataclass(frozen=True)
class SnippetEntry(_Portable):
    longest = limits.SNIPPET

    slug: str
    title: str
    kind: str
    body: str
    site_advice: bool = False
    sources: tuple[SourceContent, ...] = ()

    def _own_problems(self) -> Iterator[Problem]:
        if not self.body.strip():
            yield Problem("body", "Enter the body.")
        yield from source_problems(self.sources)
        if self.kind not in {"STEP", "NOTE"}:
            yield Problem("kind", f"'{self.kind}' is no kind of snippet: use step or note.")


@dataclass(frozen=True)
class ShortcutEntry(_Portable):
    longest = limits.SHORTCUT

    label: str
    article: str
    position: int = 0

    def _own_problems(self) -> Iterator[Problem]:
        if not self.article:
            yield Problem("article", "Enter the article.")
