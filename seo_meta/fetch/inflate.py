"""Decompression with a cap: 1 MB of gzip can hold 1 GB, so output is asked for piecemeal and never beyond the room."""

import zlib

GZIP_MAGIC = b"\x1f\x8b"
CODINGS = ("gzip", "x-gzip", "deflate")


class Inflater:
    """Decodes one HTTP content coding (RFC 9110, section 8.4.1) as the bytes come in."""

    def __init__(self, coding: str) -> None:
        """`coding` is one of `CODINGS`."""
        self.ended = False
        """Whether the end of the compressed data was seen; without it the data was cut."""
        self._gzip = coding != "deflate"
        self._start = b""
        self._held = b""
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16) if self._gzip else None

    def feed(self, data: bytes, room: int) -> bytes:
        """Decode at most `room` bytes; the rest of `data` is then lost. Raises zlib.error for other data."""
        if self._inflate is None:
            self._start += data
            if len(self._start) < 2:
                return b""
            self._inflate = zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_header(self._start) else -zlib.MAX_WBITS)
            data = self._start
        data, self._held = self._held + data, b""
        out = b""
        while data and len(out) < room:
            if self.ended:
                # Gzip files may be joined; whatever else follows the end is ignored, as browsers do.
                if not (self._gzip and data.startswith(GZIP_MAGIC)):
                    self._held = data if self._gzip and data == GZIP_MAGIC[:1] else b""
                    break
                self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)
            out += self._inflate.decompress(data, room - len(out))
            self.ended = self._inflate.eof
            data = self._inflate.unused_data if self.ended else self._inflate.unconsumed_tail
        return out


def _has_zlib_header(start: bytes) -> bool:
    """RFC 1950, section 2.2. Some servers send deflate without it."""
    return start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0
