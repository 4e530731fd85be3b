"""The checks that make most false alarms in auditors, and what keeps ours from them.

Stated elsewhere:
- lengths count characters as readers see them: rules/test_title.py
- site rules cannot tell on a partial run: test_audit.py; nor orphans when pages were left out: rules/test_link.py; nor
  what no sitemap lists when one cannot be read: rules/test_sitemap.py
- a preview may be kept out of search: test_policy.py
- short pages are held against their own kind, in any script: rules/test_content.py; main text is what is not
  navigation: test_extract.py
- the language of a page is compared without its region: rules/test_hreflang.py
- retired rich results ask for nothing: test_vocabulary.py
- headers are judged once for the host: rules/test_sec.py; link texts in English only: rules/test_link_text.py
- an answer that is about the crawler is not about the page: rules/test_index.py
"""

import pytest

from seo_meta.core.audit import Gate, PageRule, Policy, audit_page, audit_site, page_rules, site_rules
from seo_meta.core.findings import Outcome, Severity
from seo_meta.tests.examples import Example
from seo_meta.tests.factories import MemorySite, facts_of

LENGTHS = [rule for rule in page_rules if rule.id.startswith(("title.too-", "description.too-"))]
DUPLICATES = ("title.duplicate", "description.duplicate", "h1.duplicate")
SAME = '<title>Beans</title><meta name="description" content="Fresh."><h1>Beans</h1>'
OTHER = '<title>Tea</title><meta name="description" content="Green."><h1>Tea</h1>'
FAULTY = "<p><img src=a.png><a href='javascript:x()'>here</a><title></title><h3></h3>"


def failing(block: str, *rules: str) -> dict[str, Severity]:
    """Of the rules whose ids begin so, or of all, those that fail on the example. Parts need no line of their own."""
    example = Example.read(block.replace("<!-- ", "\n<!-- "))
    return {rule: severity for rule, severity in example.failing().items() if rule.startswith(rules or "")}


def severities(topic: str, *suffixes: str) -> set[Severity]:
    rules = [rule for rule in (*page_rules, *site_rules) if rule.id.startswith(topic)]
    return {rule.severity for rule in rules if not suffixes or rule.id.endswith(suffixes)}


# Length of title and description


@pytest.mark.parametrize("rule", LENGTHS, ids=lambda rule: rule.id)
def test_a_length_is_only_a_hint(rule: PageRule) -> None:
    assert rule.severity is Severity.INFO
    assert rule.on == rule.id.endswith("-px")


@pytest.mark.parametrize("hidden", ["<meta name=robots content=noindex>", '<link rel=canonical href="/other">'])
def test_nobody_measures_what_no_result_shows(hidden: str) -> None:
    page = f"<title>{'Long ' * 40}</title><meta name=description content='{'Long ' * 80}'>"
    rules = ("title.too-long-px", "description.too-long-px")
    assert set(failing(page, *rules)) == set(rules)
    assert failing(hidden + page, *rules) == {}


@pytest.mark.parametrize(
    ("character", "fitting"), [("e", 52), ("i", 130), ("W", 30), ("д", 49), ("豆", 29), ("👩‍👩‍👧", 29)]
)
def test_how_many_characters_fit_depends_on_their_width(character: str, fitting: int) -> None:
    assert not failing(f"<title>{character * fitting}</title>", "title.too-long")
    assert failing(f"<title>{character * (fitting + 1)}</title>", "title.too-long")


# Equal titles and descriptions


def test_two_pages_that_search_engines_show_under_one_title_are_duplicates() -> None:
    assert set(failing(f"<!-- page: /a -->\n{SAME}<!-- page: /b -->\n{SAME}", *DUPLICATES)) == set(DUPLICATES)


@pytest.mark.parametrize(
    "second",
    [
        f"<!-- page: /b 404 -->\n{SAME}",
        f"<!-- page: /b 301 -->\n<!-- header: location: /a -->\n{SAME}",
        f"<!-- page: /b -->\n<!-- header: content-type: application/pdf -->\n{SAME}",
        f"<!-- page: /b -->\n<meta name=robots content=noindex>{SAME}",
        f"<!-- page: /b -->\n<meta http-equiv=refresh content='0; url=/a'>{SAME}",
        f"<!-- page: /b?sort=price -->\n<link rel=canonical href=/a>{SAME}",
        f'<!-- page: /b -->\n<html lang="de">{SAME}',
        f"<!-- page: /a/page/2 -->\n{SAME}",
        f"<!-- page: /a?page=2 -->\n{SAME}",
    ],
    ids=["error", "redirect", "pdf", "noindex", "refresh", "canonicalised", "language", "paginated", "parameter"],
)
def test_a_page_that_competes_with_no_other_is_no_duplicate(second: str) -> None:
    assert failing(f"<!-- live -->\n<!-- page: /a -->\n{SAME}{second}", *DUPLICATES) == {}


