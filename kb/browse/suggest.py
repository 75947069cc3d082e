"""Suggestions while typing: a fragment of HTML for the search box. What is typed is kept nowhere."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from kb.accounts.guards import open_to_all
from kb.lib.forms import PastedField
from kb.search.suggest import suggest as suggestions_for


@open_to_all
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """The same for everybody: no session and no role is read."""
    text = PastedField(required=False, strip=False).clean(request.GET.get("q", ""))
    response = TemplateResponse(request, "browse/_suggestions.html", {"found": suggestions_for(text)})
    # Computers are shared: half-typed words have no place in the browser's store.
    response["Cache-Control"] = "no-store"
    return response
