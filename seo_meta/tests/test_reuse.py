"""Pages that did not change are taken over from the run before, with all that was found on them."""

import os
import time
from pathlib import Path

import pytest

from seo_meta.config import SiteConfig
from seo_meta.core import audit as core_audit
from seo_meta.core.audit import site_rules
from seo_meta.models import Page, Run
from seo_meta.services.analyse import Analysis
from seo_meta.services.crawl import Reading, reading_run
from seo_meta.services.pipeline import audit_source
from seo_meta.sources import folder as source_folder
from seo_meta.tests.crawling import Silent, crawl
from seo_meta.tests.loopback import answer, page, redirect, serving

pytestmark = pytest.mark.django_db

OLD = time.time() - 3600


@pytest.fixture
def parsed(monkeypatch) -> list[str]:
    """The URLs of the pages that are parsed."""
    urls = []
    extract = Analysis._extract

    def counting(self, document, unparsed):
        urls.append(document.url)
        return extract(self, document, unparsed)

    monkeypatch.setattr(Analysis, "_extract", counting)
    return urls


def write(folder: Path, name: str, html: str, mtime: float = OLD) -> None:
    (folder / name).write_text(html)
    os.utime(folder / name, (mtime, mtime))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "index.html", '<link rel="canonical" href="https://e.test/"><p>no title</p>')
    write(tmp_path, "a.html", "<title>A page with a title of its own</title>")
    return tmp_path


def read(folder: Path, config: SiteConfig | None = None) -> Run:
    with reading_run(Reading(str(folder), config or SiteConfig()), Silent(), audit=True) as run:
        Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
        return run


def found(run: Run) -> list[tuple]:
    return sorted(run.findings.values_list("rule", "page__url", "message", "fingerprint", "severity"))


def test_an_unchanged_folder_is_not_even_opened_again(folder, parsed, monkeypatch):
    monkeypatch.setattr(source_folder, "FRESH_NS", 0)
    opened = []
    read_file = source_folder.read
    monkeypatch.setattr(source_folder, "read", lambda entry: opened.append(entry.file) or read_file(entry))
    first = read(folder)
    del parsed[:], opened[:]
    second = read(folder)
    assert parsed == []
    assert opened == ["index.html"]  # for the base URL alone
    assert (first.reused, second.reused, second.pages) == (0, 2, 2)
    assert found(second) == found(first) != []
    assert second.outcomes == first.outcomes != {}
    assert all(Page.objects.filter(run=second).values_list("unchanged", flat=True))


def test_only_the_file_that_changed_is_parsed(folder, parsed):
    read(folder)
    del parsed[:]
    write(folder, "a.html", "<p>no title any more</p>", OLD + 60)
    second = read(folder)
    assert parsed == ["https://e.test/a.html"]
    assert second.reused == 1
    assert {url for rule, url, *_ in found(second) if rule == "title.missing"} == {
        "https://e.test/",
        "https://e.test/a.html",
    }


def test_a_file_that_was_only_written_anew_is_known_by_its_bytes(folder, parsed):
    read(folder)
    del parsed[:]
    os.utime(folder / "a.html", (OLD + 60, OLD + 60))
    assert read(folder).reused == 2
    assert parsed == []


def test_a_file_that_changed_lately_is_looked_into_although_its_time_is_the_same(folder, parsed):
    now = time.time()
    write(folder, "a.html", "<title>one</title>", now)
    read(folder)
    write(folder, "a.html", "<title>two</title>", now)
    assert Page.objects.get(run=read(folder), url__endswith="a.html").title == "two"


def test_a_build_that_sets_all_times_alike_hides_no_change(folder, parsed, monkeypatch):
    monkeypatch.setattr(source_folder, "FRESH_NS", 0)
    write(folder, "a.html", "<title>one</title>")
    read(folder)
    time.sleep(0.02)  # longer than a file system's tick
    write(folder, "a.html", "<title>two</title>")
    assert Page.objects.get(run=read(folder), url__endswith="a.html").title == "two"


def test_other_limits_judge_every_page_again(folder, parsed):
    read(folder)
    del parsed[:]
    assert read(folder, SiteConfig(rules={"title.missing": "off"})).reused == 0
    assert len(parsed) == 2


