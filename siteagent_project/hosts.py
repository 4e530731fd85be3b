"""The names that a server answers to, and the origins whose forms it takes."""

import re
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

LABEL = r"[0-9a-z_]([0-9a-z_-]*[0-9a-z_])?"
HOST = re.compile(rf"{LABEL}(\.{LABEL})*|\.{LABEL}(\.{LABEL})+|\[[0-9a-f:.]+\]", re.IGNORECASE)
"""`.example.com` is the domain with all below it; `.com` would be half of the world."""
ORIGIN = re.compile(rf"https://(\*(\.{LABEL}){{2,}}|{LABEL}(\.{LABEL})*|\[[0-9a-f:.]+\])(:[0-9]+)?", re.IGNORECASE)


def allowed_hosts(values: Sequence[str]) -> list[str]:
    """ALLOWED_HOSTS. Raises ImproperlyConfigured for none, for any host at all, and for what no Host header can be."""
    if not values:
        raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the hosts this server answers to, between commas.")
    for value in values:
        if not HOST.fullmatch(value):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS={value!r} is not one host. Write siteagent.example.com, without scheme, port or `*`; "
                "with a dot before it all hosts of a domain are meant. Others could have links and caches made of "
                "their own names."
            )
    return list(values)


def trusted_origins(values: Sequence[str]) -> list[str]:
    """CSRF_TRUSTED_ORIGINS. Raises ImproperlyConfigured unless each is https and somebody's in particular."""
    for value in values:
        if not ORIGIN.fullmatch(value):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS={value!r} is not an origin such as https://siteagent.example.com: the scheme "
                "https, a host, perhaps a port, and nothing after it."
            )
    return list(values)
