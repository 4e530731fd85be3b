"""What an answer to a request means for the address that was asked."""

from collections.abc import Mapping
from enum import StrEnum

WALLS = (401, 403, 407, 429, 999)
"""What doors with a lock and bot walls answer; LinkedIn's own is 999."""


class AnswerClass(StrEnum):
    OK = "ok"
    REDIRECT = "redirect"
    CLIENT_ERROR = "client-error"
    SERVER_ERROR = "server-error"
    BLOCKED = "blocked"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    FAILED = "failed"


def classify(status: int, headers: Mapping[str, str]) -> AnswerClass:
    if status in WALLS:
        return AnswerClass.BLOCKED
    if status >= 500:
        return AnswerClass.SERVER_ERROR
    if status >= 400:
        return AnswerClass.CLIENT_ERROR
    return AnswerClass.REDIRECT if status >= 300 else AnswerClass.OK
