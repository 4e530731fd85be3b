"""The links of a run to other sites, and what is known of where they lead."""

from collections.abc import Iterable, Iterator
from itertools import islice

from seo_meta.core import text
from seo_meta.models import ExternalLink, Page, Run

MAX_TARGETS = 100_000
"""Distinct addresses that are looked at in one run."""
LOOKED_UP_AT_ONCE = 500


def outbound_of(run: Run) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(page id, addresses), in the order of URLs, as `core.site.Site.outbound` says."""
    rows = Page.objects.filter(run=run).exclude(outbound="").order_by("url").values_list("pk", "outbound")
    return ((page, tuple(targets.split("\n"))) for page, targets in rows.iterator(chunk_size=500))


def external_targets(run: Run) -> Iterator[str]:
    """The distinct addresses of `outbound_of`, of which eight bytes each are kept."""
    seen: set[bytes] = set()
    for _, targets in outbound_of(run):
        for url in targets:
            key = text.key64(url)
            if key not in seen:
                if len(seen) == MAX_TARGETS:
                    return
                seen.add(key)
                yield url


def known_links(urls: Iterable[str]) -> Iterator[tuple[str, ExternalLink | None]]:
    """What is known of each URL, in order; None when it was never checked."""
    urls = iter(urls)
    while batch := list(islice(urls, LOOKED_UP_AT_ONCE)):
        hashes = [text.content_hash(url) for url in batch]
        rows = {row.url_hash: row for row in ExternalLink.objects.filter(url_hash__in=hashes)}
        yield from zip(batch, map(rows.get, hashes), strict=True)
