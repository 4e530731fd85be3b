"""Counts that the worker processes of one machine share, without a server beside them and in microseconds: a database
or a file for each client takes as long as the answer itself (docs/adr/0009-access.md)."""

import fcntl
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SLOT = struct.Struct("<QQQ")
"""Hash of whom, the number of the window, how often."""
SLOTS = 1 << 14


class SharedCounts:
    """A file of fixed size, mapped into memory, with a slot for each client.

    Two clients with one slot reset each other's count, which lets them ask more often: one pair in 16,384.
    """

    def __init__(self, path: Path) -> None:
        """Makes the file where there is none. Raises ImproperlyConfigured when it is another user's, who could cut it
        short under us."""
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        if os.fstat(self._file).st_uid != os.getuid():
            raise ImproperlyConfigured(f"{path} belongs to another user. Set TMPDIR to a folder of your own.")
        os.ftruncate(self._file, SLOT.size * SLOTS)
        self._slots = mmap.mmap(self._file, SLOT.size * SLOTS)
        self._threads = threading.Lock()

    def count(self, client: str, window: int) -> int:
        """Count once more in this window, and return how often that was."""
        whose = int.from_bytes(blake2b(client.encode(), digest_size=8).digest())
        at = whose % SLOTS * SLOT.size
        with self._alone(at):
            *last, count = SLOT.unpack_from(self._slots, at)
            count = count + 1 if last == [whose, window] else 1
            SLOT.pack_into(self._slots, at, whose, window, count)
        return count

    @contextmanager
    def _alone(self, at: int) -> Iterator[None]:
        # The lock on bytes keeps other processes out and ends with ours, however it ends; threads it does not see.
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX, SLOT.size, at)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, SLOT.size, at)
