"""What /metrics says of the search index."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Max
from django.utils import timezone

from ml_search.models import IndexedPage
from seo_meta.plugins import Metric


def metrics() -> Iterator[Metric]:
    """The age of what is searched: of the run that the pages in the index are from, not of the files that it is in,
    which stay as they are while nothing changes."""
    newest = IndexedPage.objects.order_by().filter(page__isnull=False).values("site").annotate(page=Max("page"))
    pages = [row["page"] for row in newest]
    runs = apps.get_model("seo_meta", "Run").objects.order_by().filter(read_pages__in=pages)
    read = [run.finished_at or run.started_at for run in runs.only("finished_at", "started_at")]
    age = max(((timezone.now() - then).total_seconds() for then in read), default=0.0)
    yield Metric("siteagent_index_sites", "Sites that can be searched.", {(): len(pages)})
    yield Metric(
        "siteagent_index_age_seconds",
        "Since the pages in the index were read, of the site where that is longest ago; 0 without an index.",
        {(): age},
    )
