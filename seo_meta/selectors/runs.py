"""Which runs there are."""

from django.db.models import Count, Q, QuerySet

from seo_meta.core import urls
from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.profile import Profile
from seo_meta.errors import RunError
from seo_meta.models import Run, Site
from seo_meta.sources.folder import UNKNOWN_BASE_URL


def find_run(id: int | None = None, among: QuerySet[Run] | None = None) -> Run:
    """The run with that id, or the latest finished one; `among` those, or among all. Raises RunError for none."""
    runs = (Run.objects.all() if among is None else among).select_related("site")
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


def find_site(base_url: str) -> Site:
    """The site with that base URL, which may lack its last slash; without one the only site. Raises RunError."""
    sites = Site.objects.filter(runs__state=Run.State.DONE).distinct()
    wanted = {base_url, base_url.rstrip("/") + "/"}
    found = sites.filter(base_url__in=wanted) if base_url else sites
    known = ", ".join(sites.values_list("base_url", flat=True)[:10])
    if (site := found.first()) is None:
        what = f"No site {base_url} was audited; known: {known}" if known else "No site was audited yet"
        raise RunError(f"{what}. Audit it with: meta_auto SOURCE")
    if not base_url and found.count() > 1:
        raise RunError(f"There are several sites: {known}. Say which with --site URL.")
    return site


def site_of_source(source: str) -> Site:
    """The site of the run of the source before; else where the source starts, which may turn out to be elsewhere. Not
    stored when nothing is known of it yet."""
    if before := Run.objects.filter(source=source).select_related("site").first():
        return before.site
    base_url = urls.join(source, "/") or source if urls.is_http(source) else UNKNOWN_BASE_URL
    return Site.objects.filter(base_url=base_url).first() or Site(base_url=base_url)
