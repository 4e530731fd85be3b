"""Requests that hold for one version (RFC 9110, section 13), and that have one effect however often they are sent."""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, JsonResponse
from ninja import Field, Schema
from ninja.responses import NinjaJSONEncoder
from pydantic import BaseModel, ConfigDict

from seo_meta.core.text import content_hash
from seo_meta.errors import PreconditionRequired
from seo_meta.services.kept_answers import Answer
from seo_meta.services.kept_answers import once as answer_once

from .access import actor_of

View = TypeVar("View", bound=Callable[..., JsonResponse])

ETAG = re.compile(r'"([0-9]{1,10})"')
NO_VERSION = 0


class Repeatable(Schema):
    """Headers of every POST."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    idempotency_key: str | None = Field(None, alias="Idempotency-Key", min_length=1, max_length=200)
    """Of your choice, new for each request: sent again within a day, the request has no second effect and gets the
    first answer."""


class Conditions(Repeatable):
    """Headers of a decision."""

    if_match: str | None = Field(None, alias="If-Match")
    """The `ETag` of the proposal as you read it."""

    def version(self) -> int:
        """Raises PreconditionRequired without a header. What is no `ETag` of ours is that of no version."""
        if self.if_match in (None, "*"):
            raise PreconditionRequired("Say which version you decide about: send its ETag as If-Match.")
        known = ETAG.fullmatch(str(self.if_match))
        return int(known[1]) if known else NO_VERSION


def etag(version: int) -> str:
    return f'"{version}"'


def tagged(body: BaseModel, version: int | None = None) -> JsonResponse:
    headers = {} if version is None else {"ETag": etag(version)}
    return JsonResponse(body.model_dump(), encoder=NinjaJSONEncoder, headers=headers)


def once(view: View) -> View:
    """Have a view with `headers` among its arguments do its work once for each Idempotency-Key."""
    return _once(view, whole=True)


def once_in_parts(view: View) -> View:
    """The same for a view whose work has parts with a transaction each."""
    return _once(view, whole=False)


def _once(view: View, *, whole: bool) -> View:
    @wraps(view)
    def keyed(request: HttpRequest, **arguments: Any) -> JsonResponse:
        headers: Repeatable = arguments["headers"]
        if headers.idempotency_key is None:
            return view(request, **arguments)

        def work() -> Answer:
            response = view(request, **arguments)
            return Answer(json.loads(response.content), response.headers.get("ETag", ""))

        asked = (request.method, request.get_full_path(), request.headers.get("If-Match"), request.body.decode())
        owner, key = actor_of(request).name, headers.idempotency_key
        answer = answer_once(owner, key, content_hash(repr(asked)), work, whole=whole)
        return JsonResponse(answer.body, headers={"ETag": answer.etag} if answer.etag else {})

    return cast(View, keyed)
