"""What several rules ask of the same page, worked out once. Rules look at one page after another, so one is kept."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from seo_meta.core.types import PageFacts

T = TypeVar("T")


def once_per_page(read: Callable[[PageFacts], T]) -> Callable[[PageFacts], T]:
    """Keep the answer of `read` for the page that was asked about last."""
    kept: list[tuple[PageFacts, T]] = []

    @wraps(read)
    def answer(page: PageFacts) -> T:
        # Whether it is this page, not one like it: comparing the facts would cost more than reading them.
        if not kept or kept[0][0] is not page:
            kept[:] = [(page, read(page))]
        return kept[0][1]

    return answer
