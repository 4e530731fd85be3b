"""Whether an address can be reached: one question about one address, without its body."""

from collections.abc import Mapping
from time import sleep
from typing import Literal

import msgspec

from seo_meta.core.answers import AnswerClass, asks_for_pause, classify
from seo_meta.core.external_links import Answer, read_answer
from seo_meta.core.urls import host_of
from seo_meta.errors import DeadlineError, FetchError

from .client import Fetcher, anywhere
from .guard import RefusedError, UnknownHostError

SAME_FOR_GET = (DeadlineError, RefusedError, UnknownHostError)


class Checked(msgspec.Struct, frozen=True):
    answer: Answer
    settled: bool
    """Whether another request would hear nothing else, or is not welcome."""
    closed_host: str = ""
    """Who wants to be left alone for now, by 429 or by 503 with Retry-After."""


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
        fetched = fetcher.fetch(url, method=method, follow=anywhere, wants_body=_no_body)
    except FetchError as error:
        failed = Answer(AnswerClass(error.answer_class), reason=str(error))
        return Checked(failed, settled=isinstance(error, SAME_FOR_GET))
    answer = classify(fetched.status, fetched.headers)
    read = read_answer(fetched.status, answer, fetched.redirects, fetched.final_url)
    if asks_for_pause(fetched.status, fetched.headers):
        return Checked(read, settled=True, closed_host=host_of(fetched.final_url))
    return Checked(read, settled=fetched.status < 400)


def _no_body(headers: Mapping[str, str]) -> bool:
    return False
