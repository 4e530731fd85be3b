"""A TOML file whose mistakes can be pointed at."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from seo_meta.errors import ConfigError

Key = str | int
S = TypeVar("S", bound=msgspec.Struct)
PLACE = re.compile(r" - at `\$\.?(.*)`$")


class TomlFile:
    """The content of a file, and errors about it. `values` is what it holds."""

    def __init__(self, path: Path) -> None:
        """Raises ConfigError when the file cannot be read or is no TOML."""
        self.path = path
        try:
            self._text = path.read_text(encoding="utf-8")
            self.values: dict[str, Any] = tomllib.loads(self._text)
        except OSError as error:
            raise ConfigError(f"Cannot read {path}: {error.strerror}.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} is not valid TOML: {error}.") from error

    def fail(self, message: str, *place: Key) -> NoReturn:
        """Raise a ConfigError about the value at `place`, as in `"overrides", 0, "rules"`."""
        line = self.line_of(*place)
        raise ConfigError(f"{self.path}:{line}: {message}" if line else f"{self.path}: {message}")

    def line_of(self, *place: Key) -> int | None:
        """The line where the value at `place` begins: the first after which the file, read so far, holds it."""
        name = next((key for key in reversed(place) if isinstance(key, str)), "")
        table = self._table_line(place)
        if table and len(place) == 2:
            return table
        lines = self._text.splitlines()
        for number in range(table or 1, len(lines) + 1):
            if name in lines[number - 1] and _holds(self._value_up_to(lines, number), place):
                return number
        return None

    def _table_line(self, place: tuple[Key, ...]) -> int | None:
        """Where a table of `[[name]]` begins: to read a long file from its start for each line would take minutes."""
        if len(place) < 2 or not isinstance(place[0], str) or not isinstance(place[1], int):
            return None
        header = re.compile(rf"\s*\[\[\s*{re.escape(place[0])}\s*\]\]")
        lines = [number for number, line in enumerate(self._text.splitlines(), start=1) if header.match(line)]
        return lines[place[1]] if len(lines) == len(self.values[place[0]]) else None

    def _value_up_to(self, lines: list[str], number: int) -> Any:
        """What the first `number` lines hold, with as many more as end the value that they began."""
        for end in range(number, len(lines) + 1):
            try:
                return tomllib.loads("\n".join(lines[:end]))
            except tomllib.TOMLDecodeError:
                continue
        return {}

    def check_keys(self, keys: Iterable[str], known: Collection[str], *table: Key) -> None:
        """Raises ConfigError for the first of the keys of a table that is not known."""
        named = " in [{}]".format(".".join(str(part) for part in table if isinstance(part, str))) if table else ""
        for key in keys:
            if key not in known:
                self.fail(f"unknown key {key!r}{named}; {near(key, known)}", *table, key)

    def check_rule(self, rule: str, known: Collection[str], *place: Key) -> None:
        """Raises ConfigError when there is no such rule."""
        if rule not in known:
            self.fail(f"unknown rule {rule!r}; {near(rule, known)}", *place)

    def convert(self, values: Mapping[str, Any], struct: type[S], *table: Key) -> S:
        """The values as a struct. Raises ConfigError, which names the line, for a value of the wrong type."""
        try:
            return msgspec.convert(values, struct)
        except msgspec.ValidationError as error:
            found = PLACE.search(str(error))
            place = [int(part) if part.isdecimal() else part for part in re.findall(r"\w+", found[1])] if found else []
            self.fail(f"{error}.", *table, *place)


def near(name: str, known: Collection[str]) -> str:
    """What may have been meant by a name that is not known."""
    close = get_close_matches(name, known, n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}?" if close else f"known are: {', '.join(sorted(known))}."


def _holds(value: Any, place: tuple[Key, ...]) -> bool:
    for key in place:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return False
    return True
