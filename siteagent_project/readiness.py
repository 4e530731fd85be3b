"""`/live` and `/ready`, for whoever restarts the process and whoever sends it traffic.

They are answered before every other middleware: a probe comes over plain HTTP with an address as its Host, which the
redirect to HTTPS and ALLOWED_HOSTS would turn away. Nothing in the answers depends on the request.
"""

from collections.abc import Callable

from django.core.checks import ERROR, run_checks
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase


class ProbeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        if probe is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        response = probe()
        response.headers["Cache-Control"] = "no-store"
        return response


def live() -> JsonResponse:
    """The process answers. Touches nothing, so that a database that is away restarts nobody."""
    return JsonResponse({"status": "ok"})


def ready() -> JsonResponse:
    """200 when every system check tagged `readiness` passes, else 503 with the ids of those that fail.

    Ids only: messages may name hosts and paths, and are shown by `manage.py check --deploy --tag readiness`.
    """
    messages = run_checks(tags=["readiness"], include_deployment_checks=True)
    errors = [message for message in messages if message.is_serious(ERROR) and not message.is_silenced()]
    if errors:
        failing = sorted({str(error.id) for error in errors})
        return JsonResponse({"status": "unavailable", "failing": failing}, status=503)
    return JsonResponse({"status": "ok"})


PROBES = {"/live": live, "/ready": ready}
