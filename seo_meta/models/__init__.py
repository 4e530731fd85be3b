"""What is stored: a site, its runs, of each run the pages, findings, jobs and shards; what is proposed of them, decided
and written; how its pages do in search; what is known of links to other sites; what a language model and the API
answered; and who may see and do what."""

from .api_key import ApiKey
from .audit_entry import AuditEntry
from .edit import ApplyRun, Edit
from .external_link import ExternalLink
from .finding import Finding
from .frontier import FrontierUrl
from .job import Job
from .kept_answer import KeptAnswer
from .llm_answer import LlmAnswer
from .login_lock import LoginLock
from .page import Page
from .proposal import Proposal
from .queued_shard import QueuedShard
from .rejection import Rejection
from .run import Run
from .search_stat import SearchStat
from .site import Site
from .site_role import SiteRole
from .sitemap_entry import SitemapEntry
from .transition import Transition

__all__ = [
    "ApiKey",
    "ApplyRun",
    "AuditEntry",
    "Edit",
    "ExternalLink",
    "Finding",
    "FrontierUrl",
    "Job",
    "KeptAnswer",
    "LlmAnswer",
    "LoginLock",
    "Page",
    "Proposal",
    "QueuedShard",
    "Rejection",
    "Run",
    "SearchStat",
    "Site",
    "SiteRole",
    "SitemapEntry",
    "Transition",
]
