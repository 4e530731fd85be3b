"""How the commands reach a live site: what the person who calls them allows, and the secrets of the settings."""

import re
from base64 import b64encode
from pathlib import Path
from typing import Any

from django.conf import settings

from seo_meta.errors import ConfigError
from seo_meta.fetch.credentials import Credentials
from seo_meta.fetch.guard import Access, place_of
from seo_meta.fetch.reach import Reach

FIRST_URL = re.compile(r"(?:^|<loc>)\s*(https?://[^\s<]+)", re.IGNORECASE | re.MULTILINE)


def reach_from(options: dict[str, Any]) -> Reach:
    """For the source of the options; the default for one that is no URL. Raises ConfigError for secrets that cannot be
    sent."""
    url, deadline = _start(options["source"] or ""), float(options["timeout"])
    try:
        named = frozenset([place_of(url)])
    except ValueError:
        return Reach(deadline=deadline)
    # Whoever names a port means it; a private address takes one word more.
    access = Access(hosts=named, private_hosts=named if options["allow_private"] else frozenset())
    headers = _secret_headers()
    try:
        return Reach(access, Credentials(url, headers) if headers else None, deadline)
    except ValueError as error:
        raise ConfigError("SITEAGENT_HTTP_HEADERS or SITEAGENT_HTTP_COOKIE holds what no header may.") from error


def _start(source: str) -> str:
    """The URL that names the site: the source, or the first in the file that it is."""
    path = Path(source)
    if not source or not path.is_file():
        return source
    with path.open("rb") as file:
        found = FIRST_URL.search(file.read(64 * 1024).decode("utf-8", "replace"))
    return found[1] if found else ""


def _secret_headers() -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in filter(str.strip, settings.SITEAGENT_HTTP_HEADERS.splitlines()):
        name, colon, value = line.partition(":")
        if not colon:
            raise ConfigError("SITEAGENT_HTTP_HEADERS has a line without a colon. Write each as: Name: value")
        headers[name.strip()] = value.strip()
    if settings.SITEAGENT_HTTP_COOKIE:
        headers["Cookie"] = settings.SITEAGENT_HTTP_COOKIE.strip()
    if settings.SITEAGENT_HTTP_AUTH:
        headers["Authorization"] = f"Basic {b64encode(settings.SITEAGENT_HTTP_AUTH.encode()).decode()}"
    return headers
