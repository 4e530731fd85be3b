"""Keys of front matter and of data files set, with all other bytes kept: the same plans as those of HTML."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from seo_meta.core.html_edit.change import Edit, Plan, Reason, Refused
from seo_meta.core.html_edit.fields import NOT_TEXT
from seo_meta.core.html_edit.json_place import keys_of

from . import yaml_block
from .block import FORMATS, find_block, read_front_matter
from .entry import MAX_CHARACTERS, Entry, FrontMatterError, Path

MARKS_OF_DATA = ("---", "+++", "{", ";;;", "<!--")
"""What begins like a block that we do not read, such as `---json`."""
OLD_METADATA = re.compile(r"[A-Za-z][\w -]*:[ \t]")
"""Of Python-Markdown and Pelican, whose keys stand at the top without fences."""
TEMPLATE = ("{{", "{%", "<%")


class Splice(NamedTuple):
    """In characters of the data."""

    start: int
    end: int
    text: str


def set_keys(source: bytes, values: Mapping[str, str]) -> Plan:
    """`values` by key, together or not at all, in the front matter that `source` begins with or in a new block.

    A key that begins with a slash is a pointer (RFC 6901): `/seo/title`. Raises Refused.
    """
    text = _text(source)
    try:
        block = find_block(text)
    except FrontMatterError as error:
        raise Refused(Reason.SIZE, f"The file is not edited: {error}.") from error
    if block is None:
        return _with_new_block(source, text, _by_path(values))
    format, start, end = block
    plan = _plan(source, text, format, (start, end), values)
    growth = len(plan.result.decode()) - len(text)
    if find_block(plan.result.decode()) != (format, start, end + growth):
        raise Refused(Reason.VERIFICATION, "Not edited, since the front matter would end elsewhere.")
    return plan


def set_data(source: bytes, format: str, values: Mapping[str, str]) -> Plan:
    """The same in a data file, all of which is `yaml`, `toml` or `json`. Raises Refused."""
    text = _text(source)
    if len(text) > MAX_CHARACTERS:
        raise Refused(Reason.SIZE, f"The file has more than {MAX_CHARACTERS:,} characters.")
    return _plan(source, text, format, (int(text.startswith("\ufeff")), len(text)), values)


def read_data(text: str, format: str) -> list[Entry]:
    """The entries of a data file. Raises FrontMatterError."""
    if len(text) > MAX_CHARACTERS:
        raise FrontMatterError(f"it has more than {MAX_CHARACTERS:,} characters")
    return list(FORMATS[format].entries(text.removeprefix("\ufeff")))


def _text(source: bytes) -> str:
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        raise Refused(Reason.ENCODING, "The file is not UTF-8, which its format has to be.") from error


def _by_path(values: Mapping[str, str]) -> dict[Path, str]:
    """Raises Refused for what cannot be written on one line."""
    for key, value in values.items():
        if not value.strip() or value != value.strip() or NOT_TEXT.search(value):
            raise Refused(Reason.VALUE, f"The value for “{key}” is empty, has white space around it or controls in it.")
        if _is_template(value):
            raise Refused(Reason.TEMPLATE, f"The value for “{key}” holds template syntax, which a build would obey.")
    return {_path(key): value for key, value in values.items()}


def _path(key: str) -> Path:
    return tuple(keys_of(key)) if key.startswith("/") else (key,)


def _is_template(value: str) -> bool:
    return any(mark in value for mark in TEMPLATE)


def _plan(source: bytes, text: str, format: str, span: tuple[int, int], values: Mapping[str, str]) -> Plan:
    wanted = _by_path(values)
    data = text[slice(*span)]
    newline = "\r\n" if "\r\n" in text else "\n"
    try:
        known = FORMATS[format].entries(data)
        splices = _splices(data, known, format, wanted, newline)
        after = _spliced(data, splices)
        proven = FORMATS[format].proves(data, after, wanted)
    except FrontMatterError as error:
        raise Refused(Reason.DATA, f"The data of the file is not edited: {error}.") from error
    if not proven:
        raise Refused(Reason.VERIFICATION, "Not edited, since more of the data would change than the keys.")
    texts = {entry.path: entry.text for entry in known}
    already = tuple(key for key, value in values.items() if texts.get(_path(key)) == value)
    return Plan(source, tuple(_in_bytes(text, span[0], splice) for splice in splices), already)


def _splices(data: str, known: list[Entry], format: str, wanted: Mapping[Path, str], newline: str) -> list[Splice]:
    """Sorted and disjoint; what is inserted at one place becomes one."""
    found: list[Splice] = []
    inserted: dict[int, str] = {}
    for path, value in wanted.items():
        entry = _entry(known, path)
        if entry is None:
            place, text = FORMATS[format].inserted(data, known, path, value, newline)
            inserted[place] = inserted.get(place, "") + text
        elif entry.text != value:
            found.append(Splice(entry.start, entry.end, FORMATS[format].written(data, entry, value)))
    found += (Splice(place, place, text) for place, text in inserted.items())
    return sorted(found)


def _entry(entries: list[Entry], path: Path) -> Entry | None:
    """Raises Refused for a value that is not the key's alone."""
    found = [entry for entry in entries if entry.path == path]
    name = "/".join(path)
    if len(found) > 1:
        raise Refused(Reason.AMBIGUOUS, f"The data has “{name}” {len(found)} times.")
    if not found:
        return None
    if found[0].refusal:
        raise Refused(Reason.SHARED, f"“{name}” {found[0].refusal}, so it is not edited.")
    if _is_template(found[0].text or ""):
        raise Refused(Reason.TEMPLATE, f"The value of “{name}” is a template expression: edit what it stands for.")
    return found[0]


def _spliced(data: str, splices: list[Splice]) -> str:
    for splice in reversed(splices):
        data = data[: splice.start] + splice.text + data[splice.end :]
    return data


def _in_bytes(text: str, offset: int, splice: Splice) -> Edit:
    start = len(text[: offset + splice.start].encode())
    return Edit(start, start + len(text[offset + splice.start : offset + splice.end].encode()), splice.text.encode())


def _with_new_block(source: bytes, text: str, wanted: Mapping[Path, str]) -> Plan:
    """YAML, which all generators read."""
    body = text.removeprefix("\ufeff")
    if body.startswith(MARKS_OF_DATA) or OLD_METADATA.match(body):
        raise Refused(Reason.NO_PLACE, "The file begins with something else that may be its data.")
    if any(len(path) > 1 for path in wanted):
        raise Refused(Reason.NO_PLACE, "The file has no front matter.")
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [f"{yaml_block.quoted(path[0], '')}: {yaml_block.quoted(value, '')}" for path, value in wanted.items()]
    block = newline.join(("---", *lines, "---", "", ""))
    place = len(source) - len(body.encode())
    plan = Plan(source, (Edit(place, place, block.encode()),))
    read = read_front_matter(plan.result.decode())
    if read is None or {(key,): scalar.text for key, scalar in read.scalars.items()} != wanted:
        raise Refused(Reason.VERIFICATION, "Not edited, since the new front matter would not be read as intended.")
    return plan
