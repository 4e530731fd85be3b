"""The generations of a site's index: which there are, and which is searched."""

from typing import TYPE_CHECKING

from ml_search.errors import IndexBusy, NoGeneration
from seo_meta.errors import RunError
from seo_meta.plugins import exclusive

if TYPE_CHECKING:
    from ml_search.stores import Generation
    from seo_meta.models import Site


def list_generations(site: "Site") -> list[tuple["Generation", bool]]:
    """The latest first, each with whether it is the one that is searched. Raises StoreError."""
    from ml_search.stores import store_of

    store = store_of(site.pk)
    active = store.active()
    return [(one, active is not None and one.name == active.name) for one in store.generations()]


def activate_generation(site: "Site", name: str) -> None:
    """Have that one searched: with the one before, back to how it was.

    Raises NoGeneration, IndexBusy while the site is indexed, and IndexUnreadable when it is not whole.
    """
    from ml_search.stores import store_of

    store = store_of(site.pk)
    try:
        with exclusive(lock_of(site)):
            if name not in {one.name for one in store.generations()}:
                raise NoGeneration(f"There is no generation {name} of {site}.")
            store.activate(name)
    except RunError as error:
        raise IndexBusy(str(error)) from error


def lock_of(site: "Site") -> str:
    """What is held while the index of a site is written."""
    return f"the search index of {site.base_url}"
