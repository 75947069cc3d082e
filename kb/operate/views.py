"""What people and machines that watch the site ask it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kb.accounts.guards import open_to_all
from kb.operate.health import Unwell, examine
from kb.operate.status import look


@open_to_all
@require_safe
@cache_control(no_store=True)
def healthz(request: HttpRequest) -> JsonResponse:
    try:
        examine()
    except Unwell as unwell:
        return JsonResponse({"status": "unwell", "part": unwell.part}, status=503)
    return JsonResponse({"status": "ok"})


@open_to_all
@require_safe
@cache_control(no_store=True)
def status(request: HttpRequest) -> HttpResponse:
    seen = look(timezone.now())
    return render(request, "operate/status.html", {"status": seen}, status=200 if seen.database_answers else 503)


@open_to_all
@require_safe
@cache_control(no_store=True)
def status_json(request: HttpRequest) -> JsonResponse:
    seen = look(timezone.now())
    return JsonResponse(seen.to_dict(), status=200 if seen.database_answers else 503)
