"""The rows that a document names by slug or code."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kb.catalogue import codes
from kb.catalogue.contents import AnsweredMeaning
from kb.catalogue.document import ArticleDocument
from kb.catalogue.models import Category, CodeKey, ErrorCode, Image, Meaning, Service, Snippet, Vendor
from kb.lib import markdown
from kb.lib.portable import Problem

GONE = "A picture in this text is not here: add it again, or take it out."


@dataclass(frozen=True)
class References:
    """The rows that a document names by slug or code."""

    category: Category | None
    vendor: Vendor | None
    services: dict[str, Service]
    codes: dict[str, ErrorCode]  # by the keys of what the document calls them, and by their own
    snippets: dict[str, Snippet]
    images: dict[str, Image]

    @classmethod
    def by(cls, document: ArticleDocument) -> "References":
        keys = [codes.normal(code) for code in (*document.codes, *document.mentions)]
        # By any spelling: a draft or an old version names a code as it was called before it was renamed or merged.
        spelled = CodeKey.objects.filter(normal__in=keys).select_related("code")
        rows = spelled.prefetch_related("code__meanings") if document.meanings else spelled
        return cls(
            category=Category.objects.filter(slug=document.category).first(),
            vendor=Vendor.objects.filter(slug=document.vendor).first() if document.vendor else None,
            services={row.slug: row for row in Service.objects.filter(slug__in=document.services)},
            codes={key: row.code for row in rows for key in (row.normal, row.code.normal)},
            snippets={row.slug: row for row in Snippet.objects.filter(slug__in=document.snippets)},
            images={row.name: row for row in Image.objects.named(document.pictures)},
        )

    def code(self, text: str) -> ErrorCode:
        return self.codes[codes.normal(text)]

    def meaning(self, answered: AnsweredMeaning) -> Meaning | None:
        row = self.codes.get(codes.normal(answered.code))
        return next((meaning for meaning in row.meanings.all() if meaning.key == answered.key), None) if row else None

    def problems(self, document: ArticleDocument) -> Iterator[Problem]:
        """A problem for each name that leads to nothing."""
        if document.category and not self.category:
            yield Problem("category", f"There is no category '{document.category}'.")
        if document.vendor and not self.vendor:
            yield Problem("vendor", f"There is no vendor '{document.vendor}'.")
        for name in ("codes", "mentions"):
            for number, code in enumerate(getattr(document, name), 1):
                if codes.normal(code) not in self.codes:
                    yield Problem(name, f"There is no error code '{code}'.", number)
        for number, answered in enumerate(document.meanings, 1):
            if codes.normal(answered.code) in self.codes and self.meaning(answered) is None:
                message = f"{answered.code} has no meaning '{answered.key}'."
                yield Problem("meanings", message, number, "key")
        for number, slug in enumerate(document.services, 1):
            if slug not in self.services:
                yield Problem("services", f"There is no service '{slug}'.", number)
        for number, step in enumerate(document.steps, 1):
            if step.snippet and step.snippet not in self.snippets:
                yield Problem("steps", f"There is no snippet '{step.snippet}'.", number, "snippet")
        yield from self._picture_problems(document)

    def _picture_problems(self, document: ArticleDocument) -> Iterator[Problem]:
        for field, number, text in document.marked_texts():
            if any(name not in self.images for name in markdown.pictures_in(text)):
                yield Problem(field, GONE, number)

    def _displays(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Two names may have become one code."""
        return tuple(dict.fromkeys(self.code(text).display for text in texts))

    def spelled_out(self, document: ArticleDocument) -> ArticleDocument:
        """The document with its codes as they are displayed, however it spelled them; each once."""
        answered = self._displays(document.codes)
        meanings = {self.code(one.code).display: one for one in reversed(document.meanings)}
        return replace(
            document,
            codes=answered,
            mentions=tuple(code for code in self._displays(document.mentions) if code not in answered),
            meanings=tuple(replace(one, code=display) for display, one in reversed(meanings.items())),
            steps=tuple(replace(step, codes=self._displays(step.codes)) for step in document.steps),
        )
