"""Which runs there are."""

from django.db.models import Count, Q, QuerySet

from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.profile import Profile
from seo_meta.errors import RunError
from seo_meta.models import Run, Site


def find_run(id: int | None = None) -> Run:
    """The run with that id, or the latest finished one. Raises RunError when there is none."""
    runs = Run.objects.select_related("site")
    run = runs.filter(pk=id).first() if id is not None else runs.filter(state=Run.State.DONE).first()
    if run is None:
        wanted = f"There is no run {id}" if id is not None else "There is no finished run yet"
        raise RunError(f"{wanted}. Make one with: meta_auto SOURCE")
    return run


def finished_runs(site: Site) -> QuerySet[Run]:
    """The runs of a site that were judged to their end, the latest first, with their failures at each severity."""
    failures = {
        severity.value: Count("findings", filter=Q(findings__outcome=Outcome.FAIL, findings__severity=severity))
        for severity in Severity
    }
    return site.runs.filter(state=Run.State.DONE).annotate(**failures)


def run_before(run: Run) -> Run | None:
    """The complete run of the same site and profile before this one, or None."""
    earlier = Run.objects.filter(site=run.site_id, state=Run.State.DONE, complete=True, pk__lt=run.pk)
    preview = Q(policy__profile=Profile.PREVIEW)
    # A run without a profile is one of production; `exclude` alone would leave it out.
    published = ~preview | Q(policy__profile__isnull=True)
    earlier = earlier.filter(preview if run.policy.get("profile") == Profile.PREVIEW else published)
    return earlier.select_related("site").order_by("-pk").first()
