"""Values that stand in no source of a single page: in data files, or in the configuration of the site."""

import re
from collections import defaultdict
from collections.abc import Iterable

from seo_meta.core.front_matter import FrontMatterError, read_data
from seo_meta.core.types import Value

from .values import SourceFile
from .words import typed

FORMATS = {".yml": "yaml", ".yaml": "yaml", ".json": "json", ".toml": "toml"}
DATA_FOLDERS = frozenset(("_data", "data", "content", "_includes", "src", "pages", "posts"))
CONFIGURATION = re.compile(
    r"_config\.\w+|(?:hugo|config|params|languages|menus)\.(?:toml|ya?ml|json)|mkdocs\.ya?ml|_quarto\.ya?ml|conf\.py"
    r"|\.eleventy\.js|(?:astro|docusaurus|eleventy|next|nuxt|gatsby)[.-]config\.\w+|(?:site|metadata)\.(?:json|ya?ml|\w?js)"
)
MIN_LENGTH = 6
"""Characters. Shorter texts stand in data by chance."""


class Place(Value, frozen=True):
    """A text in a data file. `key` is a pointer (RFC 6901)."""

    file: str
    key: str
    text: str


class SharedValues:
    """Looked up by text."""

    def __init__(self) -> None:
        self.configuration: list[SourceFile] = []
        self.places: defaultdict[str, list[Place]] = defaultdict(list)

    def add(self, file: SourceFile) -> None:
        if CONFIGURATION.fullmatch(_name(file.path)):
            self.configuration.append(file)
        elif is_data(file.path):
            self._add(file)

    def _add(self, file: SourceFile) -> None:
        try:
            entries = read_data(file.text, format_of(file.path))
        except FrontMatterError:
            return
        for entry in entries:
            if entry.text is not None and entry.path and len(entry.text) >= MIN_LENGTH:
                key = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in entry.path)
                self.places[typed(entry.text)].append(Place(file.path, key, entry.text))

    def in_data(self, texts: Iterable[str]) -> list[Place]:
        """Where the first of the texts stands that stands anywhere."""
        return next((self.places[text] for text in texts if text in self.places), [])

    def in_configuration(self, text: str) -> str:
        """The file and line of the configuration that holds the text; empty for none."""
        for file in self.configuration:
            for number, line in enumerate(file.text.splitlines(), 1):
                if text and text in typed(line):
                    return f"{file.path}, line {number}"
        return ""


def is_data(path: str) -> bool:
    """Whether a file is read by a generator for the data that it holds."""
    return _suffix(path) in FORMATS and not DATA_FOLDERS.isdisjoint(path.split("/")[:-1])


def format_of(path: str) -> str:
    """That of a data file: `yaml`, `toml` or `json`."""
    return FORMATS[_suffix(path)]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _suffix(path: str) -> str:
    return "." + _name(path).rpartition(".")[2].lower()
