"""One draft under review: what changed, what was found, and the decision."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs
from kb.accounts.models import User
from kb.accounts.roles import May, may
from kb.catalogue.actions import NotPublishable
from kb.catalogue.choices import AUDIENCES
from kb.catalogue.labels import fields_of, label_of
from kb.editing.drafts import actions as drafting
from kb.editing.drafts import new_codes
from kb.editing.drafts.authors import case_of
from kb.editing.drafts.page import page_of_draft
from kb.editing.drafts.reading import checked
from kb.editing.models import Comment, Draft, Review
from kb.editing.refusals import MEANWHILE, Moved, Refusal
from kb.editing.requests import number
from kb.editing.review import approving, code_cards, reading, submitting
from kb.editing.review import urgent as urgent_actions
from kb.editing.review.forms import CHANGE, CORRECT, IN_PAGE, MEND, SCHEDULE, SEND_BACK, SETTLE, DecisionForm
from kb.editing.review.presenters import as_read, comment_boxes, review_page, with_boxes
from kb.editing.review.reading import Compared
from kb.editing.rights import Act, DraftCase, offers
from kb.editing.stopped import stopped_lines
from kb.lib import dates
from kb.lib.http import CONFLICT, UNPROCESSABLE, said
from kb.pages.article import ArticlePage


def _case(person: User, found: Compared, urgent: Review | None) -> DraftCase:
    return replace(
        case_of(person, found.draft),
        is_small=approving.is_small_correction(found.draft, found.revision, timezone.now()),
        awaits_settling=urgent is not None,
    )


def _form(found: Compared, data: Any = None, *, is_shown_again: bool = False) -> DecisionForm:  # noqa: ANN401 - a QueryDict or nothing
    asked = new_codes.memberships(found.draft) if found.draft.is_open else []
    initial = {"revision": found.revision.number, "joins": [one.value for one in asked if one.is_said]}
    joins = [(one.value, one.label) for one in asked]
    return DecisionForm(
        data,
        parts=fields_of(found.after),
        now=timezone.now(),
        joins=joins,
        initial=initial,
        is_shown_again=is_shown_again,
    )


def _page_of(request: SignedInRequest, found: Compared) -> ArticlePage:
    asked = request.GET.get("for", "")
    at = reverse("editing:review", args=[found.draft.pk])
    return page_of_draft(found.draft, found.after, at=at, audience=asked if asked in AUDIENCES else "")


def _show(
    request: SignedInRequest,
    found: Compared,
    form: DecisionForm,
    status: int = 200,
) -> HttpResponse:
    draft = found.draft
    urgent = reading.unsettled_review(draft)
    reviews, comments = reading.decisions(draft), reading.comments(draft)
    shown = _page_of(request, found)
    case = _case(request.user, found, urgent)
    if offers(case)[Act.SEND_BACK]:
        said_before = reading.said_of_fields(comments, found.after)
        shown = with_boxes(shown, comment_boxes(found.after, form.typed(IN_PAGE), said_before))
    page = review_page(
        found,
        changed=reading.changed(found, reviews, comments, form.typed()),
        reviews=reviews,
        comments=comments,
        case=case,
        urgent=urgent,
    )
    context = {
        "page": page,
        "form": form,
        "checks": checked(found.after, draft=draft),
        "shown": as_read(shown),
        "others": shown.others,
        "may_mend": page.decides and page.may[Act.CHANGE],
        "cards": code_cards.cards(reading.brought(found), form.data),
        "stopped": stopped_lines(draft.article, request.user, is_open=True, may_put_back=not page.decides),
        "said": said(request),
    }
    return render(request, "editing/review.html", context, status=status)


@needs(May.WRITE_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.with_people(), pk=pk)
    if request.method == "POST":
        if not may(request.user, May.REVIEW_ARTICLES):
            raise Http404
        return _decide(request, draft)
    found = reading.compared(draft)
    return _show(request, found, _form(found))


# --- The decision --------------------------------------------------------------------------------------------------


def _decide(request: SignedInRequest, draft: Draft) -> HttpResponse:
    found = reading.compared(draft)
    form = _form(found, request.POST, is_shown_again=request.POST.get("decision") in {CHANGE, MEND})
    if form.decision == MEND:
        return _mend(request, found, form)
    if not form.is_valid():
        return _show(request, found, form, UNPROCESSABLE)
    try:
        with transaction.atomic():
            words = "" if form.decision == CHANGE else _carry_out(form, found, request.user)
            if form.decision == CHANGE:
                _keep_words(found, form, request.user)
    except NotPublishable as refused:
        for problem in refused.problems:
            form.add_error(None, f"{label_of(problem.path, found.after)}: {problem.message}")
        return _show(request, found, form, UNPROCESSABLE)
    except Refusal as refused:
        return _refused(request, draft, refused)
    if form.decision == CHANGE:
        return redirect("editing:edit", draft.pk)
    messages.success(request, words)
    return redirect("editing:home")


def _mend(request: SignedInRequest, found: Compared, form: DecisionForm) -> HttpResponse:
    """The new codes say what was typed in their cards; all else that was typed stays in its boxes."""
    try:
        code_cards.mend(draft=found.draft, brought=reading.brought(found), data=form.data, by=request.user)
    except Refusal as refused:
        return _refused(request, found.draft, refused)
    messages.success(request, "The new codes are saved, and are published with the article.")
    data = request.POST.copy()
    for name in [name for name in data if name.startswith("code.")]:
        del data[name]
    return _show(request, found, _form(found, data, is_shown_again=True))


def _refused(request: SignedInRequest, draft: Draft, refused: Refusal) -> HttpResponse:
    """Nothing is decided. The page is shown as it is now, with what was typed in it."""
    found = reading.compared(get_object_or_404(Draft.objects.with_people(), pk=draft.pk))
    data = request.POST.copy()
    data["revision"] = str(found.revision.number)
    form = _form(found, data, is_shown_again=True)
    form.full_clean()
    form.add_error(None, str(refused))
    return _show(request, found, form, CONFLICT if isinstance(refused, MEANWHILE) else UNPROCESSABLE)


def _carry_out(form: DecisionForm, found: Compared, by: User) -> str:
    """What was done, in words. Comments are kept whatever was decided."""
    draft, title = found.draft, f"“{found.draft}”"
    typed = form.cleaned_data
    revision = draft.revisions.filter(number=typed["revision"]).first()
    if revision is None:
        raise Moved
    if form.decision == SEND_BACK:
        code_cards.mend(draft=draft, brought=reading.brought(found), data=form.data, by=by)
        submitting.send_back(draft=draft, revision=revision, by=by, reason=typed["reason"], comments=form.comments())
        return f"{title} is sent back, with what you wrote."
    if "joins" in typed:
        new_codes.answer(draft=draft, asked=form.asked, said=typed["joins"], by=by)
    _keep_words(replace(found, revision=revision), form, by)
    verified = {"is_verified": typed["verified"], "verified_with": typed["verified_with"]}
    if form.decision == CORRECT:
        approving.correct(draft=draft, revision=revision, by=by)
        return f"{title} is corrected and published."
    if form.decision == SETTLE:
        urgent_actions.settle_urgent(review=_urgent(draft, revision.number), by=by, **verified)
        return f"The urgent fix of {title} is reviewed."
    times = {"publish_at": typed["publish_at"], "expires_at": typed["expires_at"]}
    stub = {"is_no_longer_stub": typed["no_longer_stub"]}
    approving.approve(draft=draft, revision=revision, by=by, **stub, **times, **verified)
    if form.decision == SCHEDULE:
        return f"{title} is approved, and is published on {dates.day_and_clock(typed['publish_at'])}."
    return f"{title} is approved and published."


@transaction.atomic
def _keep_words(found: Compared, form: DecisionForm, by: User) -> None:
    """As comments, and in the new codes: nothing that a reviewer wrote is lost, whatever they decide."""
    code_cards.mend(draft=found.draft, brought=reading.brought(found), data=form.data, by=by)
    for field, text in form.words():
        submitting.add_comment(draft=found.draft, revision=found.revision, by=by, field=field, text=text)


def _urgent(draft: Draft, number: int) -> Review:
    found = reading.unsettled_review(draft)
    if found is None or number != draft.number:
        raise Moved
    return found


def _go_on(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Back to the page. What was typed in the form of the decision came with the button, and stands there again."""
    if not request.POST.get("revision"):
        return redirect("editing:review", pk=draft.pk)
    found = reading.compared(get_object_or_404(Draft.objects.with_people(), pk=draft.pk))
    if request.POST["revision"] != str(found.revision.number):
        return _refused(request, draft, Moved())
    return _show(request, found, _form(found, request.POST, is_shown_again=True))


