"""Files that are on the disk, and not only on their way there, when the call returns."""

import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

PIECE = 2**20
DIGEST = 16


class File(msgspec.Struct, frozen=True):
    name: str
    size: int
    """Bytes."""
    blake2b: str


def write_array(path: Path, values: NDArray[Any]) -> File:
    path.write_bytes(values.data.cast("B") if values.size else b"")
    return seal(path)


def copy(source: Path, target: Path) -> File:
    """A copy with blocks of its own. A link, or the clone that some file systems make, would share any damage."""
    digest = blake2b(digest_size=DIGEST)
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(PIECE):
            digest.update(piece)
            new.write(piece)
        new.flush()
        os.fsync(new.fileno())
        return File(target.name, new.tell(), digest.hexdigest())


def seal(path: Path) -> File:
    """Bring a file to the disk, and say what it is."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return describe(path)


def describe(path: Path) -> File:
    digest = blake2b(digest_size=DIGEST)
    size = 0
    buffer = memoryview(bytearray(PIECE))
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(buffer):
            digest.update(buffer[:read])
            size += read
    return File(path.name, size, digest.hexdigest())


def map_array(path: Path, dtype: str, columns: int = 1) -> NDArray[Any]:
    """The values of a file, read from it when they are used: processes share the memory."""
    empty = not path.stat().st_size  # which cannot be mapped
    values = np.empty(0, dtype) if empty else np.memmap(path, dtype, mode="r").view(np.ndarray)
    return values.reshape(-1, columns) if columns > 1 else values


def replace(path: Path, body: bytes) -> None:
    """Put a file in place of another: whoever reads it finds all of the old or all of the new."""
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
