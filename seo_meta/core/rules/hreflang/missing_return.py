from collections import defaultdict
from collections.abc import Iterator

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.hreflang import read_clusters


@site_rules.register
class HreflangMissingReturn(SiteRule):
    id = "hreflang.missing-return"
    kind = Kind.DOCUMENTED
    severity = Severity.ERROR
    summary = "Pages name the page as a version of theirs, and it does not name them"
    remedy = "Name those pages in the hreflang annotations here, or correct theirs."
    source = "https://developers.google.com/search/docs/specialty/international/localized-versions"

    def applies(self, site: Site) -> bool:
        return bool(read_clusters(site).annotations)

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        clusters = read_clusters(site)
        unanswered: defaultdict[int, list[int]] = defaultdict(list)
        for own, page in clusters.annotations.items():
            for key in set(page.targets) - {own} if page.stands else ():
                target, answer = clusters.targets.get(key), clusters.annotations.get(key)
                if target is not None and target.stands and (answer is None or own not in answer.targets):
                    unanswered[key].append(page.page)
        for key, pages in unanswered.items():
            url = site.facts(pages[0]).url
            others = "1 page names" if len(pages) == 1 else f"{len(pages)} pages name"
            message = f"{others} this one as a version (hreflang), among them {url}, which this one does not name."
            yield SiteFailure(clusters.targets[key].page, message, url)
