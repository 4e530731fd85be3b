"""The audit stage: page rules over stored facts, site rules over the whole run."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from django.db import transaction
from django.utils import timezone

from seo_meta.core import urls
from seo_meta.core.audit import SiteRule, audit_site, findings_of, not_ignored, page_rules, site_rules
from seo_meta.core.findings import IGNORED, Outcome, SiteFailure
from seo_meta.core.findings import Finding as FoundValue
from seo_meta.core.policy import PagePolicies, Policy
from seo_meta.core.types import Ignore
from seo_meta.models import Finding, Page, Run
from seo_meta.models.bulk import update_rows
from seo_meta.selectors import StoredSite

from .analyse import Analysis
from .progress import Progress
from .reuse import copy_site_findings, same_run
from .shards import Shard, ShardResult, run_shards
from .store import page_outcomes, said_of, silences, store_findings


def audit_stored_pages(run: Run, progress: Progress, workers: int) -> None:
    """Judge the stored pages of a run anew; findings of an earlier audit are replaced."""
    Finding.objects.filter(run=run).delete()
    run.page_rules = {rule.id: rule.version for rule in page_rules}
    run.save(update_fields=["page_rules"])
    pages = list(Page.objects.filter(run=run).values_list("pk", flat=True))
    progress.start("Auditing", len(pages))
    for result in run_shards(audit_shard, run.pk, pages, workers):
        progress.advance(result.items)
    run.outcomes = page_outcomes(run)
    run.save(update_fields=["outcomes"])


def audit_shard(shard: Shard) -> ShardResult:
    """Judge one shard of stored pages."""
    run = Run.objects.select_related("site").get(pk=shard.run_id)
    analysis = Analysis(run)
    rules = sorted(run.page_rules)
    rows: list[tuple[str, str, int]] = []
    found: list[tuple[int | None, FoundValue]] = []
    pages = Page.objects.filter(pk__in=shard.items).only("facts").order_by("pk")
    for place, page in enumerate(pages.iterator()):
        judged = analysis.again(page.read_facts(), place, shard.unparsed.get(place, ""))
        rows.append((*said_of(judged, rules), page.pk))
        found += ((page.pk, finding) for finding in judged.findings)
    with transaction.atomic():
        update_rows(Page, ("verdicts", "ignores"), rows)
        store_findings(run, found)
    return ShardResult(len(rows))


def audit_whole_site(run: Run, progress: Progress) -> None:
    """Ask the site rules about a run that was read, and finish it. Does nothing when another process, whose lock got
    lost with its connection, finished it meanwhile."""
    ignores = {url: silence.ignores for url, silence in silences(run).items()}
    progress.start("Comparing pages", len(site_rules))
    policies = PagePolicies(run.read_policy(), run.site.base_url)
    run.site_rules = {rule.id: rule.version for rule in site_rules}
    same = same_run(run)
    timeless = [rule.id for rule in site_rules if rule.timeless]
    with transaction.atomic():
        state = Run.objects.select_for_update(no_key=True).values_list("state", flat=True).get(pk=run.pk)
        if state == Run.State.DONE != run.state:
            return
        outcomes = copy_site_findings(run, same, timeless) if same else {}
        left = (rule for rule in site_rules if rule.id not in outcomes)
        for rule, outcome, failures in audit_site(StoredSite(run), left, policies.everywhere):
            outcomes[rule.id] = _store_failures(run, rule, outcome, failures, policies, ignores)
            progress.advance(1)
        run.outcomes = dict(sorted({**run.outcomes, **outcomes}.items()))
        run.state = Run.State.DONE
        run.finished_at = timezone.now()
        run.save()


def _store_failures(
    run: Run,
    rule: SiteRule,
    outcome: Outcome,
    failures: Sequence[SiteFailure],
    policies: PagePolicies,
    ignores: Mapping[str, tuple[Ignore, ...]],
) -> dict[str, int]:
    """Store what a rule said as far as it holds for each page; returns the rule's row of `Run.outcomes`."""
    if outcome is not Outcome.FAIL:
        store_findings(run, ((None, finding) for finding in _findings(run, rule, outcome, failures, policies)))
        return {outcome.value: 1}
    found: list[tuple[int | None, FoundValue]] = []
    ignored = 0
    for page, of_page in _by_page(run, failures, policies):
        if not page.policy.runs(rule):
            continue
        kept = not_ignored(rule.id, of_page, ignores.get(page.url, ())) if page.id else of_page
        ignored += len(of_page) - len(kept)
        found += ((page.id, finding) for finding in findings_of(rule, outcome, kept, page.key, page.policy))
    store_findings(run, found)
    row = {Outcome.FAIL.value: 1} if found else {} if ignored else {Outcome.PASS.value: 1}
    return row | ({IGNORED: ignored} if ignored else {})


def _findings(
    run: Run, rule: SiteRule, outcome: Outcome, failures: Sequence[SiteFailure], policies: PagePolicies
) -> Iterator[FoundValue]:
    """Findings about the site as a whole."""
    key = urls.page_key(run.site.base_url, clean_urls=run.clean_urls)
    return findings_of(rule, outcome, failures, key, policies.everywhere)


class _JudgedPage(msgspec.Struct):
    """A page on which a rule failed; without an id it is the site as a whole, under the key of the home page."""

    id: int | None
    url: str
    key: str
    policy: Policy


def _by_page(
    run: Run, failures: Sequence[SiteFailure], policies: PagePolicies
) -> Iterator[tuple[_JudgedPage, list[SiteFailure]]]:
    """Each page with its failures."""
    grouped: dict[int, list[SiteFailure]] = {}
    for failure in failures:
        grouped.setdefault(failure.page, []).append(failure)
    pages = list(grouped)
    known: dict[int, tuple[str, str, str]] = {}
    for start in range(0, len(pages), 500):
        rows = Page.objects.filter(pk__in=pages[start : start + 500]).values_list("pk", "url", "file", "language")
        known.update((pk, (url, file, language)) for pk, url, file, language in rows)
    for id, of_page in grouped.items():
        url, file, language = known.get(id, (run.site.base_url, "", ""))
        policy = policies.of(url, file, language) if id else policies.everywhere
        key = urls.page_key(url, clean_urls=run.clean_urls)
        yield _JudgedPage(id or None, url, key, policy), of_page
