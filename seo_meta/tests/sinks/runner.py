"""What GitHub's runner makes of the output of a step: a port of its parsers, to judge ours by.

https://github.com/actions/runner: src/Runner.Common/ActionCommand.cs (TryParseV2, TryParse),
src/Runner.Worker/ActionCommandManager.cs (which commands there are, stop-commands) and
src/Runner.Worker/FileCommandManager.cs (the files of a step).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

REGISTERED = """add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state set-env
set-output stop-commands warning internal-set-repo-path""".split()

LINES = re.compile(r"\r\n|[\n\v\f\r\x85\u2028\u2029]")
"""More than the runner takes for the end of a line: what stands between may be another reader of the log."""
SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What String.TrimStart takes away: Char.IsWhiteSpace."""


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def commands(output: str) -> list[Command]:
    """What the runner obeys, in order. A command that is stopped is none."""
    found, resume = [], ""
    for line in LINES.split(output):
        # StartsWith and IndexOf follow the culture of the machine, to which some characters do not exist.
        for culture in (False, True):
            registered = {*REGISTERED, resume.lower()} - {""}
            command = _version_2(line, registered, culture) or _version_1(line, registered, culture)
            if command is None:
                continue
            if resume:
                resume = "" if command.name.lower() == resume.lower() else resume
            elif command.name.lower() == "stop-commands":
                resume = command.data
            else:
                found.append(command)
            break
    return found


def files(text: str) -> dict[str, str]:
    """The outputs or variables that a file of a step sets. Raises ValueError as the runner fails the step."""
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            name, _, value = line.partition("=")
        elif heredoc >= 0:
            name, _, delimiter = line.partition("<<")
            value = "\n".join(_until(lines, delimiter))
        else:
            raise ValueError(f"Invalid format {line!r}")
        found[name] = value
    return found


def _until(lines: Iterator[str], delimiter: str) -> Iterator[str]:
    for line in lines:
        if line == delimiter:
            return
        yield line
    raise ValueError(f"Matching delimiter not found {delimiter!r}")


def _version_2(line: str, registered: set[str], culture: bool) -> Command | None:
    """`::name key=value,key=value::data` where a line begins."""
    message = line.lstrip(SPACE)
    if _find(message, "::", 0, culture) != 0:
        return None
    end = _find(message, "::", 2, culture)
    if end < 0:
        return None
    name, space, properties = message[2:end].partition(" ")
    if name.lower() not in registered:
        return None
    pairs = _pairs(properties.strip() if space else "", ",")
    told = {key: _unescaped(value, "%0D %0A %3A %2C %25") for key, value in pairs}
    return Command(name, told, _unescaped(message[end + 2 :], "%0D %0A %25"))


def _version_1(line: str, registered: set[str], culture: bool) -> Command | None:
    """`##[name key=value;key=value]data` anywhere in a line."""
    start = _find(line, "##[", 0, culture)
    end = line.find("]", start) if start >= 0 else -1
    if end < 0:
        return None
    name, _, properties = line[start + 3 : end].partition(" ")
    if name.lower() not in registered:
        return None
    escapes = "%3B %0D %0A %5D %25"
    told = {key: _unescaped(value, escapes) for key, value in _pairs(properties, ";")}
    return Command(name, told, _unescaped(line[end + 1 :], escapes))


def _pairs(text: str, separator: str) -> Iterator[tuple[str, str]]:
    for pair in text.split(separator):
        key, equals, value = pair.partition("=")
        if key and equals and value:
            yield key, value


def _unescaped(text: str, escapes: str) -> str:
    for escape in escapes.split():
        text = text.replace(escape, chr(int(escape[1:], 16)))
    return text


def _find(text: str, key: str, start: int, culture: bool) -> int:
    """The place of `key` in `text`; with `culture`, characters that no culture weighs may stand between its own."""
    if not culture:
        return text.find(key, start)
    ignored = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]" + "|" + "|".join(_ignored(text))
    pattern = f"(?:{ignored})*".join(map(re.escape, key))
    found = re.compile(f"(?:{ignored})*{pattern}").search(text, start)
    return found.start() if found else -1


def _ignored(text: str) -> list[str]:
    return [re.escape(sign) for sign in {*text} if unicodedata.category(sign) == "Cf"] or ["\ufeff"]
