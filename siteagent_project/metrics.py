"""/metrics, for Prometheus: what was asked of this server, and what each app says of itself.

Closed unless SITEAGENT_METRICS_TOKEN is set, and then open to who sends it. It is answered before every other
middleware, as the probes are and for the same reasons (`readiness`).
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .readiness import PROBES

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

PATH = "/metrics"
logger = logging.getLogger(__name__)


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.SITEAGENT_METRICS_TOKEN:
            raise MiddlewareNotUsed
        # Here, since the lean installation has no prometheus-client.
        from .request_metrics import RequestMetrics, route_of

        self.get_response = get_response
        self.metrics = RequestMetrics()
        self.route_of = route_of

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = perf_counter()
        own = request.path_info == PATH and request.method in ("GET", "HEAD")
        response = self._answer(request) if own else self.get_response(request)
        known = own or request.path_info in PROBES
        route = request.path_info if known else self.route_of(request)
        self.metrics.observe(request.method, route, response.status_code, perf_counter() - began)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not _is_allowed(request.headers.get("Authorization", "")):
            text = "Send the token in SITEAGENT_METRICS_TOKEN as: Authorization: Bearer TOKEN\n"
            return HttpResponse(
                text, "text/plain", 401, headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"}
            )
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        registry = self.metrics.registry()
        registry.register(AppCollector())
        body = generate_latest(registry)
        return HttpResponse(body, CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _is_allowed(header: str) -> bool:
    scheme, _, token = header.partition(" ")
    expected = settings.SITEAGENT_METRICS_TOKEN.encode()
    return scheme.lower() == "bearer" and secrets.compare_digest(token.encode("utf-8", "surrogateescape"), expected)


class AppCollector:
    """What `metrics()` yields in the module that each app names in `AppConfig.metrics_module`. An app that fails to
    count costs only its own metrics."""

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily

        success = GaugeMetricFamily("siteagent_collector_success", "Whether the app could count.", labels=["app"])
        for config in apps.get_app_configs():
            name = getattr(config, "metrics_module", None)
            if name is None:
                continue
            try:
                found = [_family(metric) for metric in import_module(name).metrics()]
            except Exception:
                logger.exception("%s cannot count", name)
                success.add_metric([config.label], 0)
                continue
            success.add_metric([config.label], 1)
            yield from found
        yield success


def _family(metric: Any) -> "Metric":
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

    kind = CounterMetricFamily if metric.counter else GaugeMetricFamily
    family = kind(metric.name, metric.help, labels=metric.labels)
    for values, value in metric.samples.items():
        family.add_metric(values, value)
    return family
