"""The data block at the beginning of a Markdown file: YAML between `---` lines, or TOML between `+++` lines.

YAML 1.2 as PyYAML has it; TOML 1.0. Only scalars are read, by the name of their key at the top level.
"""

import re
import tomllib

import yaml

from .types import Value

MAX_CHARACTERS = 64 * 1024
"""Of a block. Nobody writes more, and PyYAML reads a megabyte in ten seconds."""
BLOCK = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.*?)^(?:\1|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
TOML_KEY = re.compile(r"^[ \t]*[\"']?([A-Za-z0-9_-]+)[\"']?[ \t]*=", re.MULTILINE)
TOML_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


class FrontMatterError(ValueError):
    """The block cannot be read; the text says where and why."""


class Scalar(Value, frozen=True):
    """A value as text, with the line in the file where it begins. Empty for null."""

    text: str
    line: int | None = None


class FrontMatter(Value, frozen=True):
    """`start` and `end` are where the data stands in the text, in characters, without the lines that fence it."""

    format: str
    """`yaml` or `toml`."""
    start: int
    end: int
    scalars: dict[str, Scalar]


def read_front_matter(text: str) -> FrontMatter | None:
    """The block that `text` begins with; None without one. Raises FrontMatterError."""
    match = BLOCK.match(text)
    if match is None:
        return None
    if match.end() > MAX_CHARACTERS:
        raise FrontMatterError(f"its front matter has more than {MAX_CHARACTERS:,} characters")
    data = match[2]
    try:
        scalars = _yaml(data) if match[1] == "---" else _toml(data)
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise FrontMatterError(f"its front matter cannot be read: {reason}") from error
    return FrontMatter("yaml" if match[1] == "---" else "toml", match.start(2), match.end(2), scalars)


def _yaml(data: str) -> dict[str, Scalar]:
    """The nodes are read, not the values: these know their lines, and build nothing that an alias could multiply."""
    root = yaml.compose(data, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {
        key.value: Scalar("" if value.tag.endswith(":null") else value.value, value.start_mark.line + 2)
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    }


def _toml(data: str) -> dict[str, Scalar]:
    values = tomllib.loads(data)
    table = TOML_TABLE.search(data)
    lines = {
        key[1]: data.count("\n", 0, key.start(1)) + 2
        for key in TOML_KEY.finditer(data, 0, table.start() if table else len(data))
    }
    return {
        name: Scalar(str(value), lines.get(name, 2))
        for name, value in values.items()
        if not isinstance(value, (dict, list))
    }
