"""SECRET_KEY of a server: whoever knows or guesses it can sign a session, and be anybody."""

from django.core.exceptions import ImproperlyConfigured

LENGTH, DIFFERENT = 50, 5
"""Characters; as Django's own check wants them (security.W009), which warns only."""
REMEDY = "Make one with: openssl rand -base64 48"


def secret_key(value: str) -> str:
    """Raises ImproperlyConfigured for a key that can be guessed; the message does not repeat it."""
    if value.startswith("django-insecure-"):
        raise ImproperlyConfigured(f"SECRET_KEY is one that was made for development. {REMEDY}")
    if len(value) < LENGTH or len(set(value)) < DIFFERENT:
        raise ImproperlyConfigured(
            f"SECRET_KEY can be guessed: it has fewer than {LENGTH} characters, or fewer than {DIFFERENT} different "
            f"ones. {REMEDY}"
        )
    return value
