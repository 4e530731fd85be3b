"""Typed reading of environment variables, for settings modules only.

An empty variable counts as unset, since Compose files and CI pass empty strings for what nobody filled in. Every bad
value raises ImproperlyConfigured with the name of the variable and what is allowed.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = ("1", "true", "yes", "on")
FALSE = ("0", "false", "no", "off")
UNITS = {"s": 1, "m": 60, "h": 3600}

READ: set[str] = set()
"""The names that were asked for so far. What is set and not among them in the end is misspelt, or of another
version."""

SECRETS: set[str] = set()
"""Every secret that was read so far, for the log to hide."""


def env_str(name: str, default: str = "") -> str:
    READ.add(name)
    return os.environ.get(name) or default


def env_bool(name: str, default: bool = False) -> bool:
    value = env_str(name)
    if not value:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither {'/'.join(TRUE)} nor {'/'.join(FALSE)}.")


def env_int(name: str, default: int, *, minimum: int = 0) -> int:
    value = env_str(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or int(value) < minimum:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number of at least {minimum}.")
    return int(value)


def env_rate(name: str, default: str) -> tuple[int, int]:
    """So many in each of so many seconds, from `600/m`: a count of at least 1 in a second, minute or hour."""
    value = env_str(name, default)
    count, _, unit = value.partition("/")
    if not (count.isascii() and count.isdigit()) or int(count) < 1 or unit not in UNITS:
        raise ImproperlyConfigured(f"{name}={value!r} is not a count in a second, minute or hour, such as {default}.")
    return int(count), UNITS[unit]


def env_choice(name: str, default: str, choices: Sequence[str]) -> str:
    value = env_str(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}.")
    return value


def env_list(name: str, default: Sequence[str] = ()) -> list[str]:
    """The items between commas, without the space around them. A value of commas alone is the empty list."""
    value = env_str(name)
    if not value:
        return list(default)
    return [item.strip() for item in value.split(",") if item.strip()]


def env_path(name: str, default: str) -> Path:
    return Path(env_str(name, default)).expanduser().absolute()


def env_secret(name: str, default: str = "") -> str:
    """The value of `name`, or the text of the file that `<name>_FILE` names, without the newline at its end.

    Container platforms mount secrets as files, which process listings and crash reports do not show.
    """
    value, file = env_str(name), env_str(f"{name}_FILE")
    if value and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; keep one.")
    if file:
        value = _text_of(file, name)
    if value:
        SECRETS.add(value)
    return value or default


def _text_of(file: str, name: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not UTF-8 text"
        raise ImproperlyConfigured(f"{name}_FILE={file!r} cannot be read: {reason}.") from None


def env_required(name: str) -> str:
    """As `env_secret`, but there must be a value."""
    value = env_secret(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it, or {name}_FILE to a file that holds it.")
    return value
