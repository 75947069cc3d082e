"""What people and machines that watch the site ask it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from kb.accounts.guards import open_to_all
from kb.lib.http import reads_only, unlogged
from kb.operate.health import Unwell, examine
from kb.operate.status import look

SERVICE_UNAVAILABLE = 503


@open_to_all
@reads_only
@cache_control(no_store=True)
def livez(request: HttpRequest) -> JsonResponse:
    """That this process answers at all; it asks for nothing else."""
    return JsonResponse({"status": "ok"})


@open_to_all
@reads_only
@cache_control(no_store=True)
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve every page. Mails that wait and a disk that fills are affairs of the status."""
    try:
        examine()
    except Unwell as unwell:
        return unlogged(JsonResponse({"status": "unwell", "part": unwell.part}, status=SERVICE_UNAVAILABLE))
    return JsonResponse({"status": "ok"})


@open_to_all
@reads_only
@cache_control(no_store=True)
def status(request: HttpRequest) -> HttpResponse:
    """For people: whatever it says, it is there. Nobody's session is read, which may be out of reach."""
    return render(request, "operate/status.html", {"status": look(timezone.now()), "staff": None})


@open_to_all
@reads_only
@cache_control(no_store=True)
def status_json(request: HttpRequest) -> JsonResponse:
    """For machines, which look at the number: 503 when something needs a person."""
    seen = look(timezone.now())
    return unlogged(JsonResponse(seen.to_dict(), status=SERVICE_UNAVAILABLE if seen.needs else 200))
