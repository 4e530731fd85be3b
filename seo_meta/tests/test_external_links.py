"""Links to other sites are really asked for, over HTTP on loopback, and what is known of them is kept."""

import time
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db.models import F

from seo_meta.core.answers import AnswerClass
from seo_meta.core.audit import audit_site, site_rules
from seo_meta.core.findings import Outcome
from seo_meta.core.policy import Policy
from seo_meta.fetch.client import Fetcher
from seo_meta.models import ExternalLink, Run
from seo_meta.selectors import StoredSite, external_targets
from seo_meta.services.external_links import check_external_links
from seo_meta.tests.factories import facts_of
from seo_meta.tests.loopback import Loopback, answer, private, redirect, serving
from seo_meta.tests.stored import stored_run
from seo_meta.tests.test_crawl import Silent

pytestmark = pytest.mark.django_db

EXTERNAL = [rule for rule in site_rules if rule.id.startswith("link.external-")]


@pytest.fixture
def host():
    with serving() as host:
        yield host


def run_linking_to(*targets: str) -> Run:
    links = "\n".join(f'<a href="{target}">x</a>' for target in targets)
    return stored_run(facts_of(f"<title>x</title>\n{links}"))


def check(run: Run, budget: int = 100, deadline: float = 10.0, **options: object) -> dict[str, int]:
    """Returns the counts of the run. What it links to may lie on this machine."""
    new_fetcher = partial(Fetcher, deadline, access=private(*external_targets(run)))
    check_external_links(run, budget, Silent(), **{"pause": 0, "new_fetcher": new_fetcher, **options})
    run.refresh_from_db()
    return run.external


def known(url: str) -> ExternalLink:
    return ExternalLink.objects.get(url=url)


def pass_time(**time: float) -> None:
    """As if all that is known had been found out so much earlier."""
    earlier = timedelta(**time)
    ExternalLink.objects.update(checked_at=F("checked_at") - earlier, struck_at=F("struck_at") - earlier)


def failures(run: Run) -> dict[str, list[tuple[int | None, str]]]:
    """Rule to (line, evidence), of the rules about external links that fail."""
    judged = audit_site(StoredSite(run), EXTERNAL, Policy())
    return {
        rule.id: [(failure.line, failure.evidence) for failure in found]
        for rule, outcome, found in judged
        if outcome is Outcome.FAIL
    }


def outcomes(run: Run) -> set[Outcome]:
    return {outcome for _, outcome, _ in audit_site(StoredSite(run), EXTERNAL, Policy())}


def test_an_address_that_answers_is_asked_once_and_without_its_body(host: Loopback) -> None:
    host.routes["/a"] = answer("<p>Tea</p>")
    run = run_linking_to(f"{host.url}a", f"{host.url}a#milk")
    assert check(run) == {"checked": 1, "unchecked": 0}
    assert (host.methods, host.requests) == (["HEAD"], ["/a"])
    assert known(f"{host.url}a").answer == AnswerClass.OK
    assert failures(run) == {}


@pytest.mark.parametrize("refusal", [405, 404, 500])
def test_a_server_that_knows_no_head_is_asked_with_get(host: Loopback, refusal: int) -> None:
    host.routes |= {"HEAD /a": answer(status=refusal), "GET /a": answer("<p>Tea</p>")}
    check(run_linking_to(f"{host.url}a"))
    assert host.methods == ["HEAD", "GET"]
    assert known(f"{host.url}a").answer == AnswerClass.OK


def test_a_missing_page_is_one_strike_and_a_thing_to_review(host: Loopback) -> None:
    run = run_linking_to(f"{host.url}gone")
    check(run)
    link = known(f"{host.url}gone")
    assert (link.answer, link.status, link.strikes) == (AnswerClass.CLIENT_ERROR, 404, 1)
    assert failures(run) == {"link.external-suspect": [(2, f"{host.url}gone")]}


def test_three_nights_in_a_row_make_a_link_broken(host: Loopback) -> None:
    run = run_linking_to(f"{host.url}gone")
    for _ in range(2):
        check(run)
        pass_time(hours=24)
    assert list(failures(run)) == ["link.external-suspect"]
    check(run)
    assert failures(run) == {"link.external-broken": [(2, f"{host.url}gone")]}
    host.routes["/gone"] = answer("back")
    pass_time(hours=24)
    check(run)
    assert failures(run) == {}


def test_checks_of_one_day_are_one_strike(host: Loopback) -> None:
    with serving() as closed:
        pass
    run = run_linking_to(closed.url)
    for _ in range(4):
        check(run)
        pass_time(hours=2)
    assert known(closed.url).strikes == 1


def test_a_wall_is_told_once_for_its_host(host: Loopback) -> None:
    host.routes |= {f"/{name}": answer(status=403) for name in "ab"}
    run = run_linking_to(f"{host.url}a", f"{host.url}b")
    check(run)
    assert failures(run) == {"link.external-blocked": [(2, "127.0.0.1")]}


def test_a_host_that_asks_to_wait_is_left_alone_for_the_run(host: Loopback) -> None:
    host.routes |= {f"/{name}": answer(status=429, Retry_After="60") for name in "abc"}
    run = run_linking_to(*(f"{host.url}{name}" for name in "abc"))
    assert check(run) == {"checked": 1, "unchecked": 2}
    assert len(host.requests) == 1
    assert failures(run) == {}


