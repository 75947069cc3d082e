"""What several pages answer with."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

SEE_OTHER = 303
CONFLICT = 409
UNPROCESSABLE = 422


def said(request: HttpRequest) -> list[str]:
    """What was just done, once."""
    return [str(message) for message in messages.get_messages(request)]


def see(address: str) -> HttpResponseRedirect:
    """Look there now, with a GET, whatever was sent."""
    return HttpResponseRedirect(address, status=SEE_OTHER)


def a_file(written: str, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(written, content_type=content_type, headers={"Content-Disposition": disposition})


def is_own_path(text: str) -> bool:
    """A path on this host; `//` alone is none, though it names no host either."""
    return text.startswith("/") and text[1:2] != "/" and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
