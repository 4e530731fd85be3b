"""The REST face of the app, mounted by `AppConfig.api_module`: parse, ask one selector or service, present."""

from ninja import Router

from seo_meta.errors import RunError

from . import findings, guardrails, pages, proposals, runs, sites

ERROR_STATUS = {RunError: 404}

router = Router()
for part in (sites, runs, pages, findings, proposals, guardrails):
    router.add_router("", part.router)
