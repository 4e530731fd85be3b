"""What is stored: a site, its runs, of each run the pages and findings; what is proposed of them; how its pages do in
search; and what is known of links to other sites, and of what a language model answered."""

from .external_link import ExternalLink
from .finding import Finding
from .frontier import FrontierUrl
from .llm_answer import LlmAnswer
from .page import Page
from .proposal import Proposal
from .run import Run
from .search_stat import SearchStat
from .site import Site
from .sitemap_entry import SitemapEntry

__all__ = [
    "ExternalLink",
    "Finding",
    "FrontierUrl",
    "LlmAnswer",
    "Page",
    "Proposal",
    "Run",
    "SearchStat",
    "Site",
    "SitemapEntry",
]
