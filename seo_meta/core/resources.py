"""What a page loads besides itself, and the images that it names for its previews."""

from collections.abc import Iterator

from .images import image_urls
from .previews import preview_images
from .types import PageFacts


def resource_urls(page: PageFacts) -> Iterator[str]:
    """The URLs of its images, scripts, style sheets, media and previews, with repetitions."""
    yield from (url for url, _ in image_urls(page))
    yield from (script.url for script in page.scripts if script.url)
    yield from (link.url for link in page.linked("stylesheet") if link.url)
    yield from (media.url for media in page.media if media.url)
    yield from (url for url, _ in preview_images(page))
