from seo_meta.core.audit import site_rules
from seo_meta.core.findings import SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.topics.redirects import read_redirects
from seo_meta.tests.examples import Example
from seo_meta.tests.factories import MemorySite


def live(*redirects: tuple[str, str], others: str = "") -> MemorySite:
    """A live site of redirects, and of `others`: paths with or without a status."""
    parts = [f"<!-- page: {path} 301 -->\n<!-- header: location: {target} -->\n" for path, target in redirects]
    parts += [f"<!-- page: {page} -->\n" for page in others.split(",") if page]
    return Example.read("<!-- live -->\n" + "".join(parts)).site()


def failures(rule: str, site: MemorySite) -> list[SiteFailure]:
    return list(site_rules[rule].check(site, Limits()))


def test_each_start_of_a_chain_is_told_its_end() -> None:
    site = live(("/a", "/b"), ("/b", "/c"), ("/c", "/d"), others="/d")
    end = "https://example.com/d"
    assert failures("redirect.chain", site) == [
        SiteFailure(1, f"It takes 3 redirects to get to {end}.", end),
        SiteFailure(2, f"It takes 2 redirects to get to {end}.", end),
    ]


def test_a_circle_of_five_is_found_once() -> None:
    site = live(("/a", "/b"), ("/b", "/c"), ("/c", "/d"), ("/d", "/e"), ("/e", "/a"), ("/in", "/c"))
    message = "5 pages redirect in a circle; https://example.com/e leads back here."
    assert failures("redirect.loop", site) == [SiteFailure(1, message, "https://example.com/a")]


def test_a_way_into_a_circle_has_no_end_and_is_no_chain() -> None:
    site = live(("/in", "/a"), ("/a", "/b"), ("/b", "/a"))
    assert read_redirects(site).ends == {}
    assert failures("redirect.chain", site) == failures("redirect.to-error", site) == []


def test_two_circles_are_two() -> None:
    site = live(("/a", "/b"), ("/b", "/a"), ("/c", "/d"), ("/d", "/c"))
    assert [failure.page for failure in failures("redirect.loop", site)] == [1, 3]


def test_a_long_chain_is_followed_in_one_pass() -> None:
    site = live(*((f"/{number}", f"/{number + 1}") for number in range(3_000)), others="/3000 404")
    found = failures("redirect.to-error", site)
    assert len(found) == 3_000
    assert found[0].message == "The redirect ends at https://example.com/3000, which answers 404."


def test_redirects_to_the_home_page_are_one_finding_of_the_site() -> None:
    site = live(*((f"/old-{number}", "/") for number in range(5)), others="/")
    message = "5 addresses redirect to the home page, among them https://example.com/old-0."
    assert failures("redirect.to-homepage", site) == [SiteFailure(0, message, "https://example.com/")]
