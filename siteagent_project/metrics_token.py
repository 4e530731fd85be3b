"""What opens /metrics."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

LENGTH = 16


def metrics_token(value: str) -> str:
    """SITEAGENT_METRICS_TOKEN; empty: there is no /metrics. Raises ImproperlyConfigured for a token that can be
    guessed, without repeating it, and where the package is missing that writes the format."""
    if value and len(value) < LENGTH:
        raise ImproperlyConfigured(
            f"SITEAGENT_METRICS_TOKEN has fewer than {LENGTH} characters. Make one with: openssl rand -hex 24"
        )
    if value and find_spec("prometheus_client") is None:
        raise ImproperlyConfigured(
            "SITEAGENT_METRICS_TOKEN is set, but prometheus-client is not installed. Install requirements/prod.txt, or "
            "unset it."
        )
    return value
