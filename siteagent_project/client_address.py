"""Whose request it is: behind a proxy, the address of the connection is the proxy's."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ClientAddressMiddleware:
    """Puts the client's address into REMOTE_ADDR, which throttling, the lock-out and the audit log go by.

    Each of SITEAGENT_PROXIES appends to X-Forwarded-For the address that it sees. What stands before that the client
    may have written itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        # Whom DISABLE_AUTH lets in is told by the connection, never by a header.
        if settings.SITEAGENT_PROXIES == 0 or settings.DISABLE_AUTH:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        # Without a valid one the request did not come through all the proxies: its connection's address stays.
        with suppress(IndexError, ValueError):
            request.META["REMOTE_ADDR"] = str(ip_address(forwarded[-settings.SITEAGENT_PROXIES].strip()))
        return self.get_response(request)
