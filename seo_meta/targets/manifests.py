"""Files of a build that know others by their content, and are wrong once these are edited."""

from collections.abc import Iterable
from pathlib import Path

PATTERNS = ("sw.js", "service-worker.js", "precache-manifest*.js", "ngsw.json", "asset-manifest.json", "integrity.json")
READ_BYTES = 2 * 2**20


def manifests_of(root: str, files: Iterable[str]) -> list[str]:
    """The lists at the top of a folder that name one of the files."""
    names = [file.encode("utf-8", "surrogateescape") for file in files]
    if not names:
        return []
    found = sorted({path for pattern in PATTERNS for path in Path(root).glob(pattern) if path.is_file()})
    return [path.name for path in found if _names_one(_start(path), names)]


def _names_one(text: bytes, names: Iterable[bytes]) -> bool:
    return any(name in text for name in names)


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(READ_BYTES)
    except OSError:
        return b""
