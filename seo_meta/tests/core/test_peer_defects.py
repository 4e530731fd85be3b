"""Defects that were found in the source of other auditors, as statements of what ours does instead.

Stated elsewhere:
- lengths are not bytes: test_false_alarms.py; nor code points: rules/test_title.py
- rules do not judge error pages: test_false_alarms.py
- a feed is no language version, and a page in two spellings is one page: rules/test_hreflang.py
- an empty alt is not a missing one: test_false_alarms.py, test_extract.py
- loops of any length are found: test_chains.py, rules/test_redirect.py
- robots.txt is read as Google's parser reads it: test_robots_txt.py; it is obeyed, and with it its delay:
  sources/test_http.py
- a gate for what is new compares findings, and a baseline that is missing is an error: commands/test_decisions.py
- the documented limits are those of the code: tests/test_commands_reference.py
- script and region of an hreflang code are checked: test_languages.py
- the home page may be canonical of its twins: rules/test_canonical.py
- every format is really written: report/test_service.py; in SARIF with paths of the repository and partialFingerprints:
  report/test_sarif.py
- the gate decides the exit code: commands/test_commands.py
- a waiver that does not fit hides nothing: test_waivers.py; one that cannot be read stops the run: test_config.py,
  commands/test_decisions.py
"""

from pathlib import Path

import pytest

from seo_meta.core import rules
from seo_meta.core.audit import Policy, audit_page, page_rules, site_rules
from seo_meta.core.findings import Outcome
from seo_meta.core.robots_txt import allows
from seo_meta.tests.examples import Example
from seo_meta.tests.factories import MemorySite, facts_of

FIRST = (
    "We roast every batch of beans by hand in small drums and at low heat and let it rest for three days before we "
    "pack it. Then it goes out by post the same evening so that it reaches you while the aroma is at its best."
)
SECOND = (
    "The grinder has a case of steel with two burrs that are cut from one block, a scale that shows each tenth of a "
    "gram, and a motor whose fan is so quiet that nobody in the next room will hear you make a first big cup."
)


def outcome(rule: str, block: str) -> Outcome:
    return Example.read(block).outcome(rule)


def test_every_rule_that_was_written_is_registered() -> None:
    files = {path.relative_to(Path(rules.__file__).parent) for path in Path(rules.__file__).parent.glob("*/[!_]*.py")}
    ids = {f"{file.parent}.{file.stem}".replace("_", "-") for file in files}
    assert ids == {rule.id for rule in (*page_rules, *site_rules) if type(rule).__module__.startswith(rules.__name__)}


def test_a_message_about_a_canonical_names_it() -> None:
    chain = [
        facts_of(f'<link rel="canonical" href="https://example.com/{target}">', page)
        for page, target in (("a", "b"), ("b", "c"), ("c", "b"))
    ]
    for rule, page, url in (("chain", 1, "b"), ("loop", 2, "c")):
        failure = next(iter(site_rules[f"canonical.{rule}"].check(MemorySite(chain), Policy().limits)))
        assert failure.page == page
        assert f"https://example.com/{url}" in failure.message
        assert "{" not in failure.message


@pytest.mark.parametrize(("listed", "expected"), [("copy", Outcome.FAIL), ("original", Outcome.PASS)])
def test_only_what_a_sitemap_lists_is_wrong_in_it(listed: str, expected: Outcome) -> None:
    block = (
        '<!-- page: /copy -->\n<link rel="canonical" href="https://example.com/original">\n'
        "<!-- page: /original -->\n<title>Original</title>\n<!-- file: /sitemap.xml -->\n"
        f"<urlset><url><loc>https://example.com/{listed}</loc></url></urlset>"
    )
    assert outcome("sitemap.url-non-canonical", block) is expected


def test_a_relative_feed_is_no_relative_hreflang() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    version = '<link rel="alternate" hreflang="de" href="/de/">'
    assert outcome("hreflang.relative-url", feed) is Outcome.NOT_APPLICABLE
    assert outcome("hreflang.relative-url", feed + version) is Outcome.FAIL


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("User-agent: *\nAllow: /\nDisallow: /private/", "private/a", False),
        ("User-agent: *\nDisallow: /Private/", "private/a", True),
        ("User-agent: Googlebot\nUser-agent: Bingbot\nDisallow: /a", "a", False),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: Googlebot\nDisallow: /b", "a", True),
        ("User-agent: *\nDisallow: /node", "node.js-guide", False),
        ("User-agent: *\nDisallow: /assets/", "assets/site.css", False),
    ],
    ids=["longest match", "letter case", "several names", "own group", "looks like a script", "is a style sheet"],
)
def test_robots_txt_has_no_exceptions_of_ours(robots: str, path: str, allowed: bool) -> None:
    assert allows(robots, f"https://example.com/{path}") is allowed


def near_duplicates(*pages: str) -> list[int]:
    site = MemorySite([facts_of(page, f"{number}.html") for number, page in enumerate(pages, start=1)])
    return [failure.page for failure in site_rules["dup.near"].check(site, Policy().limits)]


def test_pages_are_alike_by_their_text_and_not_by_their_titles() -> None:
    head = '<title>Beans</title><meta name="description" content="Fresh."><header><h1>Beans</h1></header>'
    assert len(FIRST.split()) == len(SECOND.split())
    assert near_duplicates(f"{head}<p>{FIRST}", f"{head}<p>{SECOND}") == []
    assert near_duplicates(f"<title>Beans</title><p>{FIRST}", f"<title>Grinder</title><p>{FIRST} Leeds") == [1, 2]


def test_an_error_page_lacks_neither_title_nor_structured_data() -> None:
    policy = Policy(severities={"sd.missing": page_rules["sd.missing"].severity})
    findings = audit_page(facts_of("<p>Not found", status=404), page_rules, policy).findings
    assert [finding.rule for finding in findings] == ["index.http-status-doc"]


@pytest.mark.parametrize("stand_in", ['<meta property="og:title" content="Beans">', "<h1>Beans</h1>"])
def test_nothing_stands_in_for_a_missing_title(stand_in: str) -> None:
    assert facts_of(stand_in).title == ""
    assert outcome("title.missing", stand_in) is Outcome.FAIL


def test_the_title_is_that_of_the_title_element() -> None:
    assert facts_of('<meta property="og:title" content="Tea"><title>Beans</title>').title == "Beans"
