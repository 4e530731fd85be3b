"""How often one key, user or address may ask the API: against scripts gone wild, not against an attack."""

from functools import cache
from math import ceil
from pathlib import Path
from time import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.throttling import BaseThrottle

from .shared_counts import SharedCounts


class Throttle(BaseThrottle):
    """SITEAGENT_THROTTLE requests in each second, minute or hour of the clock.

    ninja's own throttles keep the request they look at on themselves, which threads share, and lose counts between
    processes.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        limit, seconds = settings.SITEAGENT_THROTTLE
        counts = _open(settings.SITEAGENT_THROTTLE_FILE)
        return counts.count(_client(request), int(time() // seconds)) <= limit

    def wait(self) -> float:
        _, seconds = settings.SITEAGENT_THROTTLE
        return float(seconds - time() % seconds)


class Strangers:
    """The last way to authenticate, which lets nobody in and counts: ninja throttles only whom it knows."""

    def __init__(self, throttle: Throttle) -> None:
        self.throttle = throttle

    def __call__(self, request: HttpRequest) -> None:
        if not self.throttle.allow_request(request):
            raise Throttled(wait=ceil(self.throttle.wait()))


@cache
def _open(path: str) -> SharedCounts:
    return SharedCounts(Path(path))


def _client(request: HttpRequest) -> str:
    caller: Any = getattr(request, "auth", None)
    if hasattr(caller, "pk"):
        return f"{type(caller).__name__}:{caller.pk}"
    return f"address:{request.META.get('REMOTE_ADDR', '')}"
