"""DISABLE_AUTH: an API without login, for tests of a throw-away server and nothing else."""

from ipaddress import ip_address

from django.core.exceptions import ImproperlyConfigured


def open_access(*, disable_auth: bool, env: str, bind: str) -> bool:
    """Whether the API asks nobody to log in. Raises ImproperlyConfigured unless that is harmless."""
    if not disable_auth:
        return False
    if env != "ci":
        raise ImproperlyConfigured(f"DISABLE_AUTH=1 works only with ENV=ci, not ENV={env!r}. Unset DISABLE_AUTH.")
    host = bind.rpartition(":")[0]
    if host != "localhost" and not is_loopback(host.removeprefix("[").removesuffix("]")):
        raise ImproperlyConfigured(
            f"DISABLE_AUTH=1 works only on a loopback address, not SITEAGENT_BIND={bind!r}. Use 127.0.0.1:PORT."
        )
    return True


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
