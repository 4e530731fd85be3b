"""Whether an address can be reached: one question about one address, without its body."""

from collections.abc import Mapping
from time import sleep
from typing import Literal

import msgspec

from seo_meta.core.answers import AnswerClass, classify
from seo_meta.core.external_links import TOO_MANY_REQUESTS, Answer, read_answer
from seo_meta.core.urls import host_of
from seo_meta.errors import DeadlineError, FetchError

from .client import Fetched, Fetcher
from .guard import RefusedError, UnknownHostError

UNAVAILABLE = 503
SAME_FOR_GET = (DeadlineError, RefusedError, UnknownHostError)


class Checked(msgspec.Struct, frozen=True):
    answer: Answer
    settled: bool
    """Whether another request would hear nothing else, or is not welcome."""
    closed_host: str = ""
    """Who wants to be left alone for now, by 429 or by 503 with Retry-After (RFC 9110, section 10.2.3)."""


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
        failed = Answer(AnswerClass(error.answer_class), reason=str(error))
        return Checked(failed, settled=isinstance(error, SAME_FOR_GET))
    answer = classify(fetched.status, fetched.headers)
    read = read_answer(fetched.status, answer, fetched.redirects, fetched.final_url)
    if _wants_rest(fetched):
        return Checked(read, settled=True, closed_host=host_of(fetched.final_url))
    return Checked(read, settled=fetched.status < 400)


def _wants_rest(fetched: Fetched) -> bool:
    return fetched.status == TOO_MANY_REQUESTS or (fetched.status == UNAVAILABLE and "retry-after" in fetched.headers)


def _anywhere(url: str, target: str) -> bool:
    return True


def _no_body(headers: Mapping[str, str]) -> bool:
    return False
