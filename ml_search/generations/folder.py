"""The folder with the generations of a site: which there are, which is active, and how one comes and goes."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from ml_search.errors import IndexUnreadable
from ml_search.generations import files

PREFIX, UNFINISHED = "gen-", ".tmp"
CURRENT = "CURRENT"
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,59}")


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, name: str) -> Path:
        """The folder of a generation. Raises IndexUnreadable for what is no name of one."""
        if not NAME.fullmatch(name):
            raise IndexUnreadable(f"{name!r} is no name of a generation.")
        return self.path / f"{PREFIX}{name}"

    def names(self) -> list[str]:
        """Of all generations that were finished, the latest first."""
        found = (file.name.removeprefix(PREFIX) for file in self._listed() if file.name.startswith(PREFIX))
        return sorted(filter(NAME.fullmatch, found), reverse=True)

    def _listed(self) -> list[Path]:
        try:
            return list(self.path.iterdir())
        except FileNotFoundError:
            return []

    def current(self) -> str | None:
        """The name of the active generation; empty when it cannot be made out, None when none was activated."""
        try:
            name, _, digest = (self.path / CURRENT).read_bytes().decode(errors="replace").partition(" ")
        except FileNotFoundError:
            return None
        return name if digest == f"{_digest(name)}\n" else ""

    def activate(self, name: str) -> None:
        files.replace(self.path / CURRENT, f"{name} {_digest(name)}\n".encode())

    @contextmanager
    def building(self, name: str) -> Iterator[Path]:
        """A new folder, which becomes the generation when the block ends well and is removed otherwise."""
        final = self.of(name)
        unfinished = final.with_name(f"{final.name}{UNFINISHED}")
        if final.exists():
            raise IndexUnreadable(f"Generation {name} is there already.")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.sweep()
            unfinished.mkdir()
            yield unfinished
            files.sync_folder(unfinished)
            os.rename(unfinished, final)
            files.sync_folder(self.path)
        except OSError as error:
            reason = error.strerror or error
            raise IndexUnreadable(f"The index cannot be written below {self.path}: {reason}.") from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def remove(self, name: str) -> None:
        """Under the name of an unfinished one, so that half of it is never taken for a generation."""
        final = self.of(name)
        doomed = final.with_name(f"{final.name}{UNFINISHED}")
        os.rename(final, doomed)
        shutil.rmtree(doomed)

    def sweep(self) -> None:
        """Remove what killed writers left. No other may be at work."""
        for file in self._listed():
            if file.name.endswith(UNFINISHED):
                shutil.rmtree(file) if file.is_dir() else file.unlink()

    def clear(self) -> None:
        """The active generation is given up first: then none is, and nobody finds half of one."""
        (self.path / CURRENT).unlink(missing_ok=True)
        for name in self.names():
            self.remove(name)
        self.sweep()


def _digest(name: str) -> str:
    return blake2b(name.encode(), digest_size=files.DIGEST).hexdigest()
