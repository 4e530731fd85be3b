"""The files of a repository that pages may be made from, as git knows them or, without git, as they lie there."""

import os
import stat
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path, PurePosixPath

import msgspec

from seo_meta.core.source_of_truth import SourceFile, Tree
from seo_meta.core.source_of_truth.documents import SUFFIXES
from seo_meta.core.source_of_truth.shared_values import FORMATS
from seo_meta.errors import SourceError, TargetError
from seo_meta.git_program import git

LEFT_OUT = frozenset(
    "node_modules bower_components vendor themes __pycache__ _build .git .venv venv .cache .docusaurus .astro".split()
)
"""Folders of packages, themes and build tools, wherever they are."""
READ = (*SUFFIXES, *FORMATS, ".py")
MAX_FILES = 50_000
MAX_BYTES = 128 * 1024
"""Of a file: its front matter, and of its text more than is compared."""


class Listing(msgspec.Struct, frozen=True):
    """The names of a tree's files, before any is read."""

    root: Path
    names: tuple[str, ...]
    built: str | None
    built_is_kept: bool

    def state(self) -> str:
        """Another one once a file was changed, added or removed."""
        digest = blake2b(digest_size=16)
        for name in self.names:
            digest.update(f"{name}\0{_status(self.root / name)}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def read(self) -> Tree:
        files = (file for name in self.names if (file := _read(self.root, name)))
        return Tree(files, self.built, self.built_is_kept)


def list_tree(root: Path, built: str | None) -> Listing:
    """`built` is the path of the folder with the pages below `root`, None when it is not there.

    Raises SourceError for more files than a site has.
    """
    listed = _tracked(root)
    names = list(_walked(root)) if listed is None else listed
    kept = built is None or any(_is_below(name, built) for name in names)
    sources = sorted(name for name in names if _is_source(name, built))
    if len(sources) > MAX_FILES:
        raise SourceError(f"{root} has more than {MAX_FILES:,} files that may be sources. Run in the site's folder.")
    return Listing(root, tuple(sources), built, kept)


def read_tree(root: Path, built: str | None) -> Tree:
    """As `list_tree`, and its files."""
    return list_tree(root, built).read()


def _status(path: Path) -> tuple[int, ...]:
    try:
        found = path.lstat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _is_source(name: str, built: str | None) -> bool:
    path = PurePosixPath(name)
    if path.suffix.lower() not in READ or not LEFT_OUT.isdisjoint(path.parts):
        return False
    return not (built and _is_below(name, built))


def _is_below(name: str, folder: str) -> bool:
    return not folder or name.startswith(f"{folder}/")


def _tracked(root: Path) -> list[str] | None:
    """What is in git, or new and not ignored; None outside of a work tree."""
    try:
        listed = git(str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except TargetError:
        return None
    return list(dict.fromkeys(os.fsdecode(name) for name in listed.split(b"\0") if name))


def _walked(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        yield from (Path(folder, name).relative_to(root).as_posix() for name in names)


def _read(root: Path, name: str) -> SourceFile | None:
    """None for what is gone or is no file; a link is a second name of what is listed anyway."""
    path = root / name
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            return SourceFile(name, file.read(MAX_BYTES).decode("utf-8", "replace"))
    except OSError:
        return None
