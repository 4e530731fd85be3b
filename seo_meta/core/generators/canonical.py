from collections.abc import Iterable

from msgspec.structs import replace

from seo_meta.core import own_url, traps, urls
from seo_meta.core.audit import Gate, PageRule, stop_at
from seo_meta.core.copied import MAX_REASON
from seo_meta.core.defang import clip
from seo_meta.core.propose import (
    Abstain,
    Candidate,
    Confidence,
    Evidence,
    Field,
    Generator,
    SiteProfile,
    Subject,
    Treatment,
    generators,
)
from seo_meta.core.rules.canonical.hreflang_conflict import CanonicalHreflangConflict
from seo_meta.core.rules.canonical.to_homepage import CanonicalToHomepage
from seo_meta.core.rules.og.url_vs_canonical import OgUrlVsCanonical
from seo_meta.core.rules.sd.url_mismatch import SdUrlMismatch
from seo_meta.core.types import Link, PageFacts

WRONG_PAGE = (CanonicalHreflangConflict(), CanonicalToHomepage())
"""The rules that tell from the page alone that its canonical names the wrong one."""

SAME_PAGE = (OgUrlVsCanonical(), SdUrlMismatch())
"""Those that compare the canonical with what else the page says of its address."""


@generators.register
class Canonical(Generator):
    """The page's own URL, or the one that it already names in a form that search engines take."""

    id = "canonical"
    mends = {
        Field.CANONICAL: frozenset(
            (
                *("canonical.missing", "canonical.empty-href", "canonical.invalid-url", "canonical.relative"),
                *("canonical.fragment", "canonical.http-on-https", "canonical.to-homepage"),
                "canonical.hreflang-conflict",
            )
        )
    }

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        facts = page.facts
        if stop := stop_at(Gate.INDEXABLE, facts):
            raise Abstain(clip(f"A canonical is for pages that search may show; {stop.reason}.", MAX_REASON))
        named = _only_link(facts)
        if named is None or not urls.is_http(named.url or ""):
            candidate = _own(facts, site)
        elif _fails(WRONG_PAGE, facts, site):
            candidate = _instead_of(named, facts, site)
        else:
            candidate = _well_written(named, facts, site)
        _refuse_contradiction(candidate.value, facts, site)
        return [candidate]


def _fails(rules: Iterable[PageRule], page: PageFacts, site: SiteProfile) -> str:
    """What the first of the rules that the page fails says; empty when it passes all."""
    asked = (failure for rule in rules if rule.applies(page) for failure in rule.check(page, site.limits))
    return next((failure.message for failure in asked), "")


def _refuse_contradiction(url: str, page: PageFacts, site: SiteProfile) -> None:
    """Raises Abstain where the page would disagree with itself that did not before."""
    link = Link(("canonical",), url, url)
    key = urls.page_key(url, clean_urls=site.clean_urls)
    after = replace(
        page, links=(*(other for other in page.links if other not in page.canonicals), link), canonical_key=key
    )
    problem = _fails(SAME_PAGE, after, site)
    if problem and not _fails(SAME_PAGE, page, site):
        raise Abstain(f"{clip(problem, MAX_REASON)} Decide which of the two is right.")


def _only_link(page: PageFacts) -> Link | None:
    """Raises Abstain where a link must go or move before one value can be right."""
    in_head = [link for link in page.canonicals if link.in_head]
    if len(in_head) > 1:
        raise Abstain(f"The page has {len(in_head)} canonical links; keep the right one first.")
    if page.canonicals and not in_head:
        raise Abstain("The canonical link stands in the body; move it into the head.")
    if in_head and in_head[0].origin == "header":
        raise Abstain("The HTTP header Link names the canonical URL; it is set on the server.")
    return in_head[0] if in_head else None


def _own(page: PageFacts, site: SiteProfile) -> Candidate:
    own = own_url.own_url(page, site)
    treatment = Treatment.AUTO if own.as_read else Treatment.PROPOSED
    return Candidate(own.url, own.confidence, own.reasons, own.evidence, treatment)


def _instead_of(named: Link, page: PageFacts, site: SiteProfile) -> Candidate:
    own = own_url.own_url(page, site)
    reason = "The canonical names another page; each should name itself."
    evidence = (Evidence("canonical", named.href or "", named.line), *own.evidence)
    return Candidate(own.url, Confidence.MEDIUM, (reason, *own.reasons), evidence)


def _well_written(named: Link, page: PageFacts, site: SiteProfile) -> Candidate:
    """The same page, written as an absolute URL of the site without fragment and tracking parameters."""
    url = named.url or ""
    if own_url.bare_host(url) != own_url.bare_host(site.base_url):
        raise Abstain(f"The canonical hands the page over to {urls.host_of(url)}: decide which is the original.")
    written = own_url.on_site(url, site)
    if written == (named.href or "").strip():
        raise Abstain("The canonical is already an absolute URL of the site.")
    if endless := traps.reason(written):
        raise Abstain(f"The canonical names no original: {endless}.")
    reason = "It is the URL that the canonical names, written out in the site's form."
    evidence = (Evidence("canonical", named.href or "", named.line),)
    if own_url.is_same_page(written, own_url.on_site(page.url, site)):
        return Candidate(written, Confidence.HIGH, (reason,), evidence, Treatment.AUTO)
    elsewhere = "It is not the page's own URL: look whether both hold the same content."
    return Candidate(written, Confidence.MEDIUM, (reason, elsewhere), evidence)
