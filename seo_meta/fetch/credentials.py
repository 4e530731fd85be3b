"""What opens a protected preview: extra headers, for one origin only and never shown."""

import re

import ada_url
import msgspec

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
NOT_SENDABLE = re.compile(r"[^\t -~\x80-\xff]|^[\t ]|[\t ]$")
FRAMING = ("connection", "content-length", "host", "transfer-encoding", "upgrade")
"""Who sets these says where a request goes or where it ends."""


class Credentials(msgspec.Struct, frozen=True):
    """Headers such as Authorization or Cookie. Raises ValueError, which does not repeat them, for what is no header."""

    origin: str
    """Scheme, host and port, as in `https://staging.example.com`; what follows does not count."""
    headers: dict[str, str]

    def __post_init__(self) -> None:
        for name, value in self.headers.items():
            if not TOKEN.fullmatch(name) or name.lower() in FRAMING or NOT_SENDABLE.search(value):
                raise ValueError("One of the headers cannot be sent.")

    def __repr__(self) -> str:
        return f"Credentials({self.origin!r}, ...)"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("origin", self.origin)]

    def for_url(self, url: str) -> dict[str, str]:
        """The headers when the http(s) URL is of the origin, else none."""
        return self.headers if ada_url.URL(url).origin == ada_url.URL(self.origin).origin else {}
