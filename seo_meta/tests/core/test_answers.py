import pytest

from seo_meta.core.answers import AnswerClass, classify
from seo_meta.core.extract import extract
from seo_meta.core.topics.refusals import refusal
from seo_meta.core.types import Document, PageFacts
from seo_meta.errors import DeadlineError, FetchError
from seo_meta.fetch.guard import RefusedError

WALLS = [
    (403, {"cf-mitigated": "challenge"}),
    (503, {"cf-mitigated": "challenge", "server": "cloudflare"}),
    (429, {"cf-mitigated": "Challenge"}),
    (403, {"server": "cloudflare"}),
    (403, {"server": "AkamaiGHost"}),
    (202, {"x-amzn-waf-action": "challenge"}),
    (405, {"x-amzn-waf-action": "captcha"}),
    (429, {"x-vercel-mitigated": "challenge"}),
    (403, {"x-datadome": "protected"}),
    (429, {"x-kpsdk-ct": "abc"}),
    (403, {"x-sucuri-id": "12"}),
    (999, {}),
]
NO_WALLS = [
    (200, {"server": "cloudflare"}, "ok"),
    (200, {"x-datadome": "protected"}, "ok"),
    (404, {"server": "cloudflare", "x-sucuri-id": "12"}, "client-error"),
    (403, {"server": "nginx"}, "client-error"),
    (403, {}, "client-error"),
    (401, {}, "client-error"),
    (429, {"server": "cloudflare"}, "client-error"),
    (502, {"server": "cloudflare"}, "server-error"),
    (600, {}, "server-error"),
    (206, {}, "ok"),
    (304, {}, "ok"),
    (301, {}, "redirect"),
    (308, {}, "redirect"),
]


def page(status: int, headers: dict[str, str]) -> PageFacts:
    return extract(Document("https://e.test/", b"", status, headers))


@pytest.mark.parametrize(("status", "headers"), WALLS)
def test_a_bot_wall_is_no_answer_of_the_site_and_the_audit_says_the_same(status, headers):
    assert classify(status, headers) is AnswerClass.BLOCKED
    assert refusal(page(status, headers)) == "bot protection"


@pytest.mark.parametrize(("status", "headers", "expected"), NO_WALLS)
def test_other_answers_are_classed_by_their_status(status, headers, expected):
    assert classify(status, headers) == expected
    assert refusal(page(status, headers)) in ("", "authentication", "rate limit")


@pytest.mark.parametrize("error", [FetchError, DeadlineError, RefusedError])
def test_errors_are_of_known_classes(error):
    assert AnswerClass(error.answer_class)
