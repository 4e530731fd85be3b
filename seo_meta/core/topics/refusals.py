"""Answers that say nothing of the page: the server turned the crawler away."""

from seo_meta.core.types import PageFacts

BY_STATUS = {401: "authentication", 407: "authentication", 429: "rate limit", 999: "bot protection"}
PROTECTED_STATUSES = (403, 503)
PROTECTING_SERVERS = ("cloudflare", "akamaighost", "ddos-guard", "sucuri", "imperva", "datadome")
CHALLENGES = ("just a moment", "attention required", "access denied", "verify you are human", "are you a robot")


def refusal(page: PageFacts) -> str:
    """What turned the crawler away, or nothing when the status is about the page itself."""
    if page.status in BY_STATUS:
        return BY_STATUS[page.status]
    if page.status not in PROTECTED_STATUSES:
        return ""
    if page.title.casefold().startswith(CHALLENGES):
        return "challenge"
    server = page.headers.get("server", "").lower()
    return "bot protection" if server.startswith(PROTECTING_SERVERS) else ""
