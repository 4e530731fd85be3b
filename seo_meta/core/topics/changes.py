"""What the alarms about changes between two runs share."""

from seo_meta.core.site import Site


def comparable(site: Site) -> Site | None:
    """The run before this one, unless it read the site in another way: live or built, whole or in part."""
    before = site.previous()
    if before is None or before.inventory != site.inventory or before.filtered != site.filtered:
        return None
    return before


def has_dropped(before: int, now: int, *, max_percent: int, min_count: int) -> bool:
    """Whether so many are gone, and so large a share, that it is no everyday change."""
    gone = before - now
    return gone >= min_count and gone * 100 > before * max_percent