def test_the_pages_of_a_list_count_once_beside_another_page() -> None:
    pages = [facts_of(SAME, path) for path in ("news", "news/page/2", "news/page/3", "other")]
    found = list(site_rules["title.duplicate"].check(MemorySite(pages), Policy().limits))
    assert [failure.page for failure in found] == [1, 4]
    assert found[1].message == "2 pages have this title, among them https://example.com/news."


def versions(*paths: str) -> str:
    return "".join(
        f'<link rel="alternate" hreflang="en-{path[:2]}" href="https://example.com/{path}">' for path in paths
    )


def test_versions_of_a_page_that_name_each_other_may_share_its_title() -> None:
    cluster = versions("us/a", "gb/a"), versions("gb/a", "us/a")
    pages = f"<!-- page: /us/a -->\n{cluster[0]}{SAME}<!-- page: /gb/a -->\n{cluster[1]}{SAME}"
    assert failing(pages, *DUPLICATES) == {}


def test_pages_that_all_name_the_versions_of_another_page_are_duplicates() -> None:
    home = versions("us/", "gb/")
    pages = f"<!-- page: /us/a -->\n{home}{SAME}<!-- page: /us/b -->\n{home}{SAME}"
    assert set(failing(pages, *DUPLICATES)) == set(DUPLICATES)


# Canonical


def test_a_missing_canonical_is_legal() -> None:
    assert failing("<!-- page: /a -->\n<title>A</title>", "canonical.") == {"canonical.missing": Severity.REVIEW}


COPY = '<!-- page: /copy -->\n<link rel="canonical" href="https://example.com/a"><title>A</title>'
LINKED = '<!-- page: /index.html -->\n<a href="/a">A</a>'


def test_a_canonical_that_names_a_sound_page_is_the_point_of_the_tag() -> None:
    found = failing(f"{LINKED}{COPY}<!-- page: /a -->\n<title>A</title>", "canonical.")
    assert found == {"canonical.canonicalised": Severity.INFO, "canonical.missing": Severity.REVIEW}


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("", "canonical.to-error"),
        ("<!-- page: /a 404 -->\n", "canonical.to-error"),
        ("<!-- page: /a 301 -->\n<!-- header: location: / -->\n", "canonical.to-redirect"),
        ("<!-- page: /a -->\n<meta name=robots content=noindex>", "canonical.to-noindex"),
        ("<!-- page: /a -->\n<!-- file: /robots.txt -->\nUser-agent: *\nDisallow: /a", "canonical.to-blocked"),
        ('<!-- page: /a -->\n<link rel="canonical" href="https://example.com/copy">', "canonical.loop"),
    ],
    ids=["nothing", "error", "redirect", "noindex", "blocked", "loop"],
)
def test_a_canonical_is_an_error_when_its_target_is_bad(target: str, rule: str) -> None:
    found = failing(f"{LINKED}{COPY}{target}", "canonical.")
    assert [id for id, severity in found.items() if severity is Severity.ERROR] == [rule]


def test_a_canonical_on_another_host_may_be_meant() -> None:
    page = '<link rel="canonical" href="https://elsewhere.example/a">'
    assert failing(page, "canonical.other-host") == {"canonical.other-host": Severity.WARNING}
    assert Severity.ERROR not in failing(page, "canonical.").values()


# noindex, nofollow, robots.txt


