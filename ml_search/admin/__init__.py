"""Search in the admin: try it and see why, go back to an index of before, see what nobody found, say what means the
same."""

from . import generations, indexed_page, search_log, synonym, try_search, zero_results

__all__ = ["generations", "indexed_page", "search_log", "synonym", "try_search", "zero_results"]
