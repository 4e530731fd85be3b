"""What the sitemaps of a site list, for rules that hold it against the pages."""

from collections.abc import Iterator
from itertools import groupby

from seo_meta.core.audit import Inconclusive
from seo_meta.core.site import Site, SitemapEntry, SitemapFile, unpack
from seo_meta.core.sitemap import MAX_BYTES, MAX_URLS
from seo_meta.core.urls import host_of

from .per_site import once_per_site


def is_whole(file: SitemapFile) -> bool:
    """Whether every entry of the file is known."""
    return file.state == "ok" and file.entries <= MAX_URLS and file.byte_size <= MAX_BYTES


def needs_address(site: Site) -> None:
    """Raises Inconclusive for a folder of which nobody said where it will be served: its URLs have no host."""
    if host_of(site.base_url).endswith(".invalid"):
        raise Inconclusive("Nothing says where the folder is served, which --base-url can do.")


@once_per_site
def listed_keys(site: Site) -> frozenset[int]:
    """The unpacked keys of the pages of this site that a sitemap lists. Raises Inconclusive (`needs_address`)."""
    needs_address(site)
    return frozenset(key for entry in site.sitemap_entries() if entry.key for key in unpack(entry.key))


def by_sitemap(site: Site) -> Iterator[tuple[str, Iterator[SitemapEntry]]]:
    """(URL of the sitemap, its entries), to be used up in order."""
    return groupby(site.sitemap_entries(), lambda entry: entry.sitemap)