@pytest.mark.parametrize(
    "page",
    [
        "<!-- page: /a -->\n<meta name=robots content='noindex, nofollow'>",
        "<!-- page: /a -->\n<!-- header: x-robots-tag: none -->\n",
        "<!-- page: /a -->\n<meta name=robots content=nofollow>",
        "<!-- page: /a -->\n<!-- file: /robots.txt -->\nUser-agent: *\nDisallow: /a\n",
    ],
    ids=["meta", "header", "nofollow", "robots.txt"],
)
def test_a_page_may_be_kept_out_of_search(page: str) -> None:
    home = "<!-- page: /index.html -->\n<link rel=canonical href='https://example.com/'><title>Home</title>"
    found = failing(f"{page}{home}", "index.", "robots.", "sitemap.", "link.internal", "link.nofollow")
    assert set(found.values()) <= {Severity.INFO}


NOINDEX = "<!-- page: /a -->\n<meta name=robots content=noindex>"


@pytest.mark.parametrize(
    ("site", "rule"),
    [
        (f"{NOINDEX}<!-- file: /robots.txt -->\nUser-agent: *\nDisallow: /a", "index.noindex-and-blocked"),
        (
            f"{NOINDEX}<!-- file: /sitemap.xml -->\n<urlset><url><loc>https://example.com/a</loc></url></urlset>",
            "sitemap.url-noindex",
        ),
        (f"{NOINDEX}{COPY}", "canonical.to-noindex"),
        (f"<!-- page: /a -->\n<title>A</title><!-- before -->\n{NOINDEX}", "index.new-noindex"),
        (
            f"{LINKED}<!-- page: /a -->\n<!-- file: /robots.txt -->\nUser-agent: *\nDisallow: /a",
            "index.blocked-by-robots",
        ),
    ],
    ids=["blocked too", "in the sitemap", "canonical", "indexed before", "linked"],
)
def test_a_contradiction_is_more_than_a_hint(site: str, rule: str) -> None:
    assert failing(site, rule)[rule] in (Severity.ERROR, Severity.WARNING)


# Orphans and what no sitemap lists


@pytest.mark.parametrize("rule", ["link.orphan", "sitemap.missing-page", "title.duplicate", "hreflang.missing-return"])
def test_a_partial_run_proves_nothing_about_what_was_not_read(rule: str) -> None:
    sitemap = {"sitemap.xml": "<urlset><url><loc>https://example.com/</loc></url></urlset>"}
    site = MemorySite([facts_of(SAME, "a"), facts_of(SAME, "b")], sitemap)
    site.complete = False
    ((_, outcome, _),) = audit_site(site, [site_rules[rule]], Policy())
    assert outcome is Outcome.INCONCLUSIVE


# Links to other hosts


def test_no_rule_holds_a_link_to_another_host_against_a_page() -> None:
    page = f'<!-- page: /b -->\n{OTHER}<!-- page: /a -->\n{SAME}<a href="/b">Tea</a>'
    assert failing(f'{page} and <a href="https://gone.example/x">theirs</a>') == failing(page)


# Headings


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Beans</h1><section><h1>Arabica</h1></section>", {"h1.multiple": Severity.REVIEW}),
        ("<h2>Beans</h2>", {"h1.missing": Severity.WARNING}),
        ("<h1>Beans</h1><h3>Arabica</h3>", {"headings.skipped-level": Severity.INFO}),
        ("<h2>Menu</h2><h1>Beans</h1>", {}),
    ],
    ids=["several", "none", "skipped", "later"],
)
def test_several_h1_are_legal_and_none_is_a_warning(html: str, expected: dict[str, Severity]) -> None:
    assert failing(html, "h1.", "headings.") == expected


# Alternative texts


@pytest.mark.parametrize(
    "html",
    [
        '<img src="a.png" alt="">',
        '<a href="/a" aria-label="Basket"><img src="a.png" alt=""></a>',
        '<a href="/a"><img src="a.png" alt=""> Basket</a>',
        '<img src="a.png" role="presentation">',
    ],
)
def test_a_decoration_and_an_icon_beside_a_name_need_no_alternative_text(html: str) -> None:
    assert failing(html, "img.alt-") == {}


@pytest.mark.parametrize(
    ("html", "rule"),
    [('<img src="a.png">', "img.alt-missing"), ('<a href="/a"><img src="a.png" alt=""></a>', "img.alt-empty-linked")],
)
def test_an_image_without_alt_and_a_link_without_name_fail(html: str, rule: str) -> None:
    assert set(failing(html, "img.alt-")) == {rule}


# Little text


def test_what_a_text_is_worth_is_for_a_person_to_say() -> None:
    assert severities("content.", ".thin", ".readability", ".keyword-density") == {Severity.REVIEW}
    assert severities("index.soft-404") == {Severity.REVIEW}


