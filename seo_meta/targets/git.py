"""What git would do to edits: which files it must not see changed, or would not keep byte for byte."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from seo_meta.errors import TargetError
from seo_meta.git_program import git

AT_ONCE = 500
"""Names in one command line."""
OUTSIDE = ("not a git repository", "must be run in a work tree")
NONE_IGNORED = 1
"""What `git check-ignore` exits with then."""


class Repository(msgspec.Struct, frozen=True):
    """The working tree that a folder lies in."""

    folder: str
    top: str
    is_submodule: bool

    @property
    def prefix(self) -> str:
        """Where the folder lies below the top, with a slash at the end; empty for the top itself."""
        path = PurePosixPath(self.folder).relative_to(self.top)
        return "" if path == PurePosixPath() else f"{path}/"

    def refusals(self, files: Sequence[str]) -> dict[str, TargetError]:
        """Why files (relative to the top) are not to be edited; those that may be are not among them."""
        found = {file: _elsewhere(file) for file in files if self.is_submodule or _has_own_repository(self.top, file)}
        own = [file for file in files if file not in found]
        for start in range(0, len(own), AT_ONCE):
            some = own[start : start + AT_ONCE]
            found |= {file: _ignored(file) for file in _ignored_files(self.top, some)}
            found |= {file: _rewritten(file, why) for file, why in _rewritten_files(self.top, some)}
        return found


def repository_of(folder: str) -> Repository | None:
    """None outside of any, and where git is not installed. Raises TargetError when git refuses to answer.

    `folder` is a real path.
    """
    if not shutil.which("git"):
        return None
    try:
        said = git(folder, "rev-parse", "--show-toplevel", "--show-superproject-working-tree")
    except TargetError as error:
        if any(sentence in str(error) for sentence in OUTSIDE):
            return None
        raise TargetError("git", f"git cannot read {folder}: {error}") from error
    top, *above = os.fsdecode(said).splitlines()
    return Repository(folder, top, bool(above))


def _has_own_repository(top: str, file: str) -> bool:
    folders = [folder for folder in PurePosixPath(file).parents if folder != PurePosixPath()]
    return any((Path(top) / folder / ".git").exists() for folder in folders)


def _ignored_files(top: str, files: Iterable[str]) -> list[str]:
    listed = git(top, "check-ignore", "-z", "--stdin", given=_given(files), good=(0, NONE_IGNORED))
    return [_plain(name) for name in _names(listed)]


def _rewritten_files(top: str, files: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(file, what git makes of it on its way into a commit)"""
    told = _names(git(top, "check-attr", "-z", "--stdin", "filter", "working-tree-encoding", given=_given(files)))
    for file, attribute, value in zip(told[::3], told[1::3], told[2::3], strict=True):
        if value not in ("unspecified", "unset"):
            yield _plain(file), f"{attribute}={value}"
    for line in _names(git(top, "--literal-pathspecs", "ls-files", "--eol", "-z", "--", *files)):
        known, _, file = line.partition("\t")
        in_index, _, attributes = known.split(maxsplit=2)
        text = attributes.removeprefix("attr/").split()
        # With CRs in the last commit and `text` for good, the next commit changes every line.
        if in_index in ("i/crlf", "i/mixed") and ("text" in text or any(one.startswith("eol=") for one in text)):
            yield file, " ".join(text)


def _given(files: Iterable[str]) -> bytes:
    # In front of a name, `:(` would ask for a pattern.
    return b"".join(b"./" + os.fsencode(name) + b"\0" for name in files)


def _plain(name: str) -> str:
    return name.removeprefix("./")


def _elsewhere(file: str) -> TargetError:
    return TargetError("submodule", f"{file} belongs to another repository (a submodule). Edit it there.")


def _ignored(file: str) -> TargetError:
    return TargetError("generated", f"{file} is ignored by git, so a build writes it anew. Edit what it is built from.")


def _rewritten(file: str, why: str) -> TargetError:
    return TargetError("git-attributes", f"git rewrites {file} for a commit ({why}): more than the edit would change.")


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(name) for name in output.split(b"\0")[:-1]]
