"""Findings of the robots rules, and the cases of Lighthouse's audit `robots-txt`."""

import json

from seo_meta.core.audit import audit_site, site_rules
from seo_meta.core.findings import SiteFailure
from seo_meta.core.policy import Policy
from seo_meta.errors import SourceError
from seo_meta.fetch.client import Fetcher
from seo_meta.fetch.robots import read_robots
from seo_meta.tests.factories import MemorySite, facts_of
from seo_meta.tests.loopback import answer, serving
from seo_meta.tests.vectors import shared

LIGHTHOUSE = ("syntax", "rule-before-agent", "pattern", "sitemap-not-absolute", "empty-agent")


def failures(robots: str, *rules: str) -> list[SiteFailure]:
    site = MemorySite([facts_of("<title>x</title>")], {"robots.txt": robots})
    chosen = [site_rules[f"robots.{rule}"] for rule in rules]
    return [failure for _, _, found in audit_site(site, chosen, Policy()) for failure in found]


def places(robots: str, *rules: str) -> list[tuple[int | None, str]]:
    return [(failure.line, failure.evidence) for failure in failures(robots, *rules)]


def test_a_finding_names_the_line():
    robots = "# robots\n\nDisalow: /a  # typing error\nUser-agent:\nnonsense"
    assert places(robots, "syntax") == [(3, "Disalow: /a"), (5, "nonsense")]
    assert places(robots, "empty-agent") == [(4, "User-agent:")]


def test_an_unknown_directive_is_compared_with_the_known_ones():
    (failure,) = failures("Disalow: /a", "syntax")
    assert failure.message.endswith("Disallow may be meant.")


def test_a_file_of_nothing_but_faults_is_not_reported_line_by_line():
    assert len(failures("x\n" * 10_000, "syntax")) == 100
    assert len(failures("<!DOCTYPE html>\n" + "<p>\n" * 100, "syntax")) == 1


def test_the_line_that_blocks_everything_is_named():
    assert places("User-agent: *\nDisallow: /a\nDisallow: /", "blocks-all") == [(3, "Disallow: /")]


def test_the_crawlers_that_are_kept_out_are_listed():
    robots = "User-agent: *\nAllow: /\n\nUser-agent: gptbot\nUser-agent: CCBot\nDisallow: /"
    assert places(robots, "ai-training-bots") == [(6, "GPTBot, CCBot")]


def lighthouse_cases():
    cases = json.loads(shared("vectors/lighthouse-seo/audit_cases.json").read_text())
    return [case for case in cases if case["audit"] == "robots-txt"]


def is_readable(fetcher: Fetcher, url: str) -> bool:
    try:
        return read_robots(fetcher, url).file.text == ""
    except SourceError:
        return False


def test_lighthouse_says_the_same():
    """A robots.txt that cannot be read fails there; here the site is not read at all, as RFC 9309 asks."""
    cases = lighthouse_cases()
    assert len(cases) == 23
    for case in cases:
        status, content = (case["artifacts"]["RobotsTxt"][name] for name in ("status", "content"))
        if status is None or status >= 400:
            reply = answer(content or "", status or 503)
            with serving({"/robots.txt": reply}) as live, Fetcher(access=live.access) as fetcher:
                assert is_readable(fetcher, live.url) == (case["expected"]["score"] == 1)
        else:
            assert len(failures(content, *LIGHTHOUSE)) == case["expected"].get("items", 0), content
