"""Every request has an id, which its answer and all that is logged for it carry."""

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
SAFE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
META = "siteagent.request_id"
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)


class RequestIdMiddleware:
    """Takes the id that a proxy or client sends in X-Request-ID where it is plain and short, and else makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        sent = request.headers.get(HEADER, "")
        id = sent if SAFE.fullmatch(sent) else secrets.token_hex(16)
        request.META[META] = id
        token = REQUEST_ID.set(id)
        try:
            response = self.get_response(request)
        finally:
            REQUEST_ID.reset(token)
        response.headers[HEADER] = id
        return response


class RequestIdFilter(logging.Filter):
    """Puts the id on every record that passes and has none yet."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django logs what it refuses after all middleware, and says which request it was.
        request = getattr(record, "request", None)
        known = getattr(record, "request_id", None) or REQUEST_ID.get()
        record.request_id = known or (request.META.get(META) if isinstance(request, HttpRequest) else None)
        return True
