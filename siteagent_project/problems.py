"""Every error under `/api/` is a problem document (RFC 9457), whoever found it."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
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
    title: str
    """The phrase of the status."""
    status: int
    detail: str
    """What happened and what to do."""
    errors: list[FieldError] = []
    """Each parameter that is not valid."""


def problem(status: int, detail: str, errors: Sequence[FieldError] = ()) -> HttpResponse:
    """A problem without a type of its own: the title is then the status phrase, as RFC 9457 section 4.2.1 wants."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=list(errors))
    return JsonResponse(body.model_dump(), status=status, content_type=CONTENT_TYPE)


def install(api: NinjaAPI) -> None:
    """Answer what the API itself raises. An unexpected exception goes on to Django, which logs it."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(AuthenticationError, _unauthenticated)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(Exception, _unexpected)


def answer_with(status: int) -> Callable[[HttpRequest, Any], HttpResponse]:
    """A handler for an app's own error, whose message is written for the user."""

    def handler(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(status, str(error))

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
    return problem(error.status_code, "Log in to the admin with a staff account first.")


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