@pytest.mark.parametrize(
    "html",
    [
        '<title>x</title><meta name="robots" content="unavailable_after: 2030-01-01">',
        '<title data-siteagent-ignore="title.too-short-px">x</title>',
    ],
)
def test_a_page_whose_verdict_may_change_by_itself_is_judged_again(folder, parsed, html):
    write(folder, "a.html", html)
    read(folder)
    del parsed[:]
    assert read(folder).reused == 1
    assert parsed == ["https://e.test/a.html"]


# Live sites


@pytest.fixture
def site():
    with serving() as site:
        yield site


def audited(site) -> Run:
    run = crawl(site, audit=True).run
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    return run


def test_a_page_is_asked_for_only_if_it_changed(site, parsed):
    validators = {"ETag": '"1"', "Last_Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
    whole, unchanged = answer('<a href="/a">x</a>', **validators), answer("", 304, content_type="", **validators)

    def reply(connection):
        asked = site.headers[-1]
        same = (asked.get("if-none-match"), asked.get("if-modified-since")) == tuple(validators.values())
        connection.sendall(unchanged if same else whole)

    site.routes |= {"/": reply, "/a": page()}
    first = audited(site)
    del parsed[:]
    second = audited(site)
    assert parsed == []
    assert (second.pages, second.reused, second.complete) == (2, 2, True)
    assert found(second) == found(first)


def test_the_same_bytes_need_no_validators(site, parsed):
    site.routes |= {"/": page("/old"), "/old": redirect("/a"), "/a": page()}
    audited(site)
    del parsed[:]
    second = audited(site)
    assert parsed == []
    assert second.reused == second.pages == 3


@pytest.mark.parametrize("header", ["X_Robots_Tag", "Content_Security_Policy"])
def test_a_header_that_changed_makes_another_page(site, parsed, header):
    site.routes["/"] = page()
    audited(site)
    del parsed[:]
    site.routes["/"] = answer("<!doctype html><title>T</title>", **{header: "none"})
    assert audited(site).reused == 0
    assert len(parsed) == 1


def test_a_304_with_another_header_is_asked_for_again_as_a_whole(site, parsed):
    site.routes["/"] = answer("<title>T</title>", ETag='"1"')
    audited(site)
    del parsed[:]

    def noindex(connection):
        unchanged = answer("", 304, content_type="", x_robots_tag="noindex")
        whole = answer("<title>T</title>", x_robots_tag="noindex")
        connection.sendall(unchanged if "if-none-match" in site.headers[-1] else whole)

    site.routes["/"] = noindex
    run = audited(site)
    assert run.reused == 0
    assert Page.objects.get(run=run).noindex


# Rules about the whole site


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The site rules that are asked."""
    rules = []
    ask = core_audit._ask_site

    def counting(rule, site, limits):
        rules.append(rule.id)
        return ask(rule, site, limits)

    monkeypatch.setattr(core_audit, "_ask_site", counting)
    return rules


def audit(folder: Path) -> Run:
    return audit_source(Reading(str(folder)), Silent())


def test_of_a_site_that_did_not_change_only_rules_that_look_elsewhere_are_asked(folder, asked):
    write(folder, "b.html", "<title>A page with a title of its own</title>")
    first = audit(folder)
    del asked[:]
    second = audit(folder)
    assert set(asked) == {rule.id for rule in site_rules if not rule.timeless and second.read_policy().runs(rule)}
    assert found(second) == found(first)
    assert {"title.duplicate", "link.orphan"} <= {rule for rule, *_ in found(second)}
    timeless = [rule.id for rule in site_rules if rule.timeless and rule.id in first.outcomes]
    assert {rule: second.outcomes[rule] for rule in timeless} == {rule: first.outcomes[rule] for rule in timeless}


@pytest.mark.parametrize("name", ["b.html", "image.png", "robots.txt"])
def test_of_a_site_that_changed_in_any_way_every_rule_is_asked(folder, asked, name):
    audit(folder)
    del asked[:]
    write(folder, name, "User-agent: *")
    audit(folder)
    assert "title.duplicate" in asked
