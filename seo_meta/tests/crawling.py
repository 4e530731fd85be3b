"""A crawl of a loopback site in this process, for tests of what it reads and stores."""

from typing import Any

from seo_meta.config import SiteConfig
from seo_meta.core.types import PageFacts
from seo_meta.fetch.reach import Reach
from seo_meta.models import Page, Run
from seo_meta.services.crawl import Reading, reading_run
from seo_meta.services.crawl_options import CrawlOptions
from seo_meta.tests.loopback import Loopback

DEFAULTS = SiteConfig()


class Silent:
    """Nobody watches."""

    def about(self, run: Run) -> None: ...

    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...

    def note(self, text: str) -> None: ...


class Crawled:
    """A run, and its pages by path in the order of reading."""

    def __init__(self, run: Run) -> None:
        self.run = run
        pages = Page.objects.filter(run=run).order_by("pk")
        self.pages: dict[str, PageFacts] = {
            page.url.removeprefix(run.site.base_url): page.read_facts() for page in pages
        }

    @property
    def paths(self) -> list[str]:
        return list(self.pages)

    @property
    def reasons(self) -> dict[str, str]:
        """Why URLs were skipped, by path."""
        return {one["url"].removeprefix(self.run.site.base_url): one["reason"] for one in self.run.skipped}


def reading_of(
    site: Loopback, source: str = "", config: SiteConfig = DEFAULTS, workers: int = 0, **options: Any
) -> Reading:
    """As fast as the site answers; `options` are those of `CrawlOptions`."""
    crawl = CrawlOptions(**{"rate": 0.0, "concurrency": 1, **options})
    return Reading(source or site.url, config, crawl, Reach(site.access), workers)


def crawl(site: Loopback, source: str = "", *, audit: bool = False, **options: Any) -> Crawled:
    with reading_run(reading_of(site, source, **options), Silent(), audit=audit) as run:
        return Crawled(run)
