"""Whole jobs made of stages: what a command runs."""

from seo_meta.lock import exclusive
from seo_meta.models import Run

from .audit import audit_stored_pages, audit_whole_site
from .crawl import Reading, reading_run
from .external_links import check_external_links
from .progress import Progress


def crawl_source(reading: Reading, progress: Progress) -> Run:
    """Read a folder or site without judging it. Raises SourceError when nothing can be read."""
    with reading_run(reading, progress, audit=False) as run:
        return run


def audit_source(reading: Reading, progress: Progress) -> Run:
    """Read a folder or site and judge every page in the same pass. Raises SourceError when nothing can be read."""
    with reading_run(reading, progress, audit=True) as run:
        check_external_links(run, reading.config.external_links, progress)
        audit_whole_site(run, progress)
        return run


def audit_and_propose(reading: Reading, progress: Progress) -> Run:
    """As `audit_source`, and then make proposals for the pages that matter most, as many as the configuration says."""
    run = audit_source(reading, progress)
    propose_for(run, reading, progress)
    return run


def propose_for(run: Run, reading: Reading, progress: Progress) -> None:
    """The second half of `audit_and_propose`."""
    if reading.config.proposals:
        # Here, since the other jobs need none of it.
        from .propose import Wish, propose

        propose(run, Wish(limit=reading.config.proposals, reach=reading.reach, workers=reading.workers), progress)


def audit_again(run: Run, progress: Progress, workers: int, external_links: int = 0) -> Run:
    """Judge a stored run anew with the rules of today, without reading the site."""
    with exclusive(run.site.base_url):
        progress.about(run)
        audit_stored_pages(run, progress, workers)
        check_external_links(run, external_links, progress)
        audit_whole_site(run, progress)
    return run
