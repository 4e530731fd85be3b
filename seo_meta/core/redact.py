"""Keeps secrets out of what is written down: whatever says one, a library's message too, says `[secret]` instead."""

import re
from base64 import b64encode
from collections.abc import Collection, Iterator
from urllib.parse import quote, unquote, urlsplit

HIDDEN = "[secret]"
SHORTEST = 4
"""Characters. What is shorter is found in half of all words."""
API_KEY = re.compile(r"\b(sa_[0-9a-f]{8}_)[0-9a-f]{64}")
"""Only their hashes are known here; the prefix is what lists of keys show."""


class Redactor:
    """Hides each of these secrets, in all the forms that it is sent in. More may be added to the collection later."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = secrets
        self._known = -1
        self._pattern = re.compile("(?!)")

    def __call__(self, text: str) -> str:
        if len(self._secrets) != self._known:
            self._known = len(self._secrets)
            self._pattern = _pattern(self._secrets)
        return API_KEY.sub(rf"\1{HIDDEN}", self._pattern.sub(HIDDEN, text))


def _pattern(secrets: Collection[str]) -> re.Pattern[str]:
    found = {spelling for secret in secrets for form in forms(secret) for spelling in _spellings(form)}
    # The longest first, so that nothing of it is left when a shorter one is its beginning.
    known = sorted((form for form in found if len(form) >= SHORTEST), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, known)) or "(?!)")


def forms(secret: str) -> Iterator[str]:
    """What of a secret must not be seen: of a URL the password, of a header or cookie the value, of `USER:PASSWORD`
    the password and what basic authentication makes of both."""
    if "://" in secret:
        yield from _of_url(secret)
        return
    for line in secret.splitlines():
        yield line
        yield line.partition(": ")[2]
        yield from (part.partition("=")[2] for part in line.split("; "))
    if ":" in secret:
        yield secret.partition(":")[2]
        yield b64encode(secret.encode()).decode()


def _of_url(url: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        yield url
        return
    if parts.password:
        yield from (url, parts.password, unquote(parts.password))
    elif parts.username and parts.scheme in ("http", "https"):
        # As in the address of a Sentry project.
        yield from (url, parts.username)


def _spellings(form: str) -> tuple[str, ...]:
    return form, quote(form, safe=""), repr(form)[1:-1]
