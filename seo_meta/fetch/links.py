"""Whether an address can be reached: one question about one address, without its body."""

from collections.abc import Mapping
from time import sleep
from typing import Literal

import msgspec

from seo_meta.core.answers import AnswerClass, classify
from seo_meta.core.external_links import TOO_MANY_REQUESTS, Answer, read_answer
from seo_meta.errors import DeadlineError, FetchError

from .client import Fetched, Fetcher
from .guard import RefusedError, UnknownHostError

UNAVAILABLE = 503
SAME_FOR_GET = (DeadlineError, RefusedError, UnknownHostError)


class Checked(msgspec.Struct, frozen=True):
    answer: Answer
    settled: bool
    """Whether another request would hear nothing else, or is not welcome."""
    wait: bool = False
    """Whether the host wants to be left alone for now: 429, or 503 with Retry-After (RFC 9110, section 10.2.3)."""


def check_link(fetcher: Fetcher, url: str, pause: float) -> Checked:
    """Ask with HEAD, and after `pause` seconds with GET where that fails: some servers know no HEAD. robots.txt is not
    asked: it speaks to those who crawl, and a reader's click asks for the same page."""
    checked = _ask(fetcher, url, "HEAD")
    if checked.settled:
        return checked
    sleep(pause)
    return _ask(fetcher, url, "GET")


def _ask(fetcher: Fetcher, url: str, method: Literal["HEAD", "GET"]) -> Checked:
    try:
        fetched = fetcher.fetch(url, method=method, follow=_anywhere, wants_body=_no_body)
    except FetchError as error:
        answer = Answer(AnswerClass(error.answer_class), reason=str(error))
        return Checked(answer, isinstance(error, SAME_FOR_GET))
    wait = fetched.status == TOO_MANY_REQUESTS or (fetched.status == UNAVAILABLE and "retry-after" in fetched.headers)
    return Checked(_read(fetched), wait or fetched.status < 400, wait)


def _read(fetched: Fetched) -> Answer:
    answer = classify(fetched.status, fetched.headers)
    return read_answer(fetched.status, answer, fetched.redirects, fetched.final_url)


def _anywhere(url: str, target: str) -> bool:
    return True


def _no_body(headers: Mapping[str, str]) -> bool:
    return False
