"""The REST API: one router from each app that has an `api_module`. Imported by the URLconf and by nothing before it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security.session import SessionAuthIsStaff

from . import problems
from .open_access import is_loopback


class Api(NinjaAPI):
    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """As ninja makes it, with the problem document as the answer to whatever goes wrong."""
        schema = super().get_openapi_schema(**options)
        schemas = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"].update(schemas.pop("$defs"), Problem=schemas)
        answer = {
            "description": "Problem",
            "content": {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for path in schema["paths"].values():
            for operation in path.values():
                answers = {str(status): response for status, response in operation["responses"].items()}
                operation["responses"] = answers | {"default": answer}
        return schema


def build_api() -> NinjaAPI:
    """Mount `router` and map `ERROR_STATUS` (exception class to HTTP status) of each app's `AppConfig.api_module`."""
    api = Api(
        title="SiteAgent",
        version="1",
        description="What was read of a site and what its audit found.",
        urls_namespace="api",
        auth=authentication(),
    )
    problems.install(api)
    for config in apps.get_app_configs():
        name = getattr(config, "api_module", None)
        if name is None:
            continue
        module = import_module(name)
        api.add_router("", module.router)
        for error, status in module.ERROR_STATUS.items():
            api.add_exception_handler(error, problems.answer_with(status))
    return api


def authentication() -> list[Callable[[HttpRequest], Any]]:
    """Staff sessions; with DISABLE_AUTH also any process of this machine."""
    staff = SessionAuthIsStaff()
    return [from_this_machine, staff] if settings.DISABLE_AUTH else [staff]


def from_this_machine(request: HttpRequest) -> bool:
    """A second lock: a server told to listen elsewhere than SITEAGENT_BIND says is still closed to other machines."""
    return is_loopback(request.META.get("REMOTE_ADDR", ""))


api = build_api()
