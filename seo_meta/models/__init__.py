"""What is stored: a site, its runs, of each run the pages and findings; how its pages do in search; and what is known
of links to other sites."""

from .external_link import ExternalLink
from .finding import Finding
from .frontier import FrontierUrl
from .page import Page
from .run import Run
from .search_stat import SearchStat
from .site import Site
from .sitemap_entry import SitemapEntry

__all__ = ["ExternalLink", "Finding", "FrontierUrl", "Page", "Run", "SearchStat", "Site", "SitemapEntry"]
