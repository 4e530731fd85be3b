"""Answers that say nothing of the page: the server turned the crawler away."""

from seo_meta.core.answers import PROTECTED_STATUSES, is_bot_wall
from seo_meta.core.types import PageFacts

BY_STATUS = {401: "authentication", 407: "authentication", 429: "rate limit"}
CHALLENGE_TITLES = ("just a moment", "attention required", "access denied", "verify you are human", "are you a robot")


def refusal(page: PageFacts) -> str:
    """What turned the crawler away, or nothing when the status is about the page itself."""
    if page.status in PROTECTED_STATUSES and page.title.casefold().startswith(CHALLENGE_TITLES):
        return "challenge"
    if is_bot_wall(page.status, page.headers):
        return "bot protection"
    return BY_STATUS.get(page.status, "")
