"""Whole jobs made of stages: what a command runs."""

from seo_meta.models import Run

from .audit import audit_stored_pages, audit_whole_site
from .crawl import Progress, Reading, new_run, open_source, read_source
from .external_links import check_external_links


def crawl_source(reading: Reading, progress: Progress) -> Run:
    """Read a folder or site without judging it. Raises SourceError when nothing can be read."""
    source = open_source(reading)
    with new_run(reading, source) as run:
        read_source(run, source, progress, audit=False, workers=reading.workers)
    return run


def audit_source(reading: Reading, progress: Progress) -> Run:
    """Read a folder or site and judge every page in the same pass. Raises SourceError when nothing can be read."""
    source = open_source(reading)
    with new_run(reading, source) as run:
        ignores = read_source(run, source, progress, audit=True, workers=reading.workers)
        check_external_links(run, reading.config.external_links, progress)
        audit_whole_site(run, progress, ignores)
    return run


def audit_again(run: Run, progress: Progress, workers: int, external_links: int = 0) -> Run:
    """Judge a stored run anew with the rules of today, without reading the site."""
    ignores = audit_stored_pages(run, progress, workers)
    check_external_links(run, external_links, progress)
    audit_whole_site(run, progress, ignores)
    return run
