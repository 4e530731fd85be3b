"""The plain admin: what was read and found, to look at. Nothing here changes a row."""

from . import finding, page, proposal, run, search_stat, site

__all__ = ["finding", "page", "proposal", "run", "search_stat", "site"]
