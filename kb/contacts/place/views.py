"""“Where do you work?”: found by name or code, chosen, changed and forgotten. Nothing of it is kept but the cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from kb.accounts.guards import open_to_all, same_site_post
from kb.contacts.place.cookies import forget_place, remember
from kb.contacts.place.forms import ChoosePlaceForm, FindPlaceForm
from kb.contacts.place.reading import MOST_OFFERED, code_asked, offered, place_called, place_of
from kb.lib.http import UNPROCESSABLE, is_own_path, kept_by_nobody, reads_only, see

MOST_SUGGESTED = 8
UNKNOWN = "We do not know this organisation any more. Find it again."


def _back(request: HttpRequest) -> str:
    back = request.GET.get("next", "") or request.POST.get("next", "")
    return back if is_own_path(back) and back.isprintable() else ""


def _page(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    back = _back(request)
    suggestions = f"{reverse('contacts:place-suggestions')}{f'?{urlencode({"next": back})}' if back else ''}"
    sent = request.GET if "organisation" in request.GET and not problem else None
    form = FindPlaceForm(sent, suggestions=suggestions)
    asked = form.cleaned_data["organisation"] if form.is_valid() else ""
    found = offered(asked) if asked else []
    chosen = place_of(request)
    context = {
        "section": "who-can-help",
        "form": form,
        "found": found[:MOST_OFFERED],
        "has_more": len(found) > MOST_OFFERED,
        "asked": asked,
        "place": chosen,
        "is_gone": bool(code_asked(request)) and chosen is None,
        "back": back,
        "problem": problem,
    }
    return render(
        request, "contacts/place/choose.html", context, status=UNPROCESSABLE if problem or form.errors else 200
    )


@open_to_all
@kept_by_nobody()
@reads_only
def _find(request: HttpRequest) -> HttpResponse:
    return _page(request)


@kept_by_nobody()
def _choose(request: HttpRequest) -> HttpResponse:
    form = ChoosePlaceForm(request.POST)
    form.is_valid()
    back = form.cleaned_data["next"]
    if "forget" in request.POST:
        response = see(back or reverse("contacts:place"))
        forget_place(response)
        return response
    code = form.cleaned_data["code"]
    if not code or place_called(code) is None:
        return _page(request, problem=UNKNOWN)
    response = see(back or reverse("browse:who-can-help"))
    remember(response, code, for_a_year=form.cleaned_data["for_a_year"])
    return response


place = same_site_post(_choose, or_get=_find)


@open_to_all
@kept_by_nobody()
@reads_only
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options under the box, each a way to the page that asks whether this is it."""
    form = FindPlaceForm({"organisation": request.GET.get("q", "")})
    found = offered(form.cleaned_data["organisation"]) if form.is_valid() else []
    return render(
        request, "contacts/place/_suggestions.html", {"found": found[:MOST_SUGGESTED], "back": _back(request)}
    )
