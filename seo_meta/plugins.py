"""The plugin API. What is listed here is supported; everything else in `seo_meta` may change without notice.

A plugin is a Django app named in the environment variable `SITEAGENT_PLUGINS`. It contributes audit rules by having a
module `audit_rules`, and generators of proposals by having a module `meta_generators`; docs/how-to/write-a-plugin.md
has the other modules of a known name.
"""

from .core.audit import Gate, Inconclusive, PageRule, SiteRule, page_rules, site_rules
from .core.defang import clip, plain, visible
from .core.findings import Failure, Kind, Severity, SiteFailure
from .core.house_style import section_of
from .core.limits import Limits
from .core.metrics import Metric
from .core.propose import (
    Abstain,
    Block,
    Candidate,
    Confidence,
    Evidence,
    Field,
    Generator,
    HouseStyle,
    SiteProfile,
    Subject,
    Treatment,
    Variant,
    generators,
)
from .core.sections import Section, read_sections
from .core.site import Site, SitePage, split, unpack
from .core.topics.languages import primary
from .core.topics.near_duplicates import similarity as text_similarity
from .core.types import Document, PageFacts
from .core.words.sentences import ends_sentence
from .core.words.sentences import spans as sentence_spans
from .lock import exclusive

__all__ = [
    "Abstain",
    "Block",
    "Candidate",
    "Confidence",
    "Document",
    "Evidence",
    "Failure",
    "Field",
    "Gate",
    "Generator",
    "HouseStyle",
    "Inconclusive",
    "Kind",
    "Limits",
    "Metric",
    "PageFacts",
    "PageRule",
    "Section",
    "Severity",
    "Site",
    "SiteFailure",
    "SitePage",
    "SiteProfile",
    "SiteRule",
    "Subject",
    "Treatment",
    "Variant",
    "clip",
    "ends_sentence",
    "exclusive",
    "generators",
    "page_rules",
    "plain",
    "primary",
    "read_sections",
    "section_of",
    "sentence_spans",
    "site_rules",
    "split",
    "text_similarity",
    "unpack",
    "visible",
]