def test_a_host_that_leads_to_one_which_asks_to_wait_is_asked_on(host: Loopback) -> None:
    with serving({"/": answer(status=503, Retry_After="60")}) as other:
        busy = other.url.replace("127.0.0.1", "localhost")
        host.routes |= {"/1": redirect(busy), "/2": answer("2")}
        run = run_linking_to(f"{host.url}1", f"{host.url}2")
        check(run, new_fetcher=partial(Fetcher, access=private(host.url, busy)))
    assert known(f"{host.url}1").answer == AnswerClass.SERVER_ERROR
    assert known(f"{host.url}2").answer == AnswerClass.OK


def test_an_address_that_has_moved_for_good_is_told_with_the_new_one(host: Loopback) -> None:
    host.routes |= {"/a": redirect("/b"), "/b": answer("b"), "/today": redirect("/b", 302)}
    run = run_linking_to(f"{host.url}a", f"{host.url}today")
    check(run)
    assert known(f"{host.url}a").moved_to == f"{host.url}b"
    assert failures(run) == {"link.external-redirect": [(2, f"{host.url}a")]}


def test_a_redirect_to_a_missing_page_is_broken(host: Loopback) -> None:
    host.routes["/a"] = redirect("/gone")
    run = run_linking_to(f"{host.url}a")
    check(run)
    assert list(failures(run)) == ["link.external-suspect"]


def test_an_answer_that_never_ends_fails_nothing(host: Loopback) -> None:
    def drip(connection) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * 100:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    host.routes["/slow"] = drip
    run = run_linking_to(f"{host.url}slow")
    check(run, deadline=0.5)
    assert host.methods == ["HEAD"]
    assert known(f"{host.url}slow").answer == AnswerClass.TIMEOUT
    assert failures(run) == {}


def test_a_private_address_is_refused_and_never_broken(host: Loopback) -> None:
    host.routes["/a?b"] = redirect("http://10.0.0.1/")
    run = run_linking_to(host.url, "http://localhost/", f"{host.url}a")
    check(run, new_fetcher=Fetcher)
    check(run_linking_to(f"{host.url}a?b"), new_fetcher=partial(Fetcher, access=host.access))
    assert host.requests == ["/a?b"]
    assert set(ExternalLink.objects.values_list("answer", flat=True)) == {AnswerClass.REFUSED}
    assert failures(run) == {}


def test_a_host_that_does_not_exist_is_asked_for_once() -> None:
    looked_up = []

    def resolve(name: str, port: int) -> list[str]:
        looked_up.append(name)
        raise OSError

    run = run_linking_to("https://gone.example/")
    check(run, new_fetcher=partial(Fetcher, resolve=resolve))
    assert looked_up == ["gone.example"]
    assert failures(run) == {"link.external-suspect": [(2, "https://gone.example/")]}


def test_what_is_known_is_not_asked_for_again_by_any_run(host: Loopback) -> None:
    host.routes["/a"] = answer("a")
    targets = [f"{host.url}a", f"{host.url}gone"]
    check(run_linking_to(*targets))
    asked = len(host.requests)
    again = run_linking_to(*targets)
    assert check(again) == {"checked": 0, "unchecked": 0}
    assert len(host.requests) == asked
    assert list(failures(again)) == ["link.external-suspect"]


def test_a_budget_goes_to_new_links_first_and_then_to_what_was_asked_longest_ago(host: Loopback) -> None:
    host.routes |= {f"/{name}": answer(name) for name in "abcd"}
    run = run_linking_to(*(f"{host.url}{name}" for name in "abcd"))
    assert check(run, budget=2) == {"checked": 2, "unchecked": 2}
    pass_time(days=8)
    ExternalLink.objects.filter(url=f"{host.url}b").update(checked_at=F("checked_at") - timedelta(days=1))
    assert check(run, budget=3) == {"checked": 3, "unchecked": 1}
    assert host.requests == ["/a", "/b", "/c", "/d", "/b"]


def test_no_check_begins_after_the_time_limit(host: Loopback) -> None:
    run = run_linking_to(f"{host.url}a", f"{host.url}b")
    assert check(run, time_limit=0) == {"checked": 0, "unchecked": 2}
    assert host.requests == []


def test_hosts_are_asked_side_by_side() -> None:
    both = Barrier(2, timeout=20)

    def meet(connection) -> None:  # Each answers only when the other was asked.
        both.wait()
        connection.sendall(answer("met"))

    with ExitStack() as stack:
        one, other = (stack.enter_context(serving({"/": meet})) for _ in range(2))
        targets = one.url, other.url.replace("127.0.0.1", "localhost")
        check(run_linking_to(*targets))
    assert {known(url).answer for url in targets} == {AnswerClass.OK}


def test_links_of_error_pages_are_not_checked(host: Loopback) -> None:
    run = stored_run(facts_of(f'<a href="{host.url}">x</a>', status=404))
    assert check(run) == {"checked": 0, "unchecked": 0}


def test_rules_do_not_apply_before_anything_was_checked_or_long_after(host: Loopback) -> None:
    run = run_linking_to(f"{host.url}gone")
    assert outcomes(run) == {Outcome.NOT_APPLICABLE}
    check(run)
    assert outcomes(run) == {Outcome.FAIL, Outcome.PASS}
    pass_time(days=40)
    assert outcomes(run) == {Outcome.NOT_APPLICABLE}
