from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site
from seo_meta.core.topics.title_text import SEPARATOR


class Member(NamedTuple):
    id: int
    title: str
    endings: tuple[str, str]
    """The first and the last part of the title with their separators, as a template writes the site's name."""


@site_rules.register
class TitlePatternOutlier(SiteRule):
    id = "title.pattern-outlier"
    version = 2
    kind = Kind.HEURISTIC
    severity = Severity.INFO
    summary = "The title lacks what the titles of like pages share"
    remedy = "Write the title by the pattern of its kind of page, with the site's name where the others have it."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        groups: defaultdict[tuple[str, str], list[Member]] = defaultdict(list)
        for page in site.pages():
            if page.title and page.indexable and page.self_canonical and page.key != site.home:
                groups[page.template, page.language].append(Member(page.id, page.title, _endings(page.title)))
        for members in groups.values():
            if len(members) >= limits.norm_min_pages:
                yield from _outliers(members, limits.norm_min_percent)


def _outliers(members: list[Member], percent: int) -> Iterator[SiteFailure]:
    endings = Counter(ending for member in members for ending in member.endings if ending)
    norm, count = endings.most_common(1)[0] if endings else ("", 0)
    if count * 100 < percent * len(members):
        return
    for member in members:
        if norm not in member.endings:
            message = f'{count} of {len(members)} titles of pages of this kind have "{norm.strip()}"; this one has not.'
            yield SiteFailure(member.id, message, member.title)


def _endings(title: str) -> tuple[str, str]:
    separators = list(SEPARATOR.finditer(title))
    return (title[: separators[0].end()], title[separators[-1].start() :]) if separators else ("", "")
