import pytest

from seo_meta.core.audit import Policy, audit_page, audit_site, page_rules, site_rules
from seo_meta.core.findings import Outcome, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.tests.examples import Example
from seo_meta.tests.factories import MemorySite, facts_of

BASE = "https://example.com/"
TOPIC = "hreflang."


def alternate(code: str, path: str) -> str:
    return f'<link rel="alternate" hreflang="{code}" href="{BASE}{path}">'


def failures(rule: str, site: MemorySite) -> list[SiteFailure]:
    return list(site_rules[rule].check(site, Limits()))


def folder(**pages: str) -> MemorySite:
    return MemorySite([facts_of(html, f"{name}.html") for name, html in pages.items()])


def outcomes(site: MemorySite) -> dict[str, Outcome]:
    """What each rule of the topic says of the site: of several pages, what it says of one that fails."""
    policy = Policy()
    found: dict[str, Outcome] = {}
    for page in site.pages():
        verdicts = audit_page(site.facts(page.id), [rule for rule in page_rules if rule.id.startswith(TOPIC)], policy)
        found |= {rule: said for rule, said in verdicts.outcomes.items() if found.get(rule) is not Outcome.FAIL}
    of_site = audit_site(site, [rule for rule in site_rules if rule.id.startswith(TOPIC)], policy)
    return found | {rule.id: outcome for rule, outcome, _ in of_site}


def failing_rules(site: MemorySite) -> set[str]:
    return {rule for rule, outcome in outcomes(site).items() if outcome not in (Outcome.PASS, Outcome.NOT_APPLICABLE)}


def test_a_feed_is_no_language_version_for_any_rule() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    site = folder(index=f"<title>News</title>{feed}")
    assert set(outcomes(site).values()) == {Outcome.NOT_APPLICABLE}


def test_a_complete_cluster_passes_every_rule() -> None:
    cluster = alternate("en-GB", "en.html") + alternate("de", "de.html") + alternate("x-default", "en.html")
    site = folder(
        en=f'<html lang="en"><title>Coffee</title>{cluster}<a href="/de.html">Deutsch</a>',
        de=f'<html lang="de-DE"><title>Kaffee</title>{cluster}<a href="/en.html">English</a>',
    )
    assert failing_rules(site) == set()


def test_a_page_in_two_spellings_is_one_page() -> None:
    site = folder(
        en=f"<title>Coffee</title>{alternate('en', 'en')}{alternate('de', 'de/')}<a href=/de>Deutsch</a>",
        de=f"<title>Kaffee</title>{alternate('en', 'en.html')}{alternate('de', 'de.html')}<a href=/en/>English</a>",
    )
    assert failing_rules(site) == {"hreflang.missing-x-default"}


def test_pages_that_get_no_answer_are_counted_at_the_page_that_owes_it() -> None:
    site = folder(
        a=f"<title>A</title>{alternate('de', 'de.html')}",
        b=f"<title>B</title>{alternate('de', 'de.html')}",
        de="<title>Kaffee</title>",
    )
    (failure,) = failures("hreflang.missing-return", site)
    assert (failure.page, failure.evidence) == (3, f"{BASE}a.html")
    assert failure.message.startswith("2 pages name this one as a version")


def test_only_one_rule_speaks_of_a_target_with_noindex() -> None:
    site = folder(
        en=f"<title>Coffee</title>{alternate('en', 'en.html')}{alternate('de', 'de.html')}{alternate('x-default', '')}",
        de='<title>Kaffee</title><meta name="robots" content="noindex"><a href="/en.html">English</a>',
        index="<title>Roasters</title>" + alternate("x-default", "") + alternate("en", "en.html"),
    )
    assert failing_rules(site) == {"hreflang.to-noindex"}


def test_the_finding_about_a_target_stands_at_the_annotation() -> None:
    site = folder(en=f"<title>Coffee</title>\n{alternate('de', 'gone.html')}")
    message = "The de version, https://example.com/gone.html, does not exist."
    assert failures("hreflang.to-non-200", site) == [SiteFailure(1, message, f"{BASE}gone.html", 2)]


def test_a_redirect_target_owes_no_return_link() -> None:
    site = Example.read(
        "<!-- live -->\n<!-- page: /en -->\n<title>Coffee</title>\n"
        + alternate("en", "en")
        + alternate("de", "de")
        + "\n<!-- page: /de 301 -->\n<!-- header: location: /de/ -->\n<!-- page: /de/ -->\n<title>Kaffee</title>\n"
    ).site()
    assert failures("hreflang.missing-return", site) == []
    assert len(failures("hreflang.to-redirect", site)) == 1


@pytest.mark.parametrize("lang", ["en", "en-GB", "EN_us"])
def test_the_language_of_a_page_is_compared_without_its_region(lang: str) -> None:
    site = folder(en=f'<html lang="{lang}"><title>Coffee</title>{alternate("en-IE", "en.html")}')
    assert failures("hreflang.lang-mismatch", site) == []


def test_another_language_than_that_of_the_page_fails() -> None:
    site = folder(en=f'<html lang="en"><title>Coffee</title>{alternate("de", "en.html")}')
    message = "The lang attribute says en, hreflang says de."
    assert failures("hreflang.lang-mismatch", site) == [SiteFailure(1, message, "en")]
