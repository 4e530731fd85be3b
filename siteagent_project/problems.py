"""Every error under `/api/` is a problem document (RFC 9457), whoever found it."""

import math
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import ConfigDict

CONTENT_TYPE = "application/problem+json"


class FieldError(Schema):
    """One thing wrong with the request."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    place: str
    """`path`, `query`, `header` or `body`."""
    name: str
    """The parameter, or the path of names inside the body."""
    detail: str


class Problem(Schema):
    """An error as RFC 9457 describes it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    type: str = "about:blank"
    """Stays the same for one cause, as `urn:siteagent:problem:version-conflict`."""
    title: str
    """The phrase of the status."""
    status: int
    detail: str
    """What happened and what to do."""
    errors: list[FieldError] = []
    """Each parameter that is not valid."""


def problem(
    status: int,
    detail: str,
    errors: Sequence[FieldError] = (),
    *,
    name: str = "",
    members: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The title is the status phrase, as RFC 9457 section 4.2.1 wants for a problem without a type of its own, that is
    a `name`. `members` are what a client may want to know besides."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors))
    if name:
        body.type = f"urn:siteagent:problem:{name}"
    response = JsonResponse({**body.model_dump(), **(members or {})}, status=status, content_type=CONTENT_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="SiteAgent"'
    return response


def install(api: NinjaAPI) -> None:
    """Answer what the API itself raises. An unexpected exception goes on to Django, which logs it."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(AuthenticationError, _unauthenticated)
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(Exception, _unexpected)


def answer_with(status: int) -> Callable[[HttpRequest, Any], HttpResponse]:
    """A handler for an app's own error, whose message is written for the user. It may have a `problem`, which names it,
    `members`, and `headers` to send along."""

    def handler(request: HttpRequest, error: Any) -> HttpResponse:
        name, members = getattr(error, "problem", ""), getattr(error, "members", None)
        response = problem(status, str(error), name=name, members=members)
        for header, value in getattr(error, "headers", {}).items():
            response[header] = value
        return response

    return handler


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    errors = [
        FieldError(place=str(place), name=".".join(map(str, names)), detail=item["msg"])
        for item in error.errors
        for place, *names in [item["loc"]]
    ]
    summary = "; ".join(f"{item.name}: {item.detail}" for item in errors)
    return problem(422, f"The request is not valid. {summary}", errors)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, str(error))


def _unauthenticated(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code, "Log in to the admin with a staff account, or send an API key.")


def _throttled(request: HttpRequest, error: Any) -> HttpResponse:
    seconds = math.ceil(error.wait)
    response = problem(429, f"Too many requests. Try again in {seconds} s.")
    response.headers["Retry-After"] = str(seconds)
    return response


def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, str(error) or "There is nothing here.")


def _unexpected(request: HttpRequest, error: Any) -> HttpResponse:
    raise error


class ProblemMiddleware:
    """Rewrites the errors under `/api/` that Django answers as HTML: unknown paths, methods and hosts, and crashes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        status = response.status_code
        if status < 400 or not request.path_info.startswith("/api/") or not isinstance(response, HttpResponse):
            return response
        if response.headers["Content-Type"] != CONTENT_TYPE:
            response.content = problem(status, DETAILS.get(status, "The request failed.")).content
            response.headers["Content-Type"] = CONTENT_TYPE
            response.headers["Content-Length"] = str(len(response.content))
        return response


DETAILS = {
    400: "The request cannot be understood.",
    403: "This is not allowed.",
    404: "There is nothing at this address. See /api/v1/docs.",
    405: "This address does not know the method.",
    500: "The server failed. Its log has the reason.",
}
