"""What machines that watch the site ask it."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kb.accounts.guards import open_to_all
from kb.ops.health import Unwell, examine


@open_to_all
@require_safe
@cache_control(no_store=True)
def healthz(request: HttpRequest) -> JsonResponse:
    try:
        examine()
    except Unwell as unwell:
        return JsonResponse({"status": "unwell", "part": unwell.part}, status=503)
    return JsonResponse({"status": "ok"})
