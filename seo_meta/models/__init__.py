"""What is stored: a site, its runs, and of each run the pages and findings."""

from .finding import Finding
from .page import Page
from .run import Run
from .site import Site
from .sitemap_entry import SitemapEntry

__all__ = ["Finding", "Page", "Run", "Site", "SitemapEntry"]
