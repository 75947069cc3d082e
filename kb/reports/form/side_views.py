"""What stands beside the form: a suggestion that is opened, and a screenshot that is held."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kb.accounts.guards import open_to_all
from kb.catalogue.models import Article
from kb.reports.form import deflection, held_files
from kb.reports.form.visitor import remember, visitor_of
from kb.reports.headers import kept_by_nobody

SEE_OTHER = 303


@open_to_all
@kept_by_nobody()
@require_POST
def suggestion(request: HttpRequest, number: int) -> HttpResponseBase:
    """Count that it was opened, then show it. A POST, so that no robot that follows links is counted."""
    article = get_object_or_404(Article.objects.live(), number=number)
    visitor = visitor_of(request)
    deflection.opened(visitor=visitor, article=article, now=timezone.now())
    return remember(HttpResponseRedirect(article.get_absolute_url(), status=SEE_OTHER), visitor)


@open_to_all
@kept_by_nobody()
@require_safe
def held(request: HttpRequest, form: str, key: str) -> HttpResponse:
    """For whoever knows the unguessable name of the form, which is the person who has it open."""
    found = next((file for file in held_files.held(form, timezone.now()) if file.key == key), None)
    if found is None:
        raise Http404
    with default_storage.open(found.stored) as file:
        response = HttpResponse(file.read(), content_type=found.content_type)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
