"""From a finished run to an index that answers: read what changed, encode what is new, publish a generation.

Each step commits as it goes and begins with what is stored, so an index that was interrupted goes on where it was.
"""

from typing import TYPE_CHECKING

import msgspec

from ml_search.encoders import Encoder
from ml_search.stores import Generation, Store
from seo_meta.plugins import exclusive

from .embed import embed
from .generations import lock_of
from .log_search import forget_searches
from .plan_index import plan_index
from .progress import Progress
from .publish import publish
from .read_pages import Unread, forget_pages, read_pages

if TYPE_CHECKING:
    from seo_meta.fetch.reach import Reach
    from seo_meta.models import Run


class Indexed(msgspec.Struct, frozen=True):
    """What indexing did. `generation` is None when the vectors were as they should be, or there was no encoder."""

    read: int
    unchanged: int
    forgotten: int
    encoded: int
    unread: tuple[Unread, ...]
    generation: Generation | None


def index(run: "Run", encoder: Encoder | None, store: Store, reach: "Reach", progress: Progress) -> Indexed:
    """Make the index of a run's site hold the pages of that run; without an encoder only for keywords.

    Raises IndexUnreadable when what was written does not read back, and what `exclusive` raises while another process
    indexes the site.
    """
    with exclusive(lock_of(run.site)):
        plan = plan_index(run)
        unread = read_pages(run, plan, reach, progress)
        forget_pages(plan)
        encoded = embed(run.site_id, encoder, progress) if encoder else 0
        generation = publish(run.site_id, encoder, store) if encoder else None
    forget_searches()
    read = len(plan.changed) - len(unread)
    return Indexed(read, len(plan.unchanged), len(plan.gone), encoded, tuple(unread), generation)
