"""Pictures of articles: for everybody once a live article shows them, before that for editors only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from kb.accounts.guards import open_to_all
from kb.accounts.roles import May, may
from kb.catalogue.models import Image
from kb.lib.text import is_storable

PUBLIC = "no-cache"  # kept, and asked for again: what is withdrawn is gone at once
PRIVATE = "private, no-store"


@open_to_all
@require_safe
def image(request: HttpRequest, name: str) -> HttpResponse:
    """The session is looked at only where the picture is not public."""
    if not is_storable(name):
        raise Http404
    found = Image.objects.named([name])
    is_public = found.public(timezone.now()).exists()
    row = found.first()
    if row is None or not (is_public or may(request.user, May.WRITE_ARTICLES)):
        raise Http404
    etag = f'"{row.blob.sha256[:32]}"'
    unchanged = get_conditional_response(request, etag=etag) if is_public else None
    response = unchanged or HttpResponse(bytes(row.blob.content), content_type=row.blob.content_type)
    response["Cache-Control"] = PUBLIC if is_public else PRIVATE
    if is_public:
        response["ETag"] = etag
    return response
