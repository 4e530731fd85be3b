"""Links to other sites: what one answer says of an address, and what several in a row do."""

from datetime import datetime, timedelta

from .answers import TOO_MANY_REQUESTS, AnswerClass
from .types import Value

PERMANENT = (301, 308)
UNTELLING = {
    401: AnswerClass.BLOCKED,
    403: AnswerClass.BLOCKED,
    407: AnswerClass.BLOCKED,
    408: AnswerClass.TIMEOUT,
    TOO_MANY_REQUESTS: AnswerClass.BLOCKED,
}
"""Client errors that say nothing of the page: a reader may well get it."""
BROKEN = (AnswerClass.CLIENT_ERROR, AnswerClass.FAILED)
"""Nobody gets anything there: 404, 410 and their like, no such host, no connection."""
GOOD = (AnswerClass.OK, AnswerClass.REDIRECT)
STRIKE_EVERY = timedelta(hours=12)
"""A fault that several runs of one day meet is one fault: hosts have bad days."""

FRESH_FOR = {
    AnswerClass.OK: timedelta(days=7),
    AnswerClass.REDIRECT: timedelta(days=7),
    # A day, but for the hours by which a nightly job may begin earlier than the night before.
    AnswerClass.CLIENT_ERROR: timedelta(hours=20),
    AnswerClass.SERVER_ERROR: timedelta(hours=1),
    AnswerClass.TIMEOUT: timedelta(hours=1),
    AnswerClass.FAILED: timedelta(hours=1),
    AnswerClass.BLOCKED: timedelta(days=7),
    AnswerClass.REFUSED: timedelta(days=7),
}
"""How long an answer is taken for the present one."""


class Answer(Value, frozen=True):
    """What an address answered, redirects followed."""

    answer: AnswerClass
    status: int | None = None
    """Of the end; where redirects end well, of the first of them. None without an answer."""
    reason: str = ""
    """Why there was no answer."""
    moved_to: str = ""
    """Where the address leads for good: the end of the permanent redirects (301, 308) with which it begins. Empty
    when it begins with none."""

    @property
    def too_many_requests(self) -> bool:
        return self.status == TOO_MANY_REQUESTS


class Strikes(Value, frozen=True):
    """How many checks in a row found an address broken, and when the last of those was that counted."""

    count: int = 0
    last: datetime | None = None


class ExternalLink(Answer, frozen=True):
    """What is known of an address."""

    url: str = ""
    strikes: int = 0


def read_answer(status: int, answer: AnswerClass, redirects: tuple[tuple[str, int], ...], final_url: str) -> Answer:
    """`status` and `answer` are those of the end; `redirects` are (URL, status) of each hop before `final_url`."""
    if answer is AnswerClass.CLIENT_ERROR:
        answer = UNTELLING.get(status, answer)
    if answer not in GOOD or not redirects:
        return Answer(answer, status)
    hops = (*redirects, (final_url, 0))
    first, moved_to = redirects[0][1], next(url for url, status in hops if status not in PERMANENT)
    return Answer(AnswerClass.REDIRECT, first, moved_to=moved_to if first in PERMANENT else "")


def is_fresh(answer: Answer, age: timedelta) -> bool:
    """Whether an answer of that age need not be asked for again. Who answers too many requests is asked soon."""
    return age < (FRESH_FOR[AnswerClass.TIMEOUT] if answer.too_many_requests else FRESH_FOR[answer.answer])


def count_strike(before: Strikes, answer: AnswerClass, now: datetime) -> Strikes:
    """The strikes after one more check. An answer that does not tell leaves them as they were."""
    if answer in GOOD:
        return Strikes()
    if answer not in BROKEN or (before.last is not None and now - before.last < STRIKE_EVERY):
        return before
    return Strikes(before.count + 1, now)
