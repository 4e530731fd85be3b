import re
from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.csp import policies
from seo_meta.core.topics.host import is_loopback
from seo_meta.core.types import PageFacts

HTTP_IN_SRCSET = re.compile(r"(?:^|[,\s])(http://[^,\s]+)")
LOADED = {"stylesheet", "icon", "apple-touch-icon", "mask-icon", "preload", "modulepreload", "manifest"}


@page_rules.register
class SecMixedContent(PageRule):
    id = "sec.mixed-content"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "A page served over HTTPS loads something over HTTP"
    remedy = "Load it over HTTPS, or host it yourself."
    source = "https://www.w3.org/TR/mixed-content/"
    requires = Gate.HTML

    def applies(self, page: PageFacts) -> bool:
        return page.url.startswith("https://")

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        # The browser then asks for all of them over HTTPS.
        if any("upgrade-insecure-requests" in policy for policy in policies(page)):
            return
        insecure = (loaded for loaded in _loaded(page) if loaded[1].startswith("http://"))
        for tag, url, line in dict.fromkeys(insecure):
            if not is_loopback(url):
                yield Failure(f"The {tag} is loaded over HTTP.", url, line)


def _loaded(page: PageFacts) -> Iterator[tuple[str, str, int | None]]:
    """(element, URL, line) of what the page loads by itself."""
    for image in page.images:
        yield "img", image.url or "", image.line
        if image.srcset:
            yield from (("img", url, image.line) for url in HTTP_IN_SRCSET.findall(image.srcset))
    for media in page.media:
        yield media.tag, media.url or "", media.line
        if media.srcset:
            yield from ((media.tag, url, media.line) for url in HTTP_IN_SRCSET.findall(media.srcset))
    yield from (("script", script.url or "", script.line) for script in page.scripts)
    yield from (("iframe", frame.url or "", frame.line) for frame in page.frames)
    loaded = (link for link in page.links if LOADED.intersection(link.rel))
    yield from ((f"link rel={link.rel[0]}", link.url or "", link.line) for link in loaded)
