"""What a generation on disk says of itself and of its files."""

from hashlib import blake2b
from pathlib import Path

import msgspec

from ml_search.errors import IndexUnreadable
from ml_search.generations.files import DIGEST, File, describe, seal
from ml_search.stores import Generation

NAME = "manifest.json"
FORMAT = 1


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    format: int = FORMAT
    generation: Generation
    files: tuple[File, ...]
    blake2b: str = ""
    """Of the manifest itself, with nothing in this place."""


def write(folder: Path, manifest: Manifest) -> None:
    (folder / NAME).write_bytes(encode(manifest))
    seal(folder / NAME)


def encode(manifest: Manifest) -> bytes:
    digest = blake2b(_body(manifest), digest_size=DIGEST).hexdigest()
    return _body(manifest, digest)


def _body(manifest: Manifest, digest: str = "") -> bytes:
    return msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(manifest, blake2b=digest))) + b"\n"


def read(folder: Path) -> Manifest:
    """Raises IndexUnreadable when it is not there, or not as it was written."""
    try:
        body = (folder / NAME).read_bytes()
    except FileNotFoundError as error:
        raise IndexUnreadable(f"{folder} has no {NAME}.") from error
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IndexUnreadable(f"{folder / NAME} is damaged.") from error
    if encode(manifest) != body:
        raise IndexUnreadable(f"{folder / NAME} is damaged.")
    if manifest.format != FORMAT:
        raise IndexUnreadable(f"{folder} has format {manifest.format}; this version reads {FORMAT}.")
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file. Raises IndexUnreadable for the first that is not what it was."""
    for file in manifest.files:
        try:
            found = describe(folder / file.name)
        except FileNotFoundError as error:
            raise IndexUnreadable(f"{folder / file.name} is missing.") from error
        if found != file:
            raise IndexUnreadable(f"{folder / file.name} is damaged: size or checksum is wrong.")
