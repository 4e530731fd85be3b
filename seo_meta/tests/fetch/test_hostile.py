"""Whatever a server sends, in whatever time: one answer or one FetchError, and bounded memory."""

import json
import socket
import tracemalloc

import pytest
import trustme

from seo_meta.core.extract import extract
from seo_meta.core.types import Document, PageFacts
from seo_meta.errors import DeadlineError, FetchError
from seo_meta.fetch import wire
from seo_meta.fetch.client import MAX_BODY, REDIRECTS, Fetched, Fetcher, RedirectError
from seo_meta.fetch.credentials import Credentials
from seo_meta.tests.hostile import HTML, behaviour, raw_answer, redirect_routes, tls_server
from seo_meta.tests.loopback import Loopback, answer, private, serving
from seo_meta.tests.vectors import SHARED, shared

PATH = "vectors/http/hostile_responses.json"
CASES = json.loads((SHARED / PATH).read_text()) if (SHARED / PATH).exists() else []
SENT = [case for case in CASES if "raw" in case or ("behave" in case and "tls" not in case["behave"])]
REDIRECTING = [case for case in CASES if "location" in case]
TLS = [case for case in CASES if case.get("behave", "").startswith("tls:")]
DEADLINE = 0.4
MAX_MEMORY = 64 * 2**20
NO_ASCII = ("http/charset-utf-16", "http/invalid-utf8", "http/ct-html-png-body", "http/nul-body")


def by_id(case: dict) -> str:
    return case["id"]


def fetched(site: Loopback, deadline: float = DEADLINE) -> Fetched | FetchError:
    """What came of asking for the home page. No other exception may come out."""
    with Fetcher(deadline=deadline, access=site.access) as fetcher:
        try:
            return fetcher.fetch(site.url, follow=lambda url, target: True)
        except FetchError as error:
            return error


def facts_of(found: Fetched) -> PageFacts:
    return extract(Document(found.final_url, found.body, found.status, found.headers, truncated=found.truncated))


def is_as_expected(expect: str, found: Fetched | FetchError) -> bool:
    reason = "" if isinstance(found, Fetched) else str(found)
    match expect:
        case "ok":
            return isinstance(found, Fetched) and not found.truncated
        case "ok_or_error":
            return True
        case "skip":
            return isinstance(found, Fetched) and not facts_of(found).is_html
        case "truncated":
            return "closed before the whole answer" in reason if reason else found.truncated
        case "too_large":  # A coding that was not asked for is not unpacked at all.
            return "not asked for" in reason if reason else (found.truncated, len(found.body)) == (True, MAX_BODY)
        case "protocol_error":
            return "not valid HTTP" in reason or "closed before the whole answer" in reason
        case "decode_error":
            return "Content-Encoding" in reason
        case "deadline" | "timeout":
            return isinstance(found, DeadlineError)
        case "tls_error":
            return "TLS" in reason
        case "redirect_error":
            nowhere = isinstance(found, Fetched) and found.status in REDIRECTS and found.location is None
            return nowhere or isinstance(found, RedirectError)
    return False


def test_every_case_is_run_here_or_with_the_retries():
    assert len(json.loads(shared(PATH).read_text())) == 127
    others = [case["id"] for case in CASES if case not in (*SENT, *REDIRECTING, *TLS) and case["expect"] != "retry"]
    assert others == ["http/slow-tls"]


@pytest.mark.parametrize("case", SENT, ids=by_id)
def test_an_answer_is_read_or_refused_and_memory_stays_bounded(case):
    reply = raw_answer(case["raw"]) if "raw" in case else behaviour(case["behave"])
    patient = case["expect"] not in ("deadline", "timeout")
    with serving({"/": reply}) as site:
        tracemalloc.start()
        found = fetched(site, 20 if patient else DEADLINE)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert is_as_expected(case["expect"], found), found
    assert peak < MAX_MEMORY


@pytest.mark.parametrize("case", [case for case in SENT if case["expect"] in ("ok", "skip")], ids=by_id)
def test_a_page_with_any_type_or_charset_is_extracted(case):
    reply = raw_answer(case["raw"]) if "raw" in case else behaviour(case["behave"])
    with serving({"/": reply}) as site:
        found = fetched(site, 20)
    facts = facts_of(found)
    assert not {"\0", "\ud800"} & set(facts.title + facts.text)
    if case["expect"] == "ok" and b"<title>" in found.body and case["id"] not in NO_ASCII:
        assert facts.title == "T"


