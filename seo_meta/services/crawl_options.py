import msgspec

MAX_PAGES = 10_000
"""Where the crawl of a live site ends without a limit: a site can make up pages for ever."""


class CrawlOptions(msgspec.Struct, frozen=True):
    """How far and how fast to read. A run keeps them, so that it goes on only as it began.

    `max_time` is in seconds, `max_bytes` in bytes of decoded bodies, `rate` in requests a second (0: as fast as the
    site answers), `concurrency` in requests at once; folders know `max_pages` alone.
    """

    max_pages: int | None = None
    max_depth: int | None = None
    max_time: int | None = None
    max_bytes: int | None = None
    concurrency: int = 4
    rate: float = 5.0

    @property
    def delay(self) -> float:
        """Seconds between two requests."""
        return 1 / self.rate if self.rate else 0.0
