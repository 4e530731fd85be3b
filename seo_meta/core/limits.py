"""The numbers that rules compare with. A site changes them under `[limits]` in `siteagent.toml`; no rule holds one."""

import msgspec


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Widths are pixels as Google's desktop result renders them (`widths.py`); sizes are bytes; counts are counts."""

    title_max_px: int = 580
    """About where desktop results cut a title since 2016; tools vary from 561 to 600."""
    title_min_px: int = 200
    """Below a third of the line the title says little; Screaming Frog's default."""
    description_max_px: int = 985
    """Two desktop lines; Screaming Frog's default. Mobile cuts near 680."""
    html_max_bytes: int = 2 * 1024 * 1024
    """Googlebot reads the first 2 MB of HTML for Search.
    https://developers.google.com/search/docs/crawling-indexing/googlebot"""
    duplicate_min_words: int = 20
    """Shorter main texts are those of pages that scripts fill, and equal by chance."""
