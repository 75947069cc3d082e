"""What becomes of a form whose sender is no longer signed in: the text travels on in a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from kb.lib.http import typed

FORBIDDEN = 403


def form_too_old(request: HttpRequest) -> HttpResponse:
    response = render(request, "accounts/form-expired.html", status=FORBIDDEN)
    patch_cache_control(response, private=True, no_store=True)
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """The text travels on in this page, until the person has signed in again and sends it from here.

    Whoever signed in meanwhile, in another tab, is shown it once more: the page had a token from before.
    """
    context = {
        "boxes": typed(request),
        "files": [file.name for _, held in request.FILES.lists() for file in held],
        "address": request.get_full_path(),
        "is_signed_in": request.user.is_authenticated,
    }
    response = render(request, "accounts/signed_out.html", context, status=FORBIDDEN)
    patch_cache_control(response, private=True, no_store=True)
    return response
