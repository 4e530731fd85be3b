"""Requests, counted and timed by route. Under gunicorn all worker processes count together, in files below
PROMETHEUS_MULTIPROC_DIR (deploy/gunicorn.conf.py)."""

import os

from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""A client may invent others, and each would be a series of its own."""
NO_ROUTE = "(none)"
"""Static files, redirects to HTTPS, refused hosts and unknown addresses."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class RequestMetrics:
    def __init__(self) -> None:
        self.requests = Counter(
            *("siteagent_http_requests", "Requests that were answered.", ("method", "route", "status")), registry=None
        )
        self.seconds = Histogram(
            *("siteagent_http_request_duration_seconds", "Until the answer began.", ("method", "route")),
            buckets=SECONDS,
            registry=None,
        )

    def observe(self, method: str | None, route: str, status: int, seconds: float) -> None:
        method = method if method in METHODS else "other"
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)

    def registry(self) -> CollectorRegistry:
        """A registry for one answer, which apps may add to."""
        registry = CollectorRegistry()
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        else:
            registry.register(self.requests)
            registry.register(self.seconds)
        return registry


def route_of(request: HttpRequest) -> str:
    """The pattern of the URL that was met, as `/api/v1/runs/<int:run_id>`: never the address itself, of which there
    are without end."""
    match = request.resolver_match
    return f"/{match.route}" if match else NO_ROUTE
