"""Write a file whole or not at all: whoever reads it meanwhile sees the old one."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from seo_meta.errors import ReportError


def replace_file(path: Path, lines: Iterable[str], what: str) -> None:
    """Put `lines` in place of what the file holds; its folder is made. Bytes that are
    no UTF-8 are written as `os.fsdecode` gives them. Raises ReportError, which names it `what`."""
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(8)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise ReportError(f"{what} cannot be written to {path}: {error.strerror}. Name another file.") from error
