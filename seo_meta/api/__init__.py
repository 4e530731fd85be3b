"""The REST face of the app, mounted by `AppConfig.api_module`: parse, ask one selector or service, present."""

from ninja import Router

from seo_meta.errors import (
    AccessError,
    BlockedByGuardrail,
    CredentialError,
    KeyInUse,
    KeyReused,
    NoProposal,
    NotAllowed,
    NotWritable,
    OrderError,
    OverError,
    PreconditionRequired,
    RunError,
    SearchConsoleError,
    SourceError,
    Suppressed,
    TargetError,
    UnderWayError,
    VersionConflict,
)

from . import decisions, edits, findings, guardrails, imports, pages, proposals, rejections, runs, sites
from .authentication import ApiKeyAuth, StaffSession

ERROR_STATUS = {
    CredentialError: 401,
    AccessError: 403,
    RunError: 404,
    NoProposal: 404,
    NotAllowed: 409,
    NotWritable: 409,
    SourceError: 409,
    TargetError: 409,
    Suppressed: 409,
    KeyInUse: 409,
    OverError: 409,
    UnderWayError: 409,
    VersionConflict: 412,
    BlockedByGuardrail: 422,
    KeyReused: 422,
    OrderError: 422,
    SearchConsoleError: 422,
    PreconditionRequired: 428,
}
AUTHENTICATION = (ApiKeyAuth(), StaffSession())
"""For the API as a whole."""

router = Router()
for part in (sites, runs, pages, findings, proposals, decisions, rejections, edits, guardrails, imports):
    router.add_router("", part.router)
