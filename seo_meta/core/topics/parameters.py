"""Parameters of a query that tell who sent the reader or whose visit it is, and never choose what is shown."""

import re

from seo_meta.core.traps import SESSION

TRACKING_NAME = r"utm_\w+|gclid|gbraid|wbraid|dclid|fbclid|msclkid|yclid|mc_[ce]id|_hsenc|_hsmi|igshid"
TRACKING = re.compile(rf"[?&](?:{TRACKING_NAME})=", re.IGNORECASE)
IN_PATH = re.compile(r";[^;/?#]*")


def without_tracking(url: str) -> str:
    """The URL without fragment, tracking parameters and session ids. What is left keeps its order and spelling."""
    path = url.partition("#")[0].partition("?")[0]
    path = IN_PATH.sub(lambda part: "" if SESSION.match(part[0]) else part[0], path)
    kept = [part for part in parts(url) if not _is_tracking(part)]
    return "?".join((path, "&".join(kept))) if kept else path


def parts(url: str) -> list[str]:
    """The parameters as written, `name=value`."""
    return [part for part in url.partition("#")[0].partition("?")[2].split("&") if part]


def _is_tracking(part: str) -> bool:
    return bool(TRACKING.match(f"?{part}") or SESSION.match(f"?{part}"))
