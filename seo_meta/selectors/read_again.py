"""Pages of a finished run read once more: the facts are stored, the text in its order is not."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic, sleep

import msgspec

from seo_meta.core.answers import asks_for_pause
from seo_meta.core.types import Document
from seo_meta.errors import FetchError, RunError, SourceError
from seo_meta.fetch.reach import Reach
from seo_meta.models import Page, Run
from seo_meta.sources import folder
from seo_meta.sources.folder import Entry


class Again(msgspec.Struct, frozen=True):
    """A stored page with what it is now, or with the reason why that cannot be told."""

    page: int
    document: Document | None
    reason: str = ""


def read_again(run: Run, pages: Iterable[int], reach: Reach) -> Iterator[Again]:
    """The pages with these ids, in their order; a live site is asked as slowly as the run did.

    Raises RunError when the folder of the run is not there.
    """
    if run.kind == Run.Kind.FOLDER:
        return _of_folder(run, pages)
    return _of_site(run, pages, reach)


def _of_folder(run: Run, pages: Iterable[int]) -> Iterator[Again]:
    root = Path(run.source)
    if not root.is_dir():
        raise RunError(f"Run {run.pk} was read from {run.source}, which is not here. Audit the folder again.")
    for page in _rows(run, pages):
        try:
            yield Again(page.pk, folder.read(Entry(os.fsencode(root / page.file), page.file, page.url)))
        except SourceError as error:
            yield Again(page.pk, None, f"The file {error}.")


def _of_site(run: Run, pages: Iterable[int], reach: Reach) -> Iterator[Again]:
    # Here, since httpx takes a tenth of a second to import and most runs are of folders.
    from seo_meta.sources.http import fetcher_of, is_page, never

    rate = float(run.options.get("rate") or 0)
    due = 0.0
    paused = False
    with fetcher_of(reach) as fetcher:
        for page in _rows(run, pages):
            if paused:
                yield Again(page.pk, None, "The site asked for a pause.")
                continue
            sleep(max(0.0, due - monotonic()))
            due = monotonic() + (1 / rate if rate else 0.0)
            try:
                answer = fetcher.fetch(page.url, follow=never, wants_body=is_page)
            except FetchError as error:
                yield Again(page.pk, None, f"It cannot be read again: {error}.")
                continue
            paused = asks_for_pause(answer.status, answer.headers)
            if answer.status != page.status:
                yield Again(page.pk, None, f"It answers {answer.status} now.")
                continue
            yield Again(page.pk, answer.document)


def _rows(run: Run, pages: Iterable[int]) -> Iterator[Page]:
    wanted = list(pages)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = Page.objects.filter(run=run, pk__in=some).only("url", "file", "status").in_bulk()
        yield from (rows[pk] for pk in some)
