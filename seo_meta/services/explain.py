"""Why a page was read or not, and what each rule said of it: told anew from what a run stored."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import msgspec

from seo_meta.core import robots_txt, urls
from seo_meta.core.audit import SiteRule, page_rules, site_rules
from seo_meta.core.explain import OFF, Verdict, explain_page, why_off
from seo_meta.core.findings import Finding as FoundValue
from seo_meta.core.findings import Outcome
from seo_meta.core.limits import Limits
from seo_meta.core.policy import Override, PagePolicies, Policy
from seo_meta.core.scope import Scope
from seo_meta.core.site import target_key, unpack
from seo_meta.core.types import PageFacts
from seo_meta.core.waivers import Waived
from seo_meta.fetch.client import AGENT
from seo_meta.models import Page, Run, Site
from seo_meta.selectors import find_run, standings
from seo_meta.sources.folder import HTML_SUFFIXES, INDEX_NAMES

NO_TROUBLE = (Outcome.PASS.value, Outcome.FAIL.value)


class Explanation(msgspec.Struct):
    """What is known of one URL. Without `facts` it was not read, and `reason` says why."""

    url: str
    run: Run
    reason: str
    linked_from: int
    """Pages of the run that link to it."""
    listed: int
    """Entries of sitemaps for it."""
    facts: PageFacts | None = None
    overrides: list[tuple[int, Override]] = []
    """Those that hold for the page, with their number in the file, from 1."""
    limits: dict[str, int] = {}
    """The limits that hold for the page and are not the defaults."""
    verdicts: list[Verdict] = []
    waived: dict[str, Waived] = {}
    """By fingerprint of the finding."""


def explain_url(address: str, run_id: int | None = None) -> Explanation:
    """Explain a URL, or a path or file below the run's site, in a run: the latest of its site without an id.

    Raises RunError when there is no run.
    """
    run = find_run(run_id) if run_id is not None else _latest_run(address)
    url = (urls.join(run.site.base_url, address) or address).partition("#")[0]
    key = target_key(url, clean_urls=run.clean_urls)
    page = Page.objects.filter(run=run, key=key).first() or Page.objects.filter(run=run, file=address).first()
    if page is not None:
        url, key = page.url, bytes(page.key)
    linked = _linked_from(run, key)
    listed = sum(target_key(loc, clean_urls=run.clean_urls) == key for loc in _listed(run))
    if page is None:
        return Explanation(url, run, why_unread(run, url, key, found=linked + listed > 0), linked, listed)
    facts = page.read_facts()
    policies = PagePolicies(run.read_policy(), run.site.base_url)
    places = policies.matching(facts.url, facts.file, facts.lang)
    policy = policies.of(facts.url, facts.file, facts.lang)
    verdicts = [*explain_page(facts, page_rules, policy), *_site_verdicts(run, page, policy)]
    return Explanation(
        url,
        run,
        "",
        linked,
        listed,
        facts,
        [(place + 1, policy.overrides[place]) for place in places],
        _changed_limits(policy.limits),
        verdicts,
        _waived(run, page, verdicts),
    )


def why_unread(run: Run, url: str, key: bytes, *, found: bool) -> str:
    """Why the page at `url` is not in the run; `found` says whether a page links to it or a sitemap lists it."""
    if not urls.in_scope(url, run.site.base_url):
        return f"it lies outside {run.site.base_url}, the site that was read"
    policy = run.read_policy()
    paths = _possible_paths(run, url)
    for skipped in run.skipped:
        if skipped.get("url") == url or skipped.get("file") in paths:
            return f"it was skipped: {skipped['reason']}"
    if met := run.frontier.filter(key=key).first():
        return f"it was skipped: {met.reason}"
    (wanted,) = unpack(key)
    if run.kind == Run.Kind.FOLDER and wanted not in unpack(bytes(run.files)):
        return f"{run.source} has no such file"
    if refusal := _refused_by(policy, paths):
        return refusal
    if run.kind == Run.Kind.FOLDER:
        return f"reading ended before it: {run.stop_reason}" if run.stop_reason else "it is no page, but another file"
    text = str(run.robots.get("text", ""))
    if not robots_txt.allows(text, url, AGENT):
        line = robots_txt.blocking_line(text, url, AGENT)
        return f"robots.txt forbids it{f' in line {line.number}' if line else ''}"
    if run.stop_reason:
        return f"reading ended before it: {run.stop_reason}"
    return "it was found and yet not read" if found else "no page that was read links to it, and no sitemap lists it"


def _latest_run(address: str) -> Run:
    """The latest finished run of the site that the URL lies in, or of any site."""
    sites = [site for site in Site.objects.all() if urls.in_scope(address.partition("#")[0], site.base_url)]
    own = Run.objects.filter(site__in=sites, state=Run.State.DONE).first()
    return find_run(own.pk if own else None)


def _linked_from(run: Run, key: bytes) -> int:
    (wanted,) = unpack(key)
    pages = Page.objects.filter(run=run).exclude(key=key).values_list("links", flat=True)
    return sum(wanted in unpack(bytes(links)) for links in pages.iterator(chunk_size=500))


def _listed(run: Run) -> Iterator[str]:
    return run.sitemap_entries.values_list("url", flat=True).iterator()


def _possible_paths(run: Run, url: str) -> tuple[str, ...]:
    """What the patterns were held against: the path of a live page; in a folder, one of the files that would answer."""
    path = unquote(url.removeprefix(run.site.base_url.rstrip("/")).partition("?")[0]).lstrip("/")
    if run.kind != Run.Kind.FOLDER:
        return (path,)
    if path.lower().endswith(HTML_SUFFIXES):
        return (path,)
    bare = path.rstrip("/")
    names = (bare + suffix for suffix in HTML_SUFFIXES if bare)
    return (*names, *(f"{bare}/{name}".lstrip("/") for name in INDEX_NAMES))


def _refused_by(policy: Policy, paths: Iterable[str]) -> str:
    """How include or exclude left one of the paths out; empty when all are in."""
    if not all(Scope(policy.include).allows(path) for path in paths):
        return f"it is left out by include, which names only: {', '.join(policy.include)}"
    if not all(Scope((), policy.exclude).allows(path) for path in paths):
        return f"it is left out by exclude: {', '.join(policy.exclude)}"
    return ""


def _changed_limits(limits: Limits) -> dict[str, int]:
    defaults = msgspec.structs.asdict(Limits())
    return {name: value for name, value in msgspec.structs.asdict(limits).items() if value != defaults[name]}


def _site_verdicts(run: Run, page: Page, policy: Policy) -> Iterator[Verdict]:
    """What the site rules said of a page, as it is stored: to ask them again would take the whole site."""
    stored: dict[str, list[FoundValue]] = {}
    for finding in (*page.findings.all(), *run.findings.filter(page=None).exclude(outcome=Outcome.FAIL)):
        values = {name: getattr(finding, name) for name in FoundValue.__struct_fields__}
        stored.setdefault(finding.rule, []).append(msgspec.convert(values, FoundValue))
    for rule in site_rules:
        yield _site_verdict(run, rule, stored.get(rule.id, []), policy)


def _site_verdict(run: Run, rule: SiteRule, findings: list[FoundValue], policy: Policy) -> Verdict:
    severity = policy.severity(rule)
    outcomes = run.outcomes.get(rule.id)
    if not policy.runs(rule):
        return Verdict(rule.id, severity, OFF, why_off(rule, policy))
    if outcomes is None:
        return Verdict(rule.id, severity, OFF, "since the run was not judged by it")
    if findings:
        return Verdict(rule.id, severity, findings[0].outcome.value, "", tuple(findings))
    outcome = next(iter(outcomes))
    if outcome in NO_TROUBLE:
        return Verdict(rule.id, severity, Outcome.PASS.value)
    return Verdict(rule.id, severity, outcome, "the site has nothing that the rule is about")


def _waived(run: Run, page: Page, verdicts: Iterable[Verdict]) -> dict[str, Waived]:
    known = standings(run)
    failures = (one for verdict in verdicts for one in verdict.findings if one.outcome is Outcome.FAIL)
    found = ((one, known.waived(one.rule, page.url, page.file, one.evidence, one.fingerprint)) for one in failures)
    return {finding.fingerprint: waived for finding, waived in found if waived}
