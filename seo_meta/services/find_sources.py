"""Finds where in the repository what a run proposes would be written. Nothing is written."""

from functools import lru_cache
from pathlib import Path, PurePosixPath

import msgspec

from seo_meta.core.as_proposed import as_built_next
from seo_meta.core.propose import Field
from seo_meta.core.review import State
from seo_meta.core.source_of_truth import Sources, Target, Unresolved, built_page
from seo_meta.errors import SourceError
from seo_meta.models import Proposal, Run
from seo_meta.selectors import current_proposals, written_values
from seo_meta.sources.source_tree import Listing, list_tree
from seo_meta.targets.git import repository_of

SHOWN = (State.OPEN, State.APPROVED)
Written = tuple[tuple[bytes, tuple[tuple[Field, tuple[str, str]], ...]], ...]
"""As `selectors.written_values` has it."""


class Found(msgspec.Struct, frozen=True):
    proposal: Proposal
    source: Target | Unresolved


def find_sources(run: Run, source_root: str | None = None) -> Sources:
    """The sources of a run's pages, in the repository that the current folder lies in.

    `source_root` is where the folder that was read stands in the repository; without it, where it lies.
    Raises SourceError, and TargetError when git refuses to read the repository.
    """
    here = Path.cwd().resolve()
    repository = repository_of(str(here))
    root = Path(repository.top) if repository else here
    return sources_in(run, root, _built(run, root, source_root))


def sources_in(run: Run, root: Path, built: str | None) -> Sources:
    """The same in the repository at `root`, whose folder `built` was read. Raises SourceError.

    What was written since counts as if it were built. Files and pages are read again only when one has changed.
    """
    written = tuple((key, tuple(fields.items())) for key, fields in sorted(written_values(run).items()))
    listing = list_tree(root, built)
    return _learned(run, listing, listing.state(), written)


@lru_cache(maxsize=1)
def _learned(run: Run, listing: Listing, state: str, written: Written) -> Sources:
    """`state` is there for the cache alone."""
    since = {key: dict(fields) for key, fields in written}
    pages = run.read_pages.filter(is_html=True).only("key", "facts").iterator(chunk_size=200)
    facts = (as_built_next(page.read_facts(), since.get(bytes(page.key), {})) for page in pages)
    return Sources(listing.read(), (built_page(one, run.site.base_url) for one in facts))


def _built(run: Run, root: Path, source_root: str | None) -> str | None:
    if run.kind != Run.Kind.FOLDER:
        return None
    if source_root is not None:
        path = PurePosixPath(source_root)
        if path.is_absolute() or ".." in path.parts:
            raise SourceError(f"{source_root} is no folder in the repository. Give its path from {root} on.")
        return "" if path == PurePosixPath() else str(path)
    folder = Path(run.source).resolve()
    if not folder.is_relative_to(root):
        return None
    return "" if folder == root else folder.relative_to(root).as_posix()


def find_sources_of_proposals(run: Run, source_root: str | None = None) -> list[Found]:
    """Of each open or approved proposal of the run. Raises SourceError, and TargetError as `find_sources` does."""
    sources = find_sources(run, source_root)
    proposals = current_proposals(run).filter(state__in=SHOWN).order_by("-worth", "url", "field")
    return [Found(one, sources.resolve(one.url, Field(one.field), one.value)) for one in proposals]