def test_a_byte_order_mark_is_stronger_than_the_header():
    case = next(case for case in CASES if case["id"] == "http/bom-over-header") if CASES else shared(PATH)
    with serving({"/": raw_answer(case["raw"])}) as site:
        assert facts_of(fetched(site)).encoding == "utf-16-le"


@pytest.mark.parametrize("stray", [answer("EVIL"), b"EVIL\r\n\r\n", b"EVIL"])
def test_what_comes_behind_an_answer_is_not_taken_for_the_next(stray):
    routes = {"/": answer("hi") + stray, "/next": answer("next")}
    with serving(routes) as site, Fetcher(access=site.access) as fetcher:
        assert fetcher.fetch(site.url).body == b"hi"
        assert fetcher.fetch(site.url + "next").body == b"next"
        assert fetcher.fetch(site.url + "next").body == b"next"
    assert site.connections == 2


def test_a_body_that_answers_a_head_request_is_not_taken_for_the_next_answer():
    with serving({"/": answer("hi")}) as site, Fetcher(access=site.access) as fetcher:
        assert fetcher.fetch(site.url, method="HEAD").body == b""
        assert fetcher.fetch(site.url).body == b"hi"


# Redirects


@pytest.mark.parametrize("case", REDIRECTING, ids=by_id)
def test_redirects_lead_to_a_page_or_end(case, trusted):
    tls = tls_server("valid", trusted) if case["location"] == "@HTTPS_TO_HTTP@" else None
    with serving({"/": answer(HTML)}) as elsewhere, serving(tls=tls) as site:
        site.routes |= redirect_routes(case["location"], site, elsewhere)
        credentials = Credentials(site.url, {"Authorization": "Basic c2VjcmV0"})
        with Fetcher(access=private(site.url, elsewhere.url), credentials=credentials) as fetcher:
            try:
                found: Fetched | FetchError = fetcher.fetch(site.url, follow=lambda url, target: True)
            except FetchError as error:
                found = error
        assert len(site.requests) <= 11
        assert not [headers for headers in elsewhere.headers if "authorization" in headers]
    if case["location"] == "@META@":  # No redirect of HTTP: it is a page, which is asked for once and says so itself.
        assert facts_of(found).refreshes_at_once
        assert len(site.requests) == 1
        return
    assert is_as_expected(case["expect"], found), found
    assert case["expect"] != "ok" or (found.status, found.body) == (200, HTML)


# TLS


@pytest.fixture
def trusted(monkeypatch):
    """An authority that this test's clients trust."""
    authority = trustme.CA()
    with authority.cert_pem.tempfile() as path:
        monkeypatch.setenv("SSL_CERT_FILE", path)
        wire.tls_context.cache_clear()
        yield authority
    wire.tls_context.cache_clear()


@pytest.mark.parametrize("case", TLS, ids=by_id)
def test_tls_that_is_wrong_is_an_error_and_nothing_is_asked(case, trusted):
    with serving({"/": answer(HTML)}, tls_server(case["behave"].removeprefix("tls:"), trusted)) as site:
        found = fetched(site, 20)
    assert is_as_expected(case["expect"], found), found
    assert site.requests == []


def test_tls_that_is_right_is_read(trusted):
    with serving({"/": answer(HTML)}, tls_server("valid", trusted)) as site:
        assert fetched(site, 20).body == HTML


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("expired", "certificate has expired"),
        ("self_signed", "self-signed certificate"),
        ("untrusted_root", "unable to get local issuer certificate"),
        ("wrong_host", "certificate is not valid for"),
    ],
)
def test_a_certificate_that_is_not_valid_is_named_with_its_reason(kind, reason, trusted):
    with serving(tls=tls_server(kind, trusted)) as site:
        found = fetched(site, 20)
    assert str(found).startswith("the TLS certificate is not valid: ")
    assert reason in str(found)


def test_a_handshake_that_stalls_ends_at_the_deadline():
    with socket.create_server(("127.0.0.1", 0)) as silent:  # Connections are made, but nobody speaks.
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with Fetcher(deadline=DEADLINE, access=private(url)) as fetcher, pytest.raises(DeadlineError):
            fetcher.fetch(url)
