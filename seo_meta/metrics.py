"""What /metrics says of runs, jobs, findings and proposals: seven queries, of numbers alone."""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from seo_meta.core.metrics import Metric
from seo_meta.selectors import operation


def metrics() -> Iterator[Metric]:
    since, now = operation.oldest_waiting_job(), timezone.now()
    waited = max(0.0, (now - since).total_seconds()) if since else 0.0
    yield _by("siteagent_runs", "Stored runs.", "state", operation.run_states())
    yield Metric(
        "siteagent_pages_total",
        "Pages stored, in all runs together.",
        {(): operation.pages_ever_stored()},
        counter=True,
    )
    yield _by("siteagent_jobs", "Jobs that wait in the queue or are being done.", "state", operation.unfinished_jobs())
    yield Metric("siteagent_queue_oldest_seconds", "How long the oldest waiting job waits; 0 for none.", {(): waited})
    failures = operation.latest_failures()
    yield _by("siteagent_findings", "Failures in the latest finished run of each site.", "severity", failures)
    waiting = operation.waiting_proposals()
    yield _by("siteagent_proposals", "Proposals that wait for somebody.", "state", waiting)


def _by(name: str, help: str, label: str, counts: Mapping[str, int]) -> Metric:
    return Metric(name, help, {(value,): count for value, count in counts.items()}, (label,))