# --- Beside the decision -------------------------------------------------------------------------------------------


@needs(May.WRITE_ARTICLES)
@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Draft.objects.with_people(), pk=pk)
    found = reading.compared(draft)
    try:
        with transaction.atomic():
            submitting.withdraw_from_review(draft=draft, by=request.user)
            _keep_words(found, _form(found, request.POST), request.user)
    except Refusal as refused:
        return _refused(request, draft, refused)
    messages.success(request, f"“{draft}” is taken back: you can change it now.")
    return redirect("editing:review", pk=pk)


@needs(May.WRITE_ARTICLES)
@require_POST
def catch_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever compared the draft with what was published meanwhile says so. The version is that of the page."""
    draft = get_object_or_404(Draft.objects.with_people(), pk=pk)
    try:
        drafting.catch_up(draft=draft, version=number(request.POST.get("version", "")), by=request.user)
    except Refusal as refused:
        return _refused(request, draft, refused)
    messages.success(request, f"“{draft}” is up to date with the published article.")
    return _go_on(request, draft)


@needs(May.WRITE_ARTICLES)
@require_POST
def settle_comment(request: SignedInRequest, pk: int, comment: int) -> HttpResponse:
    found = get_object_or_404(Comment, pk=comment, draft=pk)
    submitting.resolve_comment(comment=found, by=request.user)
    return _go_on(request, found.draft)
