"""Erasing words or an image for good: what, where it stands, and what was done. Words never stand in an address."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kb.accounts.guards import SignedInRequest, needs, when_expired
from kb.accounts.roles import May
from kb.catalogue.actions import NotErasable, is_common
from kb.catalogue.models import Erasure
from kb.lib import places
from kb.lib.http import UNPROCESSABLE, reads_only, see
from kb.operate.erasing import presenters, reading
from kb.operate.erasing.forms import ErasureForm, ManyForm

MOST_PAST = 50


def _show(request: HttpRequest, form: ErasureForm, status: int = 200) -> HttpResponse:
    rows = Erasure.objects.newest_first().select_related("by")
    context = {
        "form": form,
        "past": [presenters.past(row) for row in rows[:MOST_PAST]],
        "more": max(0, rows.count() - MOST_PAST),
    }
    return render(request, "operate/erase.html", context, status=status)


@needs(May.ERASE_CONTENT)
def _expired(request: SignedInRequest) -> HttpResponse:
    """The token of the form is too old: nothing that was typed is lost."""
    form = ErasureForm(request.POST)
    form.add_error(None, "This page had been open for too long. Nothing was erased: send it again.")
    return _show(request, form, 403)


@when_expired(_expired)
@needs(May.ERASE_CONTENT)
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def erase(request: SignedInRequest) -> HttpResponse:
    """The form; sent, where it stands. It reads all that is kept, and changes nothing."""
    if request.method != "POST":
        return _show(request, ErasureForm())
    if "change" in request.POST:
        return _show(
            request, ErasureForm(initial={name: request.POST.get(name, "") for name in ErasureForm.base_fields})
        )
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _show(request, form, UNPROCESSABLE)
    return _preview(request, form, ManyForm())


def _preview(request: HttpRequest, form: ErasureForm, many: ManyForm, status: int = 200) -> HttpResponse:
    found = places.find(form.needle)
    if not found and not form.row:
        form.refuse(NotErasable.nowhere())
        return _show(request, form, UNPROCESSABLE)
    if nowhere := reading.nowhere(form.needle):
        form.refuse(NotErasable("further" if form.passages[0] not in nowhere else "words", presenters.missing(nowhere)))
        return _show(request, form, UNPROCESSABLE)
    goes = [place for place in found if not place.stays]
    context = {
        "form": form,
        "many": many if not form.row and is_common(goes) else None,
        "reach": presenters.reach_said(reading.reach_of(goes)),
        "goes": presenters.groups_of(goes),
        "number": presenters.in_places(len(goes)),
        "stays": presenters.groups_of(place for place in found if place.stays),
        "can_be_erased": bool(goes or form.row),
    }
    return render(request, "operate/erase_preview.html", context, status=status)


@when_expired(_expired)
@needs(May.ERASE_CONTENT)
@require_POST
@sensitive_post_parameters()
def erase_now(request: SignedInRequest) -> HttpResponseBase:
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _show(request, form, UNPROCESSABLE)
    many = ManyForm(request.POST)
    try:
        erasure = form.erase(request.user, is_many_meant=many.is_valid())
    except NotErasable as refused:
        if refused.field == "many":
            return _preview(request, form, many, UNPROCESSABLE)
        form.refuse(refused)
        return _show(request, form, UNPROCESSABLE)
    return see(reverse("operate:erased", args=[erasure.pk]))


@needs(May.ERASE_CONTENT)
@reads_only
def erased(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was done, without what it was; and where it went before, out of reach."""
    erasure = get_object_or_404(Erasure.objects.select_related("by"), pk=pk)
    context = {
        "erasure": erasure,
        "past": presenters.past(erasure),
        "groups": presenters.groups_kept(erasure.places),
        "looked_again": presenters.looked_again(erasure),
        "left": presenters.groups_kept(place for place in erasure.left if not place.get("stays")),
        "stays": presenters.groups_kept(place for place in erasure.left if place.get("stays")),
        "mails": presenters.mails_said(reading.mails_out(erasure)),
        "exports": presenters.exports_said(reading.taken_away(erasure)),
        "has_line": reading.has_line(erasure),
    }
    return render(request, "operate/erased.html", context)
