"""Fetches what the editor offers and says beside what was picked: a fixed number of queries, however much there is."""

from kb.catalogue.models import Article, Category, ErrorCode, Service, Snippet, Vendor
from kb.editing.article_forms import writers
from kb.editing.article_reading import steward_for
from kb.editing.editor_page import EditorPage, Known, editor_page
from kb.editing.form_data import Data, document_from, in_form
from kb.editing.models import Draft
from kb.editing.notes import notes_on


def known_for(draft: Draft, data: Data) -> Known:
    none = [("", "None")]
    steward = steward_for(draft)
    people = writers(also=[steward.owner_id] if steward else ())
    snippets = Snippet.objects.order_by("title", "slug")
    return Known(
        choices={
            "category": [("", "Choose a topic"), *((row.slug, row.name) for row in Category.objects.in_order())],
            "services": [(row.slug, row.name) for row in Service.objects.in_order()],
            "owner": [("", "Nobody"), *((str(person.pk), person.name) for person in people)],
            "vendor": [*none, *((row.slug, f"{row.name} ({row.product})") for row in Vendor.objects.in_order())],
            "snippet": [("", "No, words of its own"), *((row.slug, row.title) for row in snippets)],
        },
        codes=dict(ErrorCode.objects.order_by("normal").values_list("display", "meaning")),
        new_codes={row.display: row.meaning for row in draft.new_codes.all()},
        titles=dict(Article.objects.filter(slug__in=data["related"]).values_list("slug", "title")),
    )


def page_for(draft: Draft, data: Data, at: str = "") -> EditorPage:
    """`data` is tidy."""
    document = document_from(data)
    known = known_for(draft, data)
    said = [(in_form(data, path), note) for path, note in notes_on(document, draft, list(known.new_codes))]
    return editor_page(data, known, said, at)


def as_addresses(names: tuple[str, ...]) -> tuple[str, ...]:
    """Related articles as they were typed: a number, a whole address, or the last part of it."""
    found = []
    for name in names:
        text = name.rstrip("/").rpartition("/")[2].lower()
        number = text.removeprefix("kb")
        article = Article.objects.filter(number=int(number)).first() if number.isdecimal() and len(number) < 9 else None  # noqa: PLR2004 - what a database counts to
        found.append(article.slug if article else text)
    return tuple(dict.fromkeys(found))
