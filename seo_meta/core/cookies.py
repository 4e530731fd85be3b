"""The `Set-Cookie` header (RFC 6265bis), several of which are joined by commas."""

import re
from collections.abc import Iterator

# A cookie begins with a name and an equals sign; what follows a comma within a date or a value does not.
BETWEEN = re.compile(r",\s*(?=[^\s;,=]+=)")


def without_values(header: str) -> str:
    """The header with each `name=value` cut to `name=`: the flags matter, the values may let somebody in."""
    return ", ".join(_without_value(cookie) for cookie in BETWEEN.split(header))


def _without_value(cookie: str) -> str:
    pair, semicolon, attributes = cookie.partition(";")
    name, equals, _ = pair.partition("=")
    # Without an equals sign browsers take all of it for the value.
    return (name + equals if equals else "=") + semicolon + attributes


def flags_of(header: str) -> Iterator[tuple[str, set[str]]]:
    """(name, names of its attributes in lower case) of each cookie."""
    for cookie in BETWEEN.split(header) if header else ():
        pair, *attributes = cookie.split(";")
        yield pair.partition("=")[0].strip(), {each.partition("=")[0].strip().lower() for each in attributes}
