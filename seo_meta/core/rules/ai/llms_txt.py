import re
from collections.abc import Iterator
from itertools import islice

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site, unpack

HEADING = re.compile(r"^#[ \t]+\S", re.MULTILINE)
# The bounds keep it linear whatever brackets a hostile file holds.
LINK = re.compile(r"\[[^\[\]\n]{0,300}\]\(([^()\s]{1,2000})")
MAX_LINKS = 1_000


@site_rules.register
class AiLlmsTxt(SiteRule):
    id = "ai.llms-txt"
    kind = Kind.DOCUMENTED
    severity = Severity.REVIEW
    summary = "llms.txt is not as its format asks"
    remedy = "Begin with a heading that names the site, then list its main pages as Markdown links."
    source = "https://llmstxt.org/"

    def applies(self, site: Site) -> bool:
        return site.llms.state == "ok"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        text = site.llms.text
        if not HEADING.search(text):
            yield SiteFailure(0, "llms.txt has no heading of the first level, the one part that is required.", "# ")
        if len(text.strip()) < limits.llms_min_chars:
            yield SiteFailure(0, "llms.txt says next to nothing.", text.strip())
        links = list(islice(_links(site), MAX_LINKS))
        if not links:
            yield SiteFailure(0, "llms.txt links to no page.", site.llms.url)
        yield from _broken(site, links)


def _links(site: Site) -> Iterator[tuple[str, int]]:
    """(address as written, line)"""
    for number, line in enumerate(site.llms.text.splitlines(), start=1):
        yield from ((match[1], number) for match in LINK.finditer(line))


def _broken(site: Site, links: list[tuple[str, int]]) -> Iterator[SiteFailure]:
    """Outside a folder, what was not read may well exist."""
    alive: set[int] = set(site.files())
    dead: set[int] = set()
    for page in site.pages():
        (dead if page.status >= 400 else alive).update(unpack(page.key))
    for href, number in links:
        url = (urls.join(site.llms.url, href) or "").partition("#")[0]
        target = set(unpack(site.key(url) or b""))
        if target - alive if site.inventory else target & (dead - alive):
            yield SiteFailure(0, "The link leads to a page that does not exist.", href, number)
