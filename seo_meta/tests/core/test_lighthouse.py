"""Lighthouse's own SEO audits as recorded, 145 cases of 8 audits: our rules agree, or the table says why not.

A case holds what Lighthouse had gathered of a page; it is written back as HTML, headers and robots.txt, and read by us.
An audit fails when one of the rules that stand for it fails. The cases come from Lighthouse's tests (Apache-2.0) and
are read from `../shared/vectors`.
"""

import json
from collections.abc import Callable
from html import escape
from typing import Any

import msgspec
import pytest

from seo_meta.core.audit import Policy, audit_page, audit_site, page_rules, site_rules
from seo_meta.core.extract import extract
from seo_meta.core.findings import Outcome
from seo_meta.core.site import TextFile
from seo_meta.core.types import Document
from seo_meta.tests.factories import BASE, TODAY, MemorySite
from seo_meta.tests.vectors import shared

RULES = {
    "canonical": (
        *("canonical.conflicting", "canonical.invalid-url", "canonical.relative"),
        *("canonical.to-homepage", "canonical.hreflang-conflict"),
    ),
    "crawlable-anchors": ("link.uncrawlable", "link.missing-href"),
    "hreflang": ("hreflang.invalid-code", "hreflang.relative-url", "hreflang.whitespace"),
    "http-status-code": ("index.http-status-doc",),
    "is-crawlable": (
        *("index.noindex", "index.noindex-header", "index.unavailable-after-past", "index.blocked-by-robots"),
    ),
    "link-text": ("link.anchor-generic",),
    "meta-description": ("description.missing",),
    "robots-txt": (
        *("robots.syntax", "robots.rule-before-agent", "robots.pattern"),
        *("robots.sitemap-not-absolute", "robots.empty-agent"),
    ),
}

JAVASCRIPT = "With a space before its colon it is no scheme (URL Standard) but the name of a file."
SOME_CRAWLER = "Lighthouse passes when any crawler may index the page; we judge for Google."
STOPPED = "Where robots.txt cannot be read nothing may be (RFC 9309): the run stops and says so."

EXCEPTIONS: dict[int, str] = {
    23: "Case 34 is the same HTML and fails: Lighthouse tells them apart by what its own gatherer left out.",
    36: "An empty href is a valid link to the page itself; case 24 is the same HTML and passes.",
    44: JAVASCRIPT,
    45: JAVASCRIPT,
    99: SOME_CRAWLER,
    108: SOME_CRAWLER,
    **dict.fromkeys((122, 123, 124, 125), STOPPED),
}
"""Place of a case in the file: why we say otherwise. A case that agrees may not stand here."""

Artifacts = dict[str, Any]


def cases() -> list[dict[str, Any]]:
    return json.loads(shared("vectors/lighthouse-seo/audit_cases.json").read_text())


def test_the_verdicts_of_lighthouse_are_ours_or_an_exception_says_why() -> None:
    known = cases()
    assert len(known) == 145
    differing = {
        place: (case["audit"], case["test"], case["artifacts"], case["expected"].get("score"))
        for place, case in enumerate(known)
        if not case["test_error"] and fails(case) != (case["expected"].get("score") == 0)
    }
    assert sorted(differing) == sorted(EXCEPTIONS), [differing[place] for place in differing if place not in EXCEPTIONS]


@pytest.mark.parametrize("audit", RULES)
def test_the_rules_that_stand_for_an_audit_exist(audit: str) -> None:
    assert [rule for rule in RULES[audit] if rule not in page_rules and rule not in site_rules] == []


