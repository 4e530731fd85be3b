"""What a crawl begins with: the first URLs in its frontier, and what the site says of itself."""

from itertools import islice

import msgspec
from django.db import transaction
from django.utils import timezone

from seo_meta.core.crawl_scope import Met, UrlState
from seo_meta.core.site import TextFile
from seo_meta.core.sitemap import is_listable
from seo_meta.fetch.robots import LastGood
from seo_meta.models import Run
from seo_meta.sources.http import HttpSource

from . import frontier
from .crawl_options import CrawlOptions
from .read_batch import crawl_scope
from .store import ENTRIES_AT_ONCE, store_entries


def last_good_robots(base_url: str) -> LastGood | None:
    """The robots.txt that an earlier run of the site read, or found absent."""
    runs = Run.objects.filter(site__base_url=base_url, kind=Run.Kind.HTTP, seeded=True).order_by("-pk")
    run = runs.exclude(robots__state="unreachable").only("robots", "started_at").first()
    if run is None:
        return None
    age = timezone.now() - run.started_at
    return LastGood(msgspec.convert(run.robots, TextFile), age.total_seconds() / 3600)


def seed(run: Run, source: HttpSource, options: CrawlOptions) -> None:
    """robots.txt, llms.txt, the sitemaps with their entries, and the first URLs, in place of what an attempt that died
    left of them."""
    run.sitemap_entries.all().delete()
    run.frontier.all().delete()
    run.robots, run.llms = msgspec.to_builtins(source.robots), msgspec.to_builtins(source.llms)
    scope = crawl_scope(run, options.max_depth)
    # A single start is read even when the scope leaves it out: its links lead to what is in.
    starts = [Met(url, 0, 0, UrlState.WAITING) if source.follow else scope.meet(url, 0) for url in source.starts]
    with transaction.atomic():
        frontier.add(run, (met for met in starts if met))
    entries = source.entries()
    while batch := list(islice(entries, ENTRIES_AT_ONCE)):
        met = [scope.meet(loc, 0) for _, loc, _ in batch if is_listable(loc)]
        with transaction.atomic():
            store_entries(run, batch)
            frontier.add(run, (one for one in met if one))
    run.sitemaps = msgspec.to_builtins(source.sitemaps)
    run.stop_reason = source.cut
    run.options |= {"follow": source.follow, "delay": source.delay}
    run.seeded = True
    run.save()
