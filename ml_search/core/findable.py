"""Which pages of a site are searched."""

from collections.abc import Iterator

from seo_meta.plugins import Site, SitePage


def findable(site: Site) -> Iterator[SitePage]:
    """Indexable pages of status 200 that stand for themselves, each once: of two spellings of one page the first."""
    seen: set[bytes] = set()
    for page in site.pages():
        key = bytes(page.key)
        if page.status == 200 and page.indexable and page.self_canonical and key not in seen:
            seen.add(key)
            yield page