def fails(case: dict[str, Any]) -> bool:
    site = SITES.get(case["audit"], page_site)(case["artifacts"])
    wanted = RULES[case["audit"]]
    policy = Policy(
        severities={rule: (page_rules if rule in page_rules else site_rules)[rule].severity for rule in wanted}
    )
    facts = [site.facts(page.id) for page in site.pages()]
    rules = [page_rules[rule] for rule in wanted if rule in page_rules]
    outcomes = [outcome for page in facts for outcome in audit_page(page, rules, policy).outcomes.values()]
    whole = audit_site(site, [site_rules[rule] for rule in wanted if rule in site_rules], policy)
    return Outcome.FAIL in (*outcomes, *(outcome for _, outcome, _ in whole))


def page_site(artifacts: Artifacts) -> MemorySite:
    """A live site of the one page that the case is about."""
    url = artifacts.get("URL", {})
    main = url.get("mainDocumentUrl") or url.get("finalDisplayedUrl") or f"{BASE}page.html"
    response = next(iter(artifacts.get("Responses", [])), {})
    headers = {name.lower(): value.replace("\n", ", ") for name, value in response.get("headers", {}).items()}
    links = artifacts.get("LinkElements", [])
    if header := ", ".join(header_link(link) for link in links if link["source"] == "headers"):
        headers["link"] = header
    head = "".join(element("link", link, LINK) for link in links if link["source"] == "head")
    head += "".join(element("meta", meta, ("name", "content")) for meta in artifacts.get("MetaElements", []))
    body = "".join(element("link", link, LINK) for link in links if link["source"] == "body")
    body += "".join(anchor(each) for each in artifacts.get("AnchorElements", []))
    html = f"<!doctype html><html><head><title>x</title>{head}</head><body>{body}</body></html>"
    document = Document(main, html.encode(), response.get("status", 200), {"content-type": "text/html", **headers})
    site = MemorySite([extract(document, read_on=TODAY)], live=True)
    robots = artifacts.get("RobotsTxt", {}).get("content")
    if robots:
        # Only the path matters to robots.txt; the double's site lives elsewhere.
        path = main.split("/", 3)[3]
        site = MemorySite([extract(msgspec.structs.replace(document, url=BASE + path), read_on=TODAY)], live=True)
        site.robots = TextFile(f"{BASE}robots.txt", "ok", 200, robots, len(robots))
    return site


def robots_site(artifacts: Artifacts) -> MemorySite:
    """A live site of which only the answer for robots.txt is known."""
    status, content = artifacts["RobotsTxt"]["status"], artifacts["RobotsTxt"]["content"] or ""
    state = "unreachable" if status is None or status >= 500 else "absent" if status >= 400 else "ok"
    site = MemorySite([], live=True)
    site.robots = TextFile(f"{BASE}robots.txt", state, status, content if state == "ok" else "", len(content))
    return site


SITES: dict[str, Callable[[Artifacts], MemorySite]] = {"robots-txt": robots_site}

LINK = ("rel", "href", "hreflang")


def header_link(link: Artifacts) -> str:
    hreflang = f'; hreflang="{link["hreflang"]}"' if link.get("hreflang") else ""
    return f'<{link.get("hrefRaw") or link.get("href")}>; rel="{link["rel"]}"{hreflang}'


def element(tag: str, values: Artifacts, names: tuple[str, ...]) -> str:
    values = {**values, "href": values.get("hrefRaw") or values.get("href")}
    attributes = "".join(f' {name}="{escape(values[name])}"' for name in names if values.get(name) is not None)
    # An empty hreflang is what the browser reports of an absent one.
    return f"<{tag}{attributes}>\n".replace(' hreflang=""', "")


def anchor(values: Artifacts) -> str:
    """The recorded names tell which attributes there were; a case without them is about the text."""
    names = values.get("attributeNames", ["href", "rel"] if values["href"] else ["rel"])
    written = {**values, "href": values.get("rawHref", values["href"])}
    attributes = "".join(f' {name}="{escape(str(written.get(name) or ""))}"' for name in names)
    if values.get("id"):
        attributes += f' id="{escape(values["id"])}"'
    return f"<a{attributes}>{escape(values.get('text', 'text'))}</a>\n"
