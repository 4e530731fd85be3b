"""Where GitHub is: its own address, or that of a GitHub Enterprise Server."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SENDABLE = re.compile(r"[!-~]*")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def github_url(name: str, value: str) -> str:
    """An address that a token may be sent to, without a slash at its end. Raises ImproperlyConfigured."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not (safe and parts.hostname and SENDABLE.fullmatch(value)) or "@" in parts.netloc or parts.query:
        raise ImproperlyConfigured(f"{name} is not an https address such as https://api.github.com.")
    return value.rstrip("/")


def github_repository(value: str) -> str:
    if value and not re.fullmatch(r"[\w.-]{1,100}/[\w.-]{1,100}", value, re.ASCII):
        raise ImproperlyConfigured(f"GITHUB_REPOSITORY={value!r} is not OWNER/NAME.")
    return value


def github_token(value: str) -> str:
    """Raises ImproperlyConfigured, which does not repeat it."""
    if not SENDABLE.fullmatch(value):
        raise ImproperlyConfigured("The GitHub token holds a space or a character that is not ASCII.")
    return value
