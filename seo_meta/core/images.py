"""What an `<img>` is for, as far as its attributes tell."""

import re

from .types import Image

UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:width|height)\s*:\s*[01](?:px)?(?=\s*(?:;|!|$)))",
    re.IGNORECASE,
)
PIXEL = re.compile(r"\s*[01](?:\.0*)?(?:px)?\s*", re.IGNORECASE)


def is_unseen(image: Image) -> bool:
    """Whether nobody is meant to see it: a tracking pixel or spacer of one pixel, or hidden by its own style."""
    sized = PIXEL.fullmatch(image.width) or PIXEL.fullmatch(image.height)
    return bool(sized or (image.style and UNSEEN.search(image.style)))
