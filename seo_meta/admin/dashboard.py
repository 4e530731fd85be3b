"""The dashboard of a site: its last run, what became better or worse, what waits for a decision."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from seo_meta.core.defang import visible
from seo_meta.core.findings import Severity
from seo_meta.core.propose import Field
from seo_meta.core.report import LABELS, RunCount
from seo_meta.models import Proposal, Run, Site
from seo_meta.report.charts import percent, run_columns
from seo_meta.selectors import Action, coverage, folder_of, history, queue_ages, top_pages, within_reach
from seo_meta.selectors.overview import AGES, OLDER

from .pick_site import SitePicker
from .screens import Admin, render, screen
from .shown import path_of

NAMES = {
    Field.TITLE: "Title",
    Field.DESCRIPTION: "Description",
    Field.CANONICAL: "Canonical",
    Field.SOCIAL: "Social cards",
    Field.JSON_LD: "Structured data",
}
AGE_NAMES = (*(name for name, _ in AGES), OLDER)
HEAVY = ("files", "robots", "llms", "sitemaps", "skipped", "outcomes", "policy", "styles")


@screen(Site, "dashboard/", name="dashboard", in_menu="Dashboard")
def dashboard(model_admin: Admin, request: HttpRequest) -> HttpResponseBase:
    """Of the site that is chosen, or else of the one that was read last."""
    picker = SitePicker(request)
    runs = within_reach(Run.objects.all(), request.user, Action.READ, "site").defer(*HEAVY).select_related("site")
    latest = (runs.filter(site=picker.chosen) if picker.chosen else runs).first()
    if latest is None:
        return render(model_admin, request, "dashboard.html", "Dashboard", {"picker": picker})
    picker.chosen = latest.site
    judged = latest if latest.state == Run.State.DONE else _last_judged(latest)
    context = {
        "picker": picker,
        "site": visible(latest.site.base_url),
        "latest": latest,
        "judged": judged,
        "source": visible(latest.source),
        **(_figures(judged) if judged else {}),
    }
    return render(model_admin, request, "dashboard.html", "Dashboard", context)


def _last_judged(latest: Run) -> Run | None:
    same = Run.objects.defer(*HEAVY).select_related("site").filter(site=latest.site_id, state=Run.State.DONE)
    return same.first()


def _figures(run: Run) -> dict[str, Any]:
    past = history(run)
    proposals = Proposal.objects.filter(site=run.site_id, folder=folder_of(run))
    return {
        "tiles": list(_tiles(past)),
        "runs": run_columns(past),
        "coverage": [_bar(one) for one in coverage(run)],
        "queue": _queue(queue_ages(proposals, timezone.now())),
        "ages": AGE_NAMES,
        "top": [(page, path_of(page.url)) for page in top_pages(proposals)],
    }


def _tiles(past: tuple[RunCount, ...]) -> Any:
    """How much failed at each severity, with what changed since the run before of as many pages."""
    now = past[-1]
    before = past[-2] if len(past) > 1 and past[-2].pages == now.pages else None
    for severity in Severity:
        change = now.severities[severity] - before.severities[severity] if before else None
        yield {
            "severity": severity.value,
            "label": LABELS[severity],
            "count": f"{now.severities[severity]:,}",
            "change": "" if change is None else f"{change:+,}" if change else "as before",
            "better": bool(change and change < 0),
        }


def _bar(one: Any) -> dict[str, Any]:
    return {
        "name": NAMES[one.field],
        "good": one.good,
        "pages": one.pages,
        "percent": f"{one.percent:.0f}",
        "width": percent(one.percent),
    }


def _queue(states: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """A row for each state: the number of each age, and its part of the longest bar."""
    most = max((sum(ages.values()) for ages in states.values()), default=0) or 1
    rows = []
    for state, ages in states.items():
        x, parts = 0.0, []
        for place, age in enumerate(AGE_NAMES):
            width = 100 * ages.get(age, 0) / most
            parts.append({"age": place, "x": percent(x), "width": percent(width)})
            x += width
        counts = [ages.get(age, 0) for age in AGE_NAMES]
        rows.append({"state": state, "total": sum(counts), "counts": counts, "parts": parts})
    return rows
