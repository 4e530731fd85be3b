"""What an answer means, whatever the page. A bot wall says nothing of what is behind it, so it is no broken link."""

from collections.abc import Mapping
from enum import StrEnum


class AnswerClass(StrEnum):
    OK = "ok"
    REDIRECT = "redirect"
    CLIENT_ERROR = "client-error"
    SERVER_ERROR = "server-error"
    BLOCKED = "blocked"
    """By a bot wall: nothing is known of the page."""
    TIMEOUT = "timeout"
    REFUSED = "refused"
    """By our own guard: nothing was asked."""
    FAILED = "failed"
    """No whole answer came, for any other reason."""


NOT_MODIFIED = 304
TOO_MANY_REQUESTS = 429
UNAVAILABLE = 503
WALL_STATUSES = (999,)
"""LinkedIn's own, which linkinator and lychee know too."""
PROTECTED_STATUSES = (403, 503)
LIMITED_STATUSES = (*PROTECTED_STATUSES, 429)

# Each wall says so itself, with whatever status: AWS challenges with 202 and asks for captchas with 405.
# https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
# https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
CHALLENGES = {
    "cf-mitigated": ("challenge",),
    "x-amzn-waf-action": ("captcha", "challenge"),
    "x-vercel-mitigated": ("challenge", "deny"),
}
# What protections add to all that goes through them: DataDome, Sucuri, Kasada, Imperva.
PROTECTION_HEADERS = ("x-datadome", "x-sucuri-id", "x-sucuri-block", "x-kpsdk-ct", "x-iinfo")
WALL_HEADERS = (*CHALLENGES, *PROTECTION_HEADERS)
PROTECTING_SERVERS = ("cloudflare", "akamaighost", "ddos-guard", "sucuri", "imperva", "datadome")


def classify(status: int, headers: Mapping[str, str]) -> AnswerClass:
    """`headers` with names in lower case. 304 is as good as the copy that it confirms."""
    if is_bot_wall(status, headers):
        return AnswerClass.BLOCKED
    if status < 300 or status == NOT_MODIFIED:
        return AnswerClass.OK
    if status < 400:
        return AnswerClass.REDIRECT
    return AnswerClass.CLIENT_ERROR if status < 500 else AnswerClass.SERVER_ERROR


def asks_for_pause(status: int, headers: Mapping[str, str]) -> bool:
    """Whether the host, not only the page, wants to be left alone for a while (RFC 9110, section 10.2.3)."""
    return status == TOO_MANY_REQUESTS or (status == UNAVAILABLE and "retry-after" in headers)


def is_bot_wall(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a firewall or bot protection answered in place of the site. `headers` with names in lower case."""
    if status in WALL_STATUSES or any(headers.get(name, "").lower() in said for name, said in CHALLENGES.items()):
        return True
    if status in LIMITED_STATUSES and any(name in headers for name in PROTECTION_HEADERS):
        return True
    return status in PROTECTED_STATUSES and headers.get("server", "").lower().startswith(PROTECTING_SERVERS)
