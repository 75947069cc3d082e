"""The editor: one page that shows a draft as a form, and everything that its buttons do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from kb.accounts.browser_texts import browser_texts
from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.roles import May
from kb.catalogue.document import ArticleDocument
from kb.catalogue.labels import label_of
from kb.editing.drafts import actions as drafting
from kb.editing.drafts.authors import case_of
from kb.editing.editor.form_data import (
    PICKS,
    Data,
    as_they_stood,
    broken_days,
    data_from,
    document_from,
    first,
    has_new_code,
    with_days_kept,
)
from kb.editing.editor.hand_in import hand_in_of
from kb.editing.editor.images import LEFT_OUT, UploadRefused, with_image
from kb.editing.editor.new_code import NotMade, with_new_code
from kb.editing.editor.notes import BoxNote
from kb.editing.editor.pickers import settled
from kb.editing.editor.reading import no_days, page_for
from kb.editing.editor.rows import press, tidy, without_typed
from kb.editing.editor.side_fields import boxes_beside, day_by_default, keep_beside, keep_joins
from kb.editing.models import Draft, Presence, Revision, UnsavedText
from kb.editing.refusals import Conflict, NotOpen, Refusal
from kb.editing.requests import number, page_of, sent
from kb.editing.review import submitting
from kb.editing.rights import Act, offers, refusal
from kb.editing.stopped import stopped_lines
from kb.lib import dates
from kb.lib.http import UNPROCESSABLE, see
from kb.lib.left_out import LeftOut, takes
from kb.lib.text import slug_from
from kb.media.images import MOST_UPLOADED

NOTHING_KNOWN = "The draft is saved, but without what is neither a code nor an article that we know:"
DRAFT_SAVED = "The draft is saved."
WITHOUT_CODE = "The draft is saved, without the new code."


def document_in(data: Data, draft: Draft) -> ArticleDocument:
    """With an address where none was given: the title's, or the one that the live article has. Applications keep
    their order.
    """
    before = drafting.latest(draft).document
    document = with_days_kept(document_from(data), data, before)
    slug = document.slug or (draft.article.slug if draft.article else slug_from(document.title))
    services = as_they_stood(document.services, before.services)
    return replace(document, slug=slug, services=services)


def said_of_state(draft: Draft, revision: Revision) -> str:
    if draft.number == 1:
        return f"Begun {dates.day_and_clock(draft.begun_at)}, nothing changed yet"
    when = dates.clock(revision.at) if _is_today(revision) else dates.day_and_clock(revision.at)
    return f"Draft saved {when}"


def _is_today(revision: Revision) -> bool:
    return dates.in_london(revision.at).date() == dates.in_london(timezone.now()).date()


def show(
    request: SignedInRequest,
    draft: Draft,
    data: Data,
    *,
    base_revision: int,
    at: str = "",
    problem: str = "",
    refused: Sequence[tuple[str, BoxNote]] = (),
    stands: Literal["saved", "unsaved", "refused"] = "saved",
) -> HttpResponse:
    """`at` is the row or list to go on with; `refused` is what could not be done as it was sent, by box; where it
    stands "refused", the text was handed in and is not ready.
    """
    revision = drafting.latest(draft)
    page = page_for(draft, data, at, refused)
    context: dict[str, Any] = {
        "draft": draft,
        "page": page,
        "base_revision": base_revision,
        "open_page": page_of(request),
        "texts": browser_texts(request.user),
        "hand_in": hand_in_of(draft),
        "state": "Not saved yet" if stands == "unsaved" else said_of_state(draft, revision),
        "problem": problem,
        "is_unsaved": stands == "unsaved",
        "is_asked": stands == "refused",
        "is_fresh": draft.number == 1 and not draft.article_id and stands != "refused",
        "unsaved_texts": UnsavedText.objects.waiting().filter(draft=draft, by=request.user),
        "others": [row.person.name for row in Presence.objects.others(draft, request.user, timezone.now())],
        "may": offers(case_of(request.user, draft)),
        "stopped": stopped_lines(draft.article, request.user, is_open=True),
        "said": [str(message) for message in messages.get_messages(request)],
    }
    is_not_done = problem or refused or stands == "refused"
    return render(request, "editing/editor.html", context, status=UNPROCESSABLE if is_not_done else 200)


def closed(request: SignedInRequest, draft: Draft, refusal: NotOpen) -> HttpResponse:
    may = offers(case_of(request.user, draft))
    context = {"draft": draft, "message": str(refusal), "unsaved_text": refusal.unsaved_text, "may": may}
    return render(request, "editing/closed.html", context, status=409 if refusal.unsaved_text else 200)


@csp_override(settings.SECURE_CSP | {"frame-src": [CSP.SELF]})
@needs(May.WRITE_ARTICLES)
def _left_out(request: SignedInRequest, draft: int, *, left_out: LeftOut) -> HttpResponse:
    """The text is in the page again, and not saved: what the form began from may have come after the image."""
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    if refusal(Act.CHANGE, case_of(request.user, found)):
        return closed(request, found, NotOpen(found.state))
    data, base_revision = tidy(sent(request)), number(request.POST.get("base_revision", ""))
    problem = LEFT_OUT[left_out]
    return show(request, found, data, base_revision=base_revision, at="image.file", problem=problem, stands="unsaved")


@takes(files=MOST_UPLOADED, or_else=_left_out)
@csp_override(settings.SECURE_CSP | {"frame-src": [CSP.SELF]})
@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, draft: int) -> HttpResponse:
    found = get_object_or_404(Draft.objects.with_people(), pk=draft)
    if request.method == "POST":
        return _posted(request, found)
    case = case_of(request.user, found)
    if refusal(Act.CHANGE, case):
        return closed(request, found, NotOpen(found.state))
    revision = drafting.latest(found)
    data = {**tidy(data_from(revision.document)), **boxes_beside(found), **day_by_default(found, revision.document)}
    return show(request, found, data, base_revision=revision.number)


def _posted(request: SignedInRequest, draft: Draft) -> HttpResponse:
    button, base_revision = request.POST.get("press", ""), number(request.POST.get("base_revision", ""))
    data = settled(draft, without_typed(sent(request), button))
    drafting.note_presence(draft=draft, by=request.user, now=timezone.now())
    keep_joins(draft, data, request.user)
    if button == "newcode":
        return _make_code(request, draft, data, base_revision)
    if button == "image":
        return _add_image(request, draft, data, base_revision)
    if button:
        changed, at = press(data, button)
        return show(request, draft, changed, base_revision=base_revision, at=at, stands="unsaved")
    return _save(request, draft, data, base_revision)


def _make_code(request: SignedInRequest, draft: Draft, data: dict[str, list[str]], base_revision: int) -> HttpResponse:
    try:
        changed, at, _ = with_new_code(draft, data, request.user)
    except NotMade as refusal:
        return show(
            request,
            draft,
            tidy(data),
            base_revision=base_revision,
            refused=refusal.notes,
            stands="unsaved",
        )
    return show(request, draft, changed, base_revision=base_revision, at=at, stands="unsaved")


def _add_image(request: SignedInRequest, draft: Draft, data: dict[str, list[str]], base_revision: int) -> HttpResponse:
    tidied = tidy(data)
    try:
        changed, at = with_image(request, tidied, request.user)
    except UploadRefused as refusal:
        at, problem = f"image.{refusal.box}", refusal.message
        return show(
            request,
            draft,
            tidied,
            base_revision=base_revision,
            at=at,
            problem=problem,
            stands="unsaved",
        )
    return show(request, draft, changed, base_revision=base_revision, at=at, stands="unsaved")


type _Refused = list[tuple[str, BoxNote]]


def _not_taken(data: Data, kept: Data) -> tuple[list[str], _Refused]:
    """What is neither code nor article nor day is in no draft: what to say of that, and each by its box."""
    unknown = [(f"{name}.new", BoxNote(text, "advice")) for name in PICKS for text in data.get(f"{name}.unknown", ())]
    days = no_days(names) if (names := broken_days(kept)) else []
    return [NOTHING_KNOWN] if unknown else [], [*unknown, *days]


def _save(request: SignedInRequest, draft: Draft, data: dict[str, list[str]], base_revision: int) -> HttpResponse:
    made, begins = "", list[str]()
    refused: _Refused = []
    # A code that was typed and not yet made is made first, wherever the button leads: it must not be lost.
    if has_new_code(data):
        try:
            data, _, made = with_new_code(draft, data, request.user)
        except NotMade as refusal:
            begins, refused = [WITHOUT_CODE], [*refusal.notes]
    document = document_in(data, draft)
    beside = keep_beside(draft, data, request.user)
    refused += [(box, BoxNote(problem, "error", label=label_of(box))) for box, problem in beside.items()]
    try:
        revision = drafting.save(
            draft=draft, document=document, base_revision=base_revision, by=request.user, page=page_of(request)
        )
    except Conflict as conflict:
        return see(reverse("editing:conflict", args=[draft.pk, conflict.unsaved_text.pk]))
    except NotOpen as refusal:
        return closed(request, draft, refusal)
    draft.refresh_from_db()
    kept = {**tidy(data), "slug": [document.slug]}
    more, not_taken = _not_taken(data, kept)
    if refused := [*refused, *not_taken]:
        at_number, problem = revision.number, " ".join([*begins, *more])
        return show(request, draft, kept, base_revision=at_number, problem=problem, refused=refused)
    if made:
        # Before it goes anywhere, its author sees it among the codes, and whether it may be one of a family.
        messages.success(request, f"The draft is saved, with the new code {made}.")
        return see(reverse("editing:edit", args=[draft.pk]))
    return _saved(request, draft, kept, revision)


def _saved(request: SignedInRequest, draft: Draft, data: Data, revision: Revision) -> HttpResponse:
    """Where the button leads that saved it."""
    match request.POST.get("then"):
        case "preview":
            return see(reverse("editing:preview", args=[draft.pk]))
        case "urgent":
            # Another page, which says what it means and asks why: nothing is published yet.
            return see(reverse("editing:urgent", args=[draft.pk]))
        case "submit":
            return _submit(request, draft, data, revision)
    messages.success(request, DRAFT_SAVED)
    return see(reverse("editing:edit", args=[draft.pk]))


def _submit(request: SignedInRequest, draft: Draft, data: Data, revision: Revision) -> HttpResponse:
    """Errors stand in the way of a review, advice does not."""
    why = first(data, "why")
    lacks = submitting.lacks_why(draft, why)
    refused = [("why", BoxNote(lacks, "error", label=label_of("why")))] if lacks else []
    if page_for(draft, data, refused=refused).problems:
        return show(
            request,
            draft,
            data,
            base_revision=revision.number,
            refused=refused,
            stands="refused",
        )
    try:
        submitting.submit(draft=draft, by=request.user, why=why)
    except Refusal as refusal:
        return show(request, draft, data, base_revision=revision.number, problem=str(refusal))
    messages.success(request, "The article is handed in. A reviewer reads it before anybody else can.")
    return see(reverse("editing:edit", args=[draft.pk]))
