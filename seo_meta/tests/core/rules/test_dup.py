from seo_meta.core.findings import SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.dup.near import DupNear
from seo_meta.tests.factories import MemorySite, facts_of

TEXT = (
    "We roast every batch of beans by hand in small drums and at low heat and let it rest for three days before we "
    "pack it. Then it goes out by post the same evening so that it reaches you while the aroma is at its best."
)


def near(*bodies: str) -> list[SiteFailure]:
    site = MemorySite([facts_of(body, f"{number}.html") for number, body in enumerate(bodies, start=1)])
    return list(DupNear().check(site, Limits()))


def test_each_page_names_another_one() -> None:
    found = near(f"{TEXT} Leeds", f"{TEXT} York", "Something else entirely, " * 10, f"{TEXT} Hull")
    assert [(failure.page, failure.evidence[-6:], failure.message[:7]) for failure in found] == [
        (1, "2.html", "3 pages"),
        (2, "1.html", "3 pages"),
        (4, "1.html", "3 pages"),
    ]


def test_pages_with_equal_texts_are_left_to_the_exact_rule() -> None:
    assert near(TEXT, TEXT, TEXT) == []


def test_of_equal_texts_one_is_compared_with_its_near_duplicates() -> None:
    assert [failure.page for failure in near(TEXT, TEXT, f"{TEXT} Leeds")] == [1, 3]


def test_a_page_that_is_not_indexed_is_not_compared() -> None:
    assert near(TEXT, f'<meta name="robots" content="noindex">{TEXT} Leeds') == []
