import os
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as CheckWarning

PREFIX = "SITEAGENT_"


@register("installation", deploy=True)
def check_environment(**kwargs: Any) -> Sequence[CheckMessage]:
    """Every variable SITEAGENT_… that is set is read."""
    known = settings.SITEAGENT_VARIABLES
    unread = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    return [
        CheckWarning(
            f"{name} is set, but nothing reads it under {settings.SETTINGS_MODULE}.",
            hint=_hint(name, known),
            id="seo_meta.W212",
        )
        for name in unread
    ]


def _hint(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.8)
    return f"Did you mean {near[0]}?" if near else "Unset it; docs/reference/settings.md lists those that are read."
