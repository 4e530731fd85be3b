from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.crawlers import refused

AGENTS = ("GPTBot", "Google-Extended", "ClaudeBot", "anthropic-ai", "CCBot", "Applebot-Extended", "meta-externalagent")
"""Names that the vendors document; anthropic-ai is an old one that many files still list."""


@site_rules.register
class RobotsAiTrainingBots(SiteRule):
    id = "robots.ai-training-bots"
    kind = Kind.DOCUMENTED
    severity = Severity.REVIEW
    summary = "robots.txt forbids crawlers that collect training data"
    remedy = "Decide whether language models may learn from the site, and check that the list says so."
    source = "https://platform.openai.com/docs/bots"

    def applies(self, site: Site) -> bool:
        return bool(site.robots.text)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        found = refused(site, AGENTS)
        if found:
            message = "robots.txt forbids the home page to crawlers that collect training data; Googlebot may read."
            yield SiteFailure(0, message, ", ".join(found.agents), found.line)
