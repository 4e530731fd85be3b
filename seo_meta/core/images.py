"""What images a page shows, and what an `<img>` is for as far as its attributes tell."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from . import urls
from .types import Image, PageFacts

UNSEEN = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:width|height)\s*:\s*[01](?:px)?(?=\s*(?:;|!|$)))",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[0-9]{1,6}")
PIXEL = re.compile(r"\s*[01](?:\.0*)?(?:px)?\s*", re.IGNORECASE)


def is_unseen(image: Image) -> bool:
    """Whether nobody is meant to see it: a tracking pixel or spacer of one pixel, or hidden by its own style."""
    sized = PIXEL.fullmatch(image.width) or PIXEL.fullmatch(image.height)
    return bool(sized or (image.style and UNSEEN.search(image.style)))


def declared_size(image: Image) -> tuple[int, int]:
    """(width, height) in pixels by its attributes; (0, 0) unless both are given."""
    width, height = image.width.strip(), image.height.strip()
    if not (NUMBER.fullmatch(width) and NUMBER.fullmatch(height)):
        return 0, 0
    return int(width), int(height)


def image_urls(page: PageFacts) -> Iterator[tuple[str, int | None]]:
    """(URL, line) of each image file that a browser may load: `src`, and every candidate of a `srcset`."""
    for image in page.images:
        if image.url:
            yield image.url, image.line
        yield from ((url, image.line) for url in srcset_urls(image.srcset, page.base_url))
    for media in page.media:
        yield from ((url, media.line) for url in srcset_urls(media.srcset, page.base_url))


def srcset_urls(srcset: str, base_url: str) -> Iterator[str]:
    """The URLs of a `srcset`, without data URLs.
    https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute"""
    in_descriptor = False
    for word in srcset.split():
        if in_descriptor:
            _, comma, word = word.partition(",")
            if not comma:
                continue
        word = word.lstrip(",")
        in_descriptor = bool(word) and not word.endswith(",")
        address = word.rstrip(",")
        url = None if not address or address.startswith("data:") else urls.join(base_url, address)
        if url:
            yield url


def stem_of(url: str) -> str:
    """The name of the file without its end: `huila hills` of `/img/huila%20hills.jpg?w=200`."""
    return PurePosixPath(unquote(url.partition("?")[0])).stem


def suffix_of(url: str) -> str:
    """The end of the file's name in lower case, without the dot; empty for none."""
    return PurePosixPath(url.partition("?")[0]).suffix.lower().removeprefix(".")
