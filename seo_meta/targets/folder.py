"""A file of a folder as a target: held as it is, then replaced as a whole or not at all.

Everything goes by descriptors of folders that are opened one below the other without following links, so whoever swaps
a folder for a link meanwhile cannot lead a write out of the root.
"""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

import msgspec

from seo_meta.core.html_edit.planning import MAX_BYTES
from seo_meta.errors import TargetError

TEMPORARY = ".siteagent-edit-"
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
"""A FIFO that takes the place of a file must not keep us waiting."""
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Held(msgspec.Struct, frozen=True):
    """A file as it was read. `path` is relative to the root and free of links: two names of one file have one path."""

    root: str
    path: str
    body: bytes
    device: int
    inode: int
    mode: int
    owner: int
    group: int

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.path).parent)


def hold(root: str, file: str) -> Held:
    """Read a file that is to be edited. `root` is a real path. Raises TargetError when it must not be or cannot be."""
    path = _real_path(root, file)
    with _explained(file), _folder(root, str(PurePosixPath(path).parent)) as folder:
        name = PurePosixPath(path).name
        status, body = _read(folder, name, file)
        if not (status.st_mode & 0o222 and os.access(name, os.W_OK, dir_fd=folder)):
            raise TargetError("read-only", f"{file} is read-only. Make it writable first.")
        if not os.access(".", os.W_OK, dir_fd=folder):
            raise TargetError("read-only", f"The folder of {file} is read-only, so it cannot be replaced.")
    return Held(root, path, body, status.st_dev, status.st_ino, status.st_mode, status.st_uid, status.st_gid)


def replace(held: Held, body: bytes) -> None:
    """Put `body` in place of a file: whoever reads it meanwhile, or finds it after a crash, sees all of the old or all
    of the new. Mode stays, owner and extended attributes do as far as we may set them.

    Raises TargetError, `stale-source` when the file is no more what was held; then it is as it was.
    """
    name = PurePosixPath(held.path).name
    with _explained(held.path), _folder(held.root, held.folder) as folder:
        with _temporary(folder, held, body) as temporary:
            _require_same(folder, name, held)
            os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
        os.fsync(folder)


def sweep(root: str, folder: str) -> int:
    """Remove what processes that were killed left behind in a folder below the root; how many files that were.

    A temporary file is locked as long as its process lives, in whichever container that is.
    """
    swept = 0
    with suppress(OSError), _folder(root, folder) as descriptor:
        for name in os.listdir(descriptor):
            if name.startswith(TEMPORARY):
                swept += _sweep(descriptor, name)
    return swept


def _sweep(folder: int, name: str) -> bool:
    with suppress(OSError):
        file = os.open(name, FILE, dir_fd=folder)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(name, dir_fd=folder)
            return True
        finally:
            os.close(file)
    return False


def _real_path(root: str, file: str) -> str:
    with _explained(file):
        try:
            real = Path(os.path.realpath(Path(root) / file, strict=True))
        except ValueError as error:  # a NUL
            raise TargetError("missing", f"{file!r} is no name of a file.") from error
    if not real.is_relative_to(root):
        raise TargetError("outside-root", f"{file} leads out of {root}.")
    return real.relative_to(root).as_posix()


@contextmanager
def _folder(root: str, path: str) -> Iterator[int]:
    descriptor = os.open(root, FOLDER)
    try:
        for part in PurePosixPath(path).parts:
            below = os.open(part, FOLDER | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def _read(folder: int, name: str, file: str) -> tuple[os.stat_result, bytes]:
    descriptor = os.open(name, FILE, dir_fd=folder)
    try:
        status = os.fstat(descriptor)
        _require_plain(status, file)
        with open(descriptor, "rb", closefd=False) as opened:
            return status, opened.read(MAX_BYTES + 1)
    finally:
        os.close(descriptor)


def _require_plain(status: os.stat_result, file: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise TargetError("not-regular", f"{file} is not a regular file.")
    if status.st_nlink > 1:
        raise TargetError("hard-link", f"{file} has another name (a hard link), which would keep the old content.")
    if status.st_size > MAX_BYTES:
        raise TargetError("too-large", f"{file} has more than {MAX_BYTES // 2**20} MB.")


def _require_same(folder: int, name: str, held: Held) -> None:
    """The last look before the file goes: editors and builds write whenever they like."""
    status, body = _read(folder, name, held.path)
    if (status.st_dev, status.st_ino, body) != (held.device, held.inode, held.body):
        raise TargetError("stale-source", f"{held.path} was changed while it was edited. Start again.")


@contextmanager
def _temporary(folder: int, held: Held, body: bytes) -> Iterator[str]:
    """The name of a new file with the content and attributes, on the disk and not only on its way there."""
    name = f"{TEMPORARY}{secrets.token_hex(8)}.tmp"
    descriptor = os.open(name, NEW_FILE, 0o600, dir_fd=folder)
    try:
        with open(descriptor, "wb") as file:
            with suppress(OSError):  # some network file systems know no locks
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.write(body)
            file.flush()
            _take_attributes(descriptor, folder, held)
            os.fsync(descriptor)
            yield name
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)


def _take_attributes(descriptor: int, folder: int, held: Held) -> None:
    with suppress(PermissionError):
        os.fchown(descriptor, held.owner, held.group)
    os.fchmod(descriptor, stat.S_IMODE(held.mode))
    with suppress(OSError, AttributeError):  # not on every system, nor on every file system
        source = os.open(PurePosixPath(held.path).name, FILE, dir_fd=folder)
        try:
            for name in os.listxattr(source):
                os.setxattr(descriptor, name, os.getxattr(source, name))
        finally:
            os.close(source)


@contextmanager
def _explained(file: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise TargetError("missing", f"{file} is not there any more.") from error
    except OSError as error:
        raise TargetError("unwritable", f"{file} cannot be edited: {error.strerror}.") from error
