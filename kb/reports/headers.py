"""What holds for every answer about a report: nobody keeps it, and only the empty form may be listed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def kept_by_nobody[**P](*, referrer: str = "same-origin", is_listed: bool = False) -> Callable[[View[P]], View[P]]:
    """`no-referrer` is for pages without a form: with it, a browser hides from us where a form came from."""

    def wrap(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs)
            except Http404 as error:
                # The same page that Django would make, made here so that it gets the headers too.
                response = response_for_exception(request, error)
            patch_cache_control(response, private=True, no_store=True)
            response["Referrer-Policy"] = referrer
            if not is_listed:
                response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return answer

    return wrap
