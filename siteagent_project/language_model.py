"""Where the optional language model is: nothing, or all that is needed to ask it."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SENDABLE = re.compile(r"[!-~]*")


def language_model(base_url: str, *, model: str, key: str) -> str:
    """The base URL without a slash at its end; empty when no model is wanted.

    Raises ImproperlyConfigured, which does not repeat the key.
    """
    if not base_url:
        return ""
    if not _is_base(base_url):
        raise ImproperlyConfigured(
            f"SITEAGENT_LLM_BASE_URL={base_url!r} is not an address such as http://localhost:11434/v1."
        )
    if not model:
        raise ImproperlyConfigured("SITEAGENT_LLM_BASE_URL is set without SITEAGENT_LLM_MODEL. Name the model.")
    if not SENDABLE.fullmatch(key):
        raise ImproperlyConfigured("SITEAGENT_LLM_API_KEY holds a space or a character that is not ASCII.")
    return base_url.rstrip("/")


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.scheme in ("http", "https") and parts.hostname and SENDABLE.fullmatch(url)
    return bool(plain and not ("@" in parts.netloc or parts.query or parts.fragment))
