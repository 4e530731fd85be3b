"""Errors to Sentry: where in the code, of what kind, about which request, run and job, and not one word of a page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = (
    *("event_id", "timestamp", "start_timestamp", "platform", "level", "logger", "type", "release", "dist"),
    *("environment", "server_name", "sdk", "modules"),
)
"""Of an event. Texts of exceptions, variables, breadcrumbs, users, arguments and bodies may hold what pages, people or
the environment said; they are left out by not being here."""
FRAME = (
    *("filename", "abs_path", "module", "function", "lineno", "in_app"),
    *("pre_context", "context_line", "post_context"),
)
"""Of a stack frame: its place, and the lines of our code around it."""
CONTEXTS = ("runtime", "os")


def start_sentry(dsn: str) -> None:
    """Nothing for an empty DSN. Raises ImproperlyConfigured for one that is none, and where the package is missing."""
    if not dsn:
        return
    try:
        import sentry_sdk
        from sentry_sdk.utils import BadDsn
    except ImportError:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, but sentry-sdk is not installed. Install requirements/prod.txt, or unset it."
        ) from None
    try:
        sentry_sdk.init(
            dsn=dsn,
            before_send=stripped,
            send_default_pii=False,
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            auto_session_tracking=False,
            traces_sample_rate=None,
        )
    except BadDsn:
        raise ImproperlyConfigured("SENTRY_DSN is not the address that Sentry shows for a project.") from None


def stripped(event: "Event", hint: "Hint") -> "Event":
    """The event with what is known to be ours, and nothing else."""
    from .request_ids import REQUEST_ID

    raw = cast(Mapping[str, Any], event)
    kept = {name: raw[name] for name in KEPT if name in raw}
    kept["contexts"] = {name: raw.get("contexts", {})[name] for name in CONTEXTS if name in raw.get("contexts", {})}
    record = hint.get("log_record")
    ids = {"request_id": REQUEST_ID.get(), **{name: getattr(record, name, None) for name in ("run_id", "job_id")}}
    kept["tags"] = {name: str(value) for name, value in ids.items() if value is not None}
    if raw.get("transaction_info", {}).get("source") == "route":
        kept["transaction"] = raw["transaction"]
    if "message" in raw.get("logentry", {}):
        # The text in the code, with %s where values would stand.
        kept["logentry"] = {"message": raw["logentry"]["message"]}
    if "exception" in raw:
        kept["exception"] = {"values": [_exception(one) for one in raw["exception"].get("values", ())]}
    return cast("Event", kept)


def _exception(raised: Mapping[str, Any]) -> dict[str, Any]:
    frames = (raised.get("stacktrace") or {}).get("frames", ())
    return {
        **{name: raised[name] for name in ("type", "module", "mechanism") if name in raised},
        "stacktrace": {"frames": [{name: frame[name] for name in FRAME if name in frame} for frame in frames]},
    }
