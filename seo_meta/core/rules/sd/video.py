import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS, incomplete
from seo_meta.core.types import PageFacts

DURATION = re.compile(
    r"P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
)


@page_rules.register
class SdVideo(PageRule):
    id = "sd.video"
    kind = Kind.DOCUMENTED
    severity = Severity.WARNING
    summary = "The structured data of a video lacks what a rich result needs"
    remedy = "Add name, thumbnailUrl and uploadDate, and write the duration as ISO 8601, such as PT1M33S."
    source = RICH_RESULTS["VideoObject"].source

    def applies(self, page: PageFacts) -> bool:
        return any(graph(page).of_type("VideoObject"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        videos = list(things.of_type("VideoObject"))
        yield from incomplete(things, videos, RICH_RESULTS["VideoObject"].required)
        for video in videos:
            for duration in things.texts(video, "duration"):
                if not DURATION.fullmatch(duration):
                    message = f'{video.label}.duration is "{shown(duration)}", which is no duration in ISO 8601.'
                    yield Failure(message, duration, video.line)