@pytest.mark.parametrize("rule", ["content.keyword-density", "content.readability", "content.text-html-ratio"])
def test_a_measure_that_knows_no_language_runs_only_when_asked_for(rule: str) -> None:
    assert not page_rules[rule].on


def test_a_short_page_is_no_fault_by_itself() -> None:
    assert failing(f"<main>{'word ' * 20}</main>", "content.thin", "content.near-empty") == {}


# Languages and structured data


def test_a_site_in_one_language_is_asked_for_no_versions() -> None:
    assert failing(f"<!-- page: /a -->\n{SAME}<!-- page: /b -->\n{OTHER}", "hreflang.", "sd.") == {}
    page = facts_of(SAME)
    verdicts = audit_page(page, [rule for rule in page_rules if rule.id.startswith("hreflang.")], Policy())
    assert set(verdicts.outcomes.values()) == {Outcome.NOT_APPLICABLE}


def test_a_missing_default_version_is_only_a_hint() -> None:
    cluster = versions("us/a", "gb/a")
    pages = f'<!-- page: /us/a -->\n<html lang="en">{cluster}<!-- page: /gb/a -->\n<html lang="en-GB">{cluster}'
    found = failing(pages, "hreflang.")
    assert found.pop("hreflang.missing-x-default") is Severity.INFO
    assert set(found) <= {"hreflang.unlinked"}


def test_language_codes_are_compared_without_regard_to_case() -> None:
    written = '<link rel="alternate" hreflang="{}" href="https://example.com/a">'
    pages = (
        f'<!-- page: /a -->\n<html lang="en-gb">{written.format("en-GB")}'
        f'<!-- page: /b -->\n{written.format("EN-gb")}<link rel="alternate" hreflang="fr" href="https://example.com/b">'
    )
    assert not failing(pages, "hreflang.inconsistent", "hreflang.lang-mismatch", "hreflang.invalid")


@pytest.mark.parametrize("type", ["HowTo", "ClaimReview", "SpecialAnnouncement", "SearchAction", "Thing"])
def test_a_type_without_a_rich_result_is_asked_for_nothing(type: str) -> None:
    markup = f'{{"@context": "https://schema.org", "@type": "{type}"}}'
    assert failing(f'<script type="application/ld+json">{markup}</script>', "sd.") == {}


def test_a_page_without_structured_data_is_no_failure() -> None:
    assert not page_rules["sd.missing"].on


# What every rule about a page shares


@pytest.mark.parametrize("status", [404, 410, 500, 301])
def test_a_page_that_did_not_answer_200_is_not_judged_by_its_html(status: int) -> None:
    page = facts_of(FAULTY, status=status)
    findings = audit_page(page, page_rules, Policy()).findings
    assert {page_rules[finding.rule].requires for finding in findings} <= {Gate.ANY}
    assert {finding.rule for finding in findings} <= {"index.http-status-doc"}


def test_the_error_page_of_a_folder_is_not_judged() -> None:
    page = facts_of(FAULTY, "404.html", status=404, file="404.html")
    assert audit_page(page, page_rules, Policy()).findings == []
    site = MemorySite([page, facts_of(SAME, "a")])
    found = [failure.page for _, _, failures in audit_site(site, site_rules, Policy()) for failure in failures]
    assert 1 not in found


def test_what_is_no_html_is_not_judged_as_html() -> None:
    page = facts_of(FAULTY, headers={"content-type": "application/pdf"})
    assert audit_page(page, page_rules, Policy()).findings == []


def test_nothing_is_concluded_from_a_part_of_a_page() -> None:
    page = facts_of(FAULTY, truncated=True)
    verdicts = audit_page(page, page_rules, Policy())
    assert {finding.outcome for finding in verdicts.findings} <= {Outcome.INCONCLUSIVE}
    assert verdicts.outcomes["title.missing"] is Outcome.INCONCLUSIVE


@pytest.mark.parametrize("rule", ["title.missing", "h1.missing", "img.alt-missing", "description.missing"])
def test_a_page_that_nobody_finds_is_not_asked_for_what_results_show(rule: str) -> None:
    hidden = facts_of(f"<meta name=robots content=noindex>{FAULTY}")
    assert audit_page(hidden, [page_rules[rule]], Policy()).findings == []
