"""The report of a run: what was read and what not, what was found, what changed, what was proposed."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from seo_meta.core.audit import page_rules, site_rules
from seo_meta.core.defang import visible
from seo_meta.core.findings import Severity
from seo_meta.core.report import LABELS
from seo_meta.core.review import State
from seo_meta.models import Run
from seo_meta.report.charts import percent
from seo_meta.selectors import compare_runs, open_patterns, rule_totals, run_before

from .screens import Admin, render, screen

RULES = (page_rules, site_rules)
MAX_SKIPPED = 200


@screen(Run, "<int:id>/report/", name="report")
def report(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    run: Run = get_object_or_404(model_admin.get_queryset(request).defer("files").select_related("site"), pk=id)
    totals = rule_totals(run)
    context = {
        "run": run,
        "source": visible(run.source),
        "site": visible(run.site.base_url),
        "stop_reason": visible(run.stop_reason),
        "skipped": [
            (visible(item.get("file") or item.get("url") or ""), visible(item["reason"]))
            for item in run.skipped[:MAX_SKIPPED]
        ],
        "more_skipped": max(len(run.skipped) - MAX_SKIPPED, 0),
        "bar": list(_bar(totals)),
        "rules": [(one, _summary(one.rule)) for one in totals],
        **_changes(run),
        "made": _made(run),
        "abstained": [(visible(one.pattern.words), one) for one in open_patterns(run.proposals.all(), State.ABSTAINED)],
    }
    return render(model_admin, request, "report.html", f"Report of run {run.pk}", context)


def _summary(rule: str) -> str:
    return next((rules[rule].summary for rules in RULES if rule in rules), "")


def _bar(totals: list[Any]) -> Any:
    """A tile and a part of the bar for each severity, in per cent."""
    everything = sum(one.findings for one in totals)
    x = 0.0
    for severity in Severity:
        count = sum(one.findings for one in totals if one.severity is severity)
        width = 100 * count / everything if everything else 0.0
        yield {
            "severity": severity.value,
            "label": LABELS[severity],
            "count": f"{count:,}",
            "x": percent(x),
            "width": percent(width),
        }
        x += width


def _changes(run: Run) -> dict[str, Any]:
    previous = run_before(run) if run.state == Run.State.DONE else None
    if previous is None:
        return {"previous": None}
    changes = [change for change in compare_runs(run, previous) if change.new or change.fixed or change.not_compared]
    totals = {name: sum(getattr(change, name) for change in changes) for name in ("new", "fixed", "not_compared")}
    return {"previous": previous, "changes": changes, "change_totals": totals}


def _made(run: Run) -> list[tuple[str, list[tuple[str, int]]]]:
    """By field, how many proposals there are in each state now."""
    rows = run.proposals.values_list("field", "state").annotate(Count("id")).order_by("field", "state")
    found: dict[str, list[tuple[str, int]]] = {}
    for field, state, count in rows:
        found.setdefault(field, []).append((state, count))
    return list(found.items())
