"""The REST API: one router from each app that has an `api_module`. Imported by the URLconf and by nothing before it."""

from collections.abc import Callable, Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from . import problems
from .open_access import is_loopback
from .throttling import Strangers, Throttle


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
    """Mount `router`, map `ERROR_STATUS` (exception class to HTTP status) and use `AUTHENTICATION` (optional, ways to
    authenticate for the whole API) of each app's `AppConfig.api_module`."""
    names = [getattr(config, "api_module", None) for config in apps.get_app_configs()]
    modules = [import_module(name) for name in names if name is not None]
    throttle = Throttle()
    api = Api(
        title="SiteAgent",
        version="1",
        description="What was read of a site, what its audit found, what is proposed, and what reviewers decide.",
        urls_namespace="api",
        auth=authentication(modules, throttle),
        throttle=throttle,
    )
    problems.install(api)
    for module in modules:
        api.add_router("", module.router)
        for error, status in module.ERROR_STATUS.items():
            api.add_exception_handler(error, problems.answer_with(status))
    return api


def authentication(modules: Iterable[ModuleType], throttle: Throttle) -> list[Callable[[HttpRequest], Any]]:
    """The ways that the apps have; with DISABLE_AUTH before them, any process of this machine."""
    ways = [way for module in modules for way in getattr(module, "AUTHENTICATION", ())]
    return [*([from_this_machine] if settings.DISABLE_AUTH else []), *ways, Strangers(throttle)]


def from_this_machine(request: HttpRequest) -> bool:
    """A second lock: a server told to listen elsewhere than SITEAGENT_BIND says is still closed to other machines."""
    return is_loopback(request.META.get("REMOTE_ADDR", ""))


api = build_api()
