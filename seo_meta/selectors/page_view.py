"""All that is known of one page: what was found and proposed, and what it was in other runs."""

import msgspec
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from seo_meta.core.findings import Outcome, Severity
from seo_meta.models import Finding, Page, Proposal, Run, Transition

from .findings import FAILED
from .proposals import folder_of

MAX_FINDINGS = 200
MAX_VERSIONS = 20
MAX_STEPS = 50


class RuleTotal(msgspec.Struct, frozen=True):
    rule: str
    severity: Severity
    findings: int
    pages: int


def page_findings(page: Page) -> list[Finding]:
    """What failed or crashed on the page, the worst first."""
    places = [When(severity=severity.value, then=Value(place)) for place, severity in enumerate(Severity)]
    found = page.findings.filter(outcome__in=(Outcome.FAIL, Outcome.CRASHED))
    return list(found.order_by(Case(*places, output_field=IntegerField()), "line", "id")[:MAX_FINDINGS])


def proposals_of_page(page: Page) -> QuerySet[Proposal]:
    """Of all times, by field and the latest first."""
    same = Proposal.objects.filter(site=page.run.site_id, folder=folder_of(page.run), key=bytes(page.key))
    return same.order_by("field", "-id")


def steps_of_page(page: Page) -> list[Transition]:
    """What people and runs did with its proposals, the latest first."""
    steps = Transition.objects.filter(proposal__in=proposals_of_page(page).values("pk")).select_related("proposal")
    return list(steps.order_by("-id")[:MAX_STEPS])


def versions_of_page(page: Page) -> list[Page]:
    """The page in the runs of its site, the latest first."""
    same = Page.objects.filter(run__site=page.run.site_id, key=bytes(page.key), run__state=Run.State.DONE)
    kept = ("url", "status", "title", "description", "source_hash", "run__started_at", "run__site")
    return list(same.select_related("run").only(*kept).order_by("-run_id")[:MAX_VERSIONS])


def rule_totals(run: Run) -> list[RuleTotal]:
    """How much each rule found in a run, the worst and commonest first."""
    rows = run.findings.filter(FAILED).values_list("rule", "severity")
    counted = rows.annotate(Count("id"), Count("page", distinct=True)).order_by()
    ranks = list(Severity)
    totals = [RuleTotal(rule, Severity(severity), findings, pages) for rule, severity, findings, pages in counted]
    return sorted(totals, key=lambda one: (ranks.index(one.severity), -one.findings, one.rule))
