from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.crawlers import refused

AGENTS = ("OAI-SearchBot", "ChatGPT-User", "PerplexityBot", "Perplexity-User", "Claude-SearchBot", "Claude-User")
"""Names that the vendors document."""


@site_rules.register
class RobotsAiRetrievalBots(SiteRule):
    id = "robots.ai-retrieval-bots"
    kind = Kind.DOCUMENTED
    severity = Severity.REVIEW
    summary = "robots.txt forbids crawlers that fetch pages for answers"
    remedy = "Decide whether assistants may quote and link the site; without these crawlers they do not."
    source = "https://platform.openai.com/docs/bots"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        found = refused(site, AGENTS)
        if found:
            message = "robots.txt forbids the home page to crawlers that fetch pages for answers; Googlebot may read."
            yield SiteFailure(0, message, ", ".join(found.agents), found.line)
