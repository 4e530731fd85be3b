"""Findings of the sitemap rules: where they stand and what they say."""

import pytest

from seo_meta.core.audit import audit_site, site_rules
from seo_meta.core.findings import Outcome, SiteFailure
from seo_meta.core.policy import Policy
from seo_meta.tests.factories import BASE, MemorySite, facts_of


def urlset(*paths: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{BASE}{path}</loc></url>' for path in paths)}</urlset>"


def ask(rule: str, site: MemorySite) -> tuple[Outcome, list[SiteFailure]]:
    ((_, outcome, failures),) = audit_site(site, [site_rules[f"sitemap.{rule}"]], Policy())
    return outcome, failures


def test_a_listed_page_that_is_wrong_is_named_and_an_address_without_page_stands_for_the_site():
    pages = [facts_of("<title>x</title>", "index.html"), facts_of("<title>x</title>", "404.html", status=404)]
    site = MemorySite(pages, {"sitemap.xml": urlset("", "404", "gone", "gone.html")})
    _, failures = ask("url-non-200", site)
    assert [(failure.page, failure.evidence) for failure in failures] == [(2, f"{BASE}404.html"), (0, f"{BASE}gone")]


def test_pages_that_robots_txt_forbids_are_named_if_they_were_read():
    files = {"robots.txt": "User-agent: *\nDisallow: /a\nSitemap: /s.xml", "s.xml": urlset("", "a", "ab")}
    site = MemorySite([facts_of("<title>x</title>", "a.html")], files)
    _, failures = ask("url-blocked", site)
    assert [(failure.page, failure.evidence) for failure in failures] == [(1, f"{BASE}a"), (0, f"{BASE}ab")]


@pytest.mark.parametrize("broken", ["<urlset>", None])
def test_what_no_sitemap_lists_is_not_known_when_one_cannot_be_read(broken):
    files = {"robots.txt": "Sitemap: /a.xml\nSitemap: /b.xml", "a.xml": urlset()}
    if broken:
        files["b.xml"] = broken
    outcome, _ = ask("missing-page", MemorySite([facts_of("<title>x</title>")], files))
    assert outcome is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    "rule",
    ["wrong-host", "url-non-200", "url-redirect", "url-noindex", "url-non-canonical", "url-blocked", "missing-page"],
)
def test_a_folder_without_address_is_not_held_against_its_sitemap(rule):
    site = MemorySite([facts_of("<title>x</title>")], {"robots.txt": "User-agent: *", "sitemap.xml": urlset("gone")})
    site.base_url = "https://folder.invalid/"
    assert ask(rule, site)[0] is Outcome.INCONCLUSIVE


def test_many_faults_of_one_sitemap_are_one_finding():
    entries = "".join(f"<url><loc>/{number}</loc><lastmod>yesterday</lastmod></url>" for number in range(1000))
    site = MemorySite([], {"sitemap.xml": f"<urlset>{entries}</urlset>"})
    for rule, evidence in (("relative-loc", "/0"), ("lastmod-invalid", "yesterday")):
        _, (failure,) = ask(rule, site)
        assert failure.message.startswith("1,000 ")
        assert failure.evidence == evidence


def test_repetitions_are_told_apart_by_sitemap():
    files = {
        "robots.txt": "Sitemap: /a.xml\nSitemap: /b.xml",
        "a.xml": urlset("1", "2", "2"),
        "b.xml": urlset("1", "3"),
    }
    site = MemorySite([], files)
    assert [failure.evidence for failure in ask("duplicate-url", site)[1]] == [f"{BASE}2"]
    assert [failure.evidence for failure in ask("in-multiple", site)[1]] == [f"{BASE}1"]
