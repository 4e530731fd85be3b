"""How logs are written, by the tool and by gunicorn alike."""

import logging
from collections.abc import Mapping
from typing import Any

from .env import SECRETS

FORMATS = ("line", "json")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
QUIET = {"httpx": "WARNING", "httpcore": "INFO"}
"""An address for each page that is read, with all behind its `?`; and below that the headers of answers."""


def logging_config(format: str, level: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`; formatters and filters by name, since no app is imported here."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request": {"()": "siteagent_project.request_ids.RequestIdFilter"},
            "work": {"()": "seo_meta.core.log_context.WorkFilter"},
        },
        "formatters": {
            "line": {
                "()": "seo_meta.core.log_lines.LogLines",
                "format": "{asctime} {levelname} {name}: {message}",
                "secrets": SECRETS,
            },
            "json": {"()": "seo_meta.core.log_lines.JsonLines", "secrets": SECRETS},
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": format, "filters": ["request", "work"]}
        },
        "loggers": {name: {"level": quiet} for name, quiet in QUIET.items()},
        "root": {"handlers": ["console"], "level": level},
    }


def gunicorn_logging(format: str) -> dict[str, Any]:
    """The same for gunicorn's own log, and for its access log, which goes to stdout."""
    config = logging_config(format, "WARNING")
    config["filters"]["access"] = {"()": "siteagent_project.logs.AccessFilter"}
    config["handlers"]["access"] = {
        "class": "logging.StreamHandler",
        "stream": "ext://sys.stdout",
        "formatter": format,
        "filters": ["access"],
    }
    config["loggers"] |= {
        "gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "gunicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
    }
    return config


class AccessFilter(logging.Filter):
    """Makes of what gunicorn knows of a request the few things that are logged. What follows the `?`, the browser and
    where it came from are not among them: they hold what people searched for, and links that log somebody in."""

    def filter(self, record: logging.LogRecord) -> bool:
        atoms = record.args
        if not isinstance(atoms, Mapping):
            return True
        fields = {
            "address": str(atoms["h"]),
            "method": str(atoms["m"]),
            "path": str(atoms["U"]),
            "status": int(str(atoms["s"])),
            "bytes": int(str(atoms["B"] or 0)),
            "seconds": int(str(atoms["D"])) / 1_000_000,
        }
        record.request_id = atoms.get("{x-request-id}o")
        record.fields = fields
        record.msg, record.args = "%s %s %s %s", (*(fields[name] for name in ("address", "method", "path", "status")),)
        return True
