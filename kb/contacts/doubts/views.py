"""“Wrong number? Tell us”, and what those who keep contacts do about it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kb.accounts.guards import SignedInRequest, needs, open_to_all, same_site_post
from kb.accounts.roles import May
from kb.accounts.throttle import network_address
from kb.contacts.doubts import actions
from kb.contacts.doubts.actions import TooMuchTold
from kb.contacts.doubts.forms import NumberDoubtForm
from kb.contacts.doubts.reading import DoubtedContact, doubted_contact
from kb.contacts.models import NumberDoubt
from kb.lib.http import UNPROCESSABLE, asks_for_nothing, is_own_path, kept_by_nobody, reads_only, see

TOO_MANY = 429
LONGEST_WHICH = 18  # figures of a row


def _doubted(which: str) -> DoubtedContact:
    doubted = None if len(which) > LONGEST_WHICH or asks_for_nothing(which) else doubted_contact(which)
    if doubted is None:
        raise Http404
    return doubted


def _page(
    request: HttpRequest, doubted: DoubtedContact, form: NumberDoubtForm, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    page = form["page"].value() or ""
    context = {
        "section": "who-can-help",
        "doubted": doubted,
        "form": form,
        "page": page if is_own_path(page) else "",
        "problem": problem,
        "is_told": "told" in request.GET,
    }
    return render(request, "contacts/wrong_number.html", context, status=status)


@open_to_all
@kept_by_nobody()
@reads_only
def _ask(request: HttpRequest, which: str) -> HttpResponse:
    return _page(request, _doubted(which), NumberDoubtForm(initial={"page": request.GET.get("page", "")}))


@kept_by_nobody()
@sensitive_post_parameters("words")
def _tell(request: HttpRequest, which: str) -> HttpResponse:
    doubted, form = _doubted(which), NumberDoubtForm(request.POST)
    if not form.is_valid():
        return _page(request, doubted, form, status=UNPROCESSABLE)
    try:
        actions.tell(doubted=doubted, sender=network_address(request), **form.cleaned_data)
    except TooMuchTold as too_much:
        response = _page(request, doubted, form, status=TOO_MANY, problem=str(too_much))
        response["Retry-After"] = str(too_much.retry_after)
        return response
    said = urlencode({"told": "yes", "page": form.cleaned_data["page"]})
    return see(f"{reverse('contacts:wrong-number', args=[which])}?{said}")


wrong_number = same_site_post(_tell, or_get=_ask)


@needs(May.MANAGE_CONTACTS)
@require_POST
def done(request: SignedInRequest, pk: int) -> HttpResponse:
    doubt = get_object_or_404(NumberDoubt.objects.select_related("contact"), pk=pk)
    actions.settle(doubt=doubt, by=request.user)
    messages.success(request, f"{doubt}: done.")
    return redirect("contacts:list")
