"""Snippets: guidance that several articles share."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q
from django.db.models import TextField as TextColumn
from django.db.models.functions import Cast
from django.urls import reverse

from kb.catalogue import actions as catalogue
from kb.catalogue import limits
from kb.catalogue.actions import save_snippet
from kb.catalogue.choices import SnippetKind, whom
from kb.catalogue.entries import SnippetEntry
from kb.catalogue.models import Article, Snippet, Step, Version
from kb.catalogue.models.shared import live
from kb.catalogue.reading import snippet_entry
from kb.editing.vocabulary.nouns import ListedWord, Noun, WordForm, counted, drafts_that
from kb.editing.vocabulary.rehearsal import Surroundings
from kb.lib.forms import CheckboxField, SelectField, TextareaField, TextField
from kb.lib.text import slug_from
from kb.pages.parts import NoteView, PageLink, note

LONGEST_BODY = 10_000
ON_EVERY_PAGE = "every article shows it, as advice of whoever runs this site"


class SnippetForm(WordForm):
    title = TextField("Title", max_length=limits.SNIPPET["title"], hint="What to do, as a step says it")
    kind = SelectField(
        "Where it stands",
        choices=[(SnippetKind.STEP, "A step of its own"), (SnippetKind.NOTE, "A note under the step before it")],
    )
    body = TextareaField(
        "Text",
        rows=12,
        max_length=LONGEST_BODY,
        hint="With the marks of articles: **bold**, 1. steps, [words](address)",
    )
    site_advice = CheckboxField("It is advice of whoever runs this site, not from a source", required=False)


def _rows() -> Iterable[ListedWord]:
    number = Count("steps__article", filter=live(None, "steps__article__"), distinct=True)
    for row in Snippet.objects.annotate(number=number).order_by("title", "pk"):
        said = f"Used in {row.number} article{'' if row.number == 1 else 's'}" if row.number else "In no article"
        if _is_everywhere(row):
            said = "On every article"
        is_unused = not row.number and not _is_everywhere(row)
        yield ListedWord(row.pk, row.title, note=f"{said} · {row.get_kind_display()}", is_unused=is_unused)


def _is_everywhere(row: Snippet) -> bool:
    return row.kind == SnippetKind.NOTE and row.site_advice


def _said(typed: Mapping[str, Any], before: SnippetEntry | None) -> SnippetEntry:
    """Sources come with files, and stay."""
    return SnippetEntry(
        slug=before.slug if before else slug_from(typed["title"], limits.SLUG) or "snippet",
        title=" ".join(typed["title"].split()),
        kind=typed["kind"],
        body=typed["body"].strip("\n"),
        site_advice=typed["site_advice"],
        sources=before.sources if before else (),
    )


def uses(row: Snippet) -> list[PageLink]:
    """Each step of a live article in whose place it stands."""
    steps = Step.objects.filter(live(None, "article__"), snippet=row).select_related("article")
    return [
        PageLink(
            f"{step.article.label} {step.article.title}",
            f"{step.article.get_absolute_url()}?for={step.audience.lower()}",
            f"for {whom(step.audience)}",
        )
        for step in steps.order_by("article__number", "position")
    ]


def _look(row: Snippet | None, entries: Iterable[Any]) -> Surroundings:
    pages = uses(row) if row else []
    if row and _is_everywhere(row):
        pages = [PageLink("Every article and every code", reverse("browse:codes")), *pages]
    return Surroundings(pages={link.address: PageLink(f"{link.text} {link.note}", link.address) for link in pages})


def _hangs(row: Snippet) -> tuple[str, ...]:
    articles = Article.objects.filter(steps__snippet=row).distinct().count()
    said = counted(articles, "article shows it (withdrawn ones count)", "articles show it (withdrawn ones count)")
    if _is_everywhere(row):
        said = (*said, ON_EVERY_PAGE)
    said = (*said, *drafts_that(lambda document: row.slug in document.snippets))
    if not articles:
        kept = Version.objects.annotate(said=Cast("document", TextColumn())).filter(said__contains=f'"{row.slug}"')
        said = (*said, *counted(kept.count(), "past version shows it", "past versions show it"))
    return said


def _preview(entry: SnippetEntry) -> NoteView:
    return note(Snippet(title=entry.title, body=entry.body))


SNIPPETS = Noun(
    name="snippet",
    here="snippets",
    heading="Snippets",
    lead="Guidance that several articles share. A change shows in all of them at once.",
    add="Add a snippet",
    rows=_rows,
    find=lambda pk: Snippet.objects.filter(pk=pk).first(),
    entry=snippet_entry,
    form=SnippetForm,
    initial=vars,
    said=_said,
    same=lambda entry: Snippet.objects.filter(slug=entry.slug).first(),
    save=lambda entry, by: save_snippet(entry=entry, by=by),
    remove=lambda row, by: catalogue.remove_row(row=row, by=by),
    look=_look,
    hangs=_hangs,
    history_of=lambda row: Q(detail__slug=row.slug) | Q(subject=row.title, detail={}),
    read_by_all=("title", "body"),
    preview=_preview,
    diff_of="body",
    uses=uses,
    labels={"sources": "Sources"},
)
