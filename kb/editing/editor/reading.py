"""Fetches what the editor offers and says beside what was picked: a number of queries that has an end, however much
there is."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from kb.catalogue import codes
from kb.catalogue.acting import derived
from kb.catalogue.choices import Actor, who
from kb.catalogue.document import ArticleDocument
from kb.catalogue.labels import label_of
from kb.catalogue.models import Article, Category, Service, Snippet, Vendor
from kb.editing.drafts.new_codes import memberships
from kb.editing.drafts.reading import findings_in
from kb.editing.editor.form_data import PICKS, Data, FormPaths, broken_days, document_from, with_meanings
from kb.editing.editor.notes import BoxNote
from kb.editing.editor.picker_presenters import EditorChoices, KnownPicks, PickOption
from kb.editing.editor.pickers import codes_of, meanings_of, members_of, offered
from kb.editing.editor.presenters import EditorPage, editor_page
from kb.editing.models import Draft
from kb.editing.ownership.rules import ownership_for
from kb.editing.upkeep.forms import writers
from kb.lib import dates

MOST_ASKED = 3  # texts that are nothing known: for each of these something else is offered
FEW = 3
NO_DAY = "Enter a day, such as 27 March 2027."


def _actors(document: ArticleDocument) -> list[tuple[str, str]]:
    follows = f"{capfirst(who(derived(document)))}, as follows from the rest"
    return [("", follows), *((actor.value, capfirst(who(actor))) for actor in Actor)]


def known_for(draft: Draft, data: Data, document: ArticleDocument) -> EditorChoices:
    none = [("", "None")]
    ownership = ownership_for(draft)
    people = writers(also=[ownership.owner_id] if ownership else ())
    snippets = Snippet.objects.order_by("title", "slug")
    return EditorChoices(
        choices={
            "acts": _actors(document),
            "codes": [(text, text) for text in (*data["codes"], *data["mentions"])],
            "category": [("", "Choose a topic"), *((row.slug, row.name) for row in Category.objects.in_order())],
            "services": [(row.slug, row.name) for row in Service.objects.in_order()],
            "owner": [("", "A team, or whoever wrote it"), *((str(person.pk), person.name) for person in people)],
            "vendor": [*none, *((row.slug, f"{row.name} ({row.product})") for row in Vendor.objects.in_order())],
            "snippet": [("", "No, words of its own"), *((row.slug, row.title) for row in snippets)],
        },
        picks=_picks(draft, data),
        joins=tuple(memberships(draft)),
    )


def _picks(draft: Draft, data: Data) -> KnownPicks:
    known = codes_of(draft)
    keys = {codes.normal(display) for display in known}
    related = Article.objects.live().by_address(data["related"])
    asked = [
        (name, text)
        for name in PICKS
        for text in (*data[name], *data.get(f"{name}.unknown", ()))
        if (text not in related if name == "related" else codes.normal(text) not in keys)
    ]
    return KnownPicks(
        codes=known,
        members=members_of(draft),
        meanings=meanings_of(draft, data["codes"]),
        articles={slug: (article.label, article.title) for slug, article in related.items()},
        options={(name, text): _further(draft, data, name, text) for name, text in asked[:MOST_ASKED]},
        search=reverse("editing:pick", args=[draft.pk, "x"]).removesuffix("x/"),
    )


def _further(draft: Draft, data: Data, name: str, text: str) -> tuple[PickOption, ...]:
    """What may have been meant, and is not picked already."""
    picked = {f"pick {name} {one}" for one in data[name]}
    return tuple(option for option in offered(draft, name, text) if option.press not in picked)[:FEW]


def page_for(draft: Draft, data: Data, at: str = "", refused: Sequence[tuple[str, BoxNote]] = ()) -> EditorPage:
    """`data` is tidy; `refused` is what could not be done as it was sent, by box."""
    document = document_from(data)
    known = known_for(draft, data, document)
    paths = FormPaths(data)
    said = [(paths.of(path), note) for path, note in notes_on(document, draft)]
    shown = with_meanings(data, known.picks.meanings)
    return editor_page(shown, known, [*said, *no_days(broken_days(data)), *past_days(document)], at, refused)


def past_days(document: ArticleDocument) -> list[tuple[str, BoxNote]]:
    """A review that is due at once may be meant, or the slip of a year."""
    if document.review_due is None or document.review_due >= dates.in_london(timezone.now()).date():
        return []
    message = f"{dates.day(document.review_due)} is past, so the review is due at once. Is it the day that you mean?"
    return [("review_due", BoxNote(message, "advice", label=label_of("review_due")))]


def no_days(names: Iterable[str]) -> list[tuple[str, BoxNote]]:
    """Of the boxes for a day in which something stands that is none."""
    return [(name, BoxNote(NO_DAY, "error", label=label_of(name))) for name in names]


def notes_on(document: ArticleDocument, draft: Draft) -> list[tuple[str, BoxNote]]:
    """Errors first; comments are those that nobody has settled."""
    new_codes = list(draft.new_codes.values_list("display", flat=True))
    found = [
        (
            finding.field,
            BoxNote(
                finding.message,
                "error" if finding.is_error else "advice",
                finding.address,
                label=label_of(finding.field, document),
            ),
        )
        for finding in findings_in(document, draft, new_codes)
    ]
    comments = draft.comments.filter(resolved_at__isnull=True).select_related("by").order_by("at", "pk")
    said = [
        (comment.field, BoxNote(comment.text, "comment", by=comment.by.name if comment.by else "This site"))
        for comment in comments
    ]
    return [*said, *found]
