"""The data block at the beginning of a file: YAML between `---` lines, TOML between `+++` lines, or a JSON object.

Only scalars at the top level are read, by the name of their key.
"""

import re

from seo_meta.core.html_edit.json_place import DECODER
from seo_meta.core.types import Value

from . import json_block, toml_block, yaml_block
from .entry import MAX_CHARACTERS, Entry, FrontMatterError, Scalar

BLOCK = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)^(?:\1|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
JSON_BLOCK = re.compile(r"\ufeff?(?=\{\s*[\"}])")
END_OF_LINE = re.compile(r"[ \t]*+(?:\r?\n|\Z)")
FORMATS = {"yaml": yaml_block, "toml": toml_block, "json": json_block}


class FrontMatter(Value, frozen=True):
    """`start` and `end` are where the data stands in the text, in characters, without the lines that fence it."""

    format: str
    """`yaml`, `toml` or `json`."""
    start: int
    end: int
    scalars: dict[str, Scalar]


def read_front_matter(text: str) -> FrontMatter | None:
    """The block that `text` begins with; None without one. Raises FrontMatterError."""
    found = find_block(text)
    if found is None:
        return None
    format, start, end = found
    try:
        entries = FORMATS[format].entries(text[start:end])
    except FrontMatterError as error:
        raise FrontMatterError(f"its front matter cannot be read: {error}") from error
    scalars = {
        entry.path[0]: Scalar(entry.text, line_of(text, start, entry))
        for entry in entries
        if len(entry.path) == 1 and entry.text is not None
    }
    return FrontMatter(format, start, end, scalars)


def find_block(text: str) -> tuple[str, int, int] | None:
    """(format, start, end) of the data. Raises FrontMatterError for one that is too long."""
    if match := BLOCK.match(text):
        format, start, end = "yaml" if match[1] == "---" else "toml", match.start(2), match.end(2)
    elif brace := JSON_BLOCK.match(text):
        try:
            format, start, end = "json", brace.end(), DECODER.raw_decode(text, brace.end())[1]
        except (ValueError, RecursionError):
            return None
        if not END_OF_LINE.match(text, end):
            return None
    else:
        return None
    if end > MAX_CHARACTERS:
        raise FrontMatterError(f"its front matter has more than {MAX_CHARACTERS:,} characters")
    return format, start, end


def line_of(text: str, start: int, entry: Entry) -> int:
    """Of a block its header, which is where its key is."""
    return text.count("\n", 0, start + entry.start) + 1 - (entry.style in yaml_block.BLOCKS)
