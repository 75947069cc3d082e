"""What a browser tells of an address that holds a secret, whatever page it was answered with."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

BELOW = ("/report/", "/link/")  # reports; and links to join or to set a password
# With `no-referrer` a browser would hide from us where a form came from, and it would be refused.
POLICY = "strict-origin"


class SecretAddresses:
    """As middleware, since it must hold for pages that no view of ours makes too: one that is not there, one that
    failed, one whose form is too old. Each loads style sheets, and a proxy's log holds the Referer of each."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(BELOW):
            response.headers.setdefault("Referrer-Policy", POLICY)
        return response
