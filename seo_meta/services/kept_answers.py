"""One effect for one Idempotency-Key, however often the request is sent (draft-ietf-httpapi-idempotency-key-header)."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from seo_meta.errors import KeyInUse, KeyReused
from seo_meta.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
AT_WORK_FOR = timedelta(minutes=1)
"""After that a request without an answer was cut off. What it did, if it had parts, versions show."""


class Answer(msgspec.Struct, frozen=True):
    body: Any
    etag: str = ""


def once(owner: str, key: str, request_hash: str, work: Callable[[], Answer], *, whole: bool) -> Answer:
    """The answer of `work`, or the one that it gave before. A request that fails did nothing, and frees its key.

    `whole` work is there if and only if its answer is, even when the process dies. Work in parts, each with a
    transaction of its own, may be there without: two that held many rows at once could wait for each other for ever.

    Raises KeyReused for a key that came with another request, KeyInUse while that request is at work.
    """
    _forget()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(owner=owner, key=key, request_hash=request_hash, created_at=timezone.now())
    except IntegrityError:
        return _given_before(owner, key, request_hash)
    try:
        with transaction.atomic() if whole else nullcontext():
            answer = work()
            kept.body, kept.etag = answer.body, answer.etag
            kept.save(update_fields=["body", "etag"])
    except BaseException:
        kept.delete()
        raise
    return answer


def _given_before(owner: str, key: str, request_hash: str) -> Answer:
    kept = KeptAnswer.objects.filter(owner=owner, key=key).first()
    if kept is not None and kept.request_hash != request_hash:
        raise KeyReused("This Idempotency-Key came with another request before. Take a new key for a new request.")
    if kept is None or kept.body is None:
        raise KeyInUse("The first request with this Idempotency-Key is still at work. Send it again in a moment.")
    return Answer(kept.body, kept.etag)


def _forget() -> None:
    now = timezone.now()
    cut_off = Q(body__isnull=True, created_at__lt=now - AT_WORK_FOR)
    KeptAnswer.objects.filter(Q(created_at__lt=now - KEPT_FOR) | cut_off).delete()
