"""The audit stage: page rules over stored facts, site rules over the whole run."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from seo_meta.core import urls
from seo_meta.core.audit import audit_page, audit_site, findings_of, page_rules, site_rules
from seo_meta.core.findings import Finding as FoundValue
from seo_meta.core.findings import Outcome, SiteFailure
from seo_meta.models import Finding, Page, Run
from seo_meta.selectors import StoredSite

from .crawl import Progress
from .shards import ShardResult, run_shards
from .store import outcome_table, store_findings


def audit_stored_pages(run: Run, progress: Progress, workers: int) -> None:
    """Judge the stored pages of a run anew; findings of an earlier audit are replaced."""
    Finding.objects.filter(run=run).delete()
    pages = list(Page.objects.filter(run=run).values_list("pk", flat=True))
    outcomes: Counter[tuple[str, Outcome]] = Counter()
    results = run_shards(audit_shard, run.pk, pages, workers)
    progress.start("Auditing", len(pages))
    for result in results:
        outcomes += result.outcomes
        progress.advance(result.pages)
    run.outcomes = outcome_table(outcomes)
    run.save(update_fields=["outcomes"])


def audit_shard(run_id: int, pages: Sequence[int]) -> ShardResult:
    """Judge one shard of stored pages."""
    run = Run.objects.get(pk=run_id)
    policy = run.read_policy()
    result = ShardResult(0, Counter(), [])
    found: list[tuple[int | None, FoundValue]] = []
    for page in Page.objects.filter(pk__in=pages).only("facts").iterator():
        verdicts = audit_page(page.read_facts(), page_rules, policy)
        result.pages += 1
        result.outcomes += verdicts.outcomes
        found += ((page.pk, finding) for finding in verdicts.findings)
    with transaction.atomic():
        store_findings(run, found)
    return result


def audit_whole_site(run: Run, progress: Progress) -> None:
    """Ask the site rules about a run that was read, and finish it."""
    progress.start("Comparing pages", len(site_rules))
    policy = run.read_policy()
    outcomes: dict[str, dict[str, int]] = {}
    with transaction.atomic():
        for rule, outcome, failures in audit_site(StoredSite(run), site_rules, policy):
            outcomes[rule.id] = {outcome.value: 1}
            for page, key, of_page in _by_page(run, failures):
                store_findings(run, ((page, finding) for finding in findings_of(rule, outcome, of_page, key, policy)))
            progress.advance(1)
        run.outcomes = dict(sorted({**run.outcomes, **outcomes}.items()))
        run.state = Run.State.DONE
        run.finished_at = timezone.now()
        run.save()


def _by_page(run: Run, failures: Sequence[SiteFailure]) -> Iterator[tuple[int | None, str, list[SiteFailure]]]:
    """(page id, look-up key, its failures); page None with the key of the home page stands for the whole site."""
    grouped: dict[int, list[SiteFailure]] = {}
    for failure in failures:
        grouped.setdefault(failure.page, []).append(failure)
    pages = list(grouped)
    known: dict[int, str] = {}
    for start in range(0, len(pages), 500):
        known.update(Page.objects.filter(pk__in=pages[start : start + 500]).values_list("pk", "url"))
    for page, of_page in grouped.items():
        url = known.get(page, run.site.base_url)
        yield page or None, urls.page_key(url, clean_urls=run.clean_urls), of_page
