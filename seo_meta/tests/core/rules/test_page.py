import pytest

from seo_meta.core.audit import Inconclusive
from seo_meta.core.findings import SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.page.loop import PageLoop
from seo_meta.core.rules.page.non_200 import PageNon200
from seo_meta.core.rules.page.sequence_gap import PageSequenceGap
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import MemorySite, facts_of


def page(number: int, head: str = "", **document: object) -> PageFacts:
    return facts_of(f"<title>News</title>{head}", f"news/page/{number}/", **document)


def test_a_circle_that_starts_later_has_only_its_own_pages() -> None:
    pages = [page(number, f'<link rel="next" href="/news/page/{following}/">') for number, following in LATE_CIRCLE]
    assert list(PageLoop().check(MemorySite(pages), Limits())) == [
        SiteFailure(
            id,
            f"From https://example.com/news/page/{following}/ on, rel=next leads back to this page.",
            f"https://example.com/news/page/{following}/",
            1,
        )
        for id, following in ((2, 3), (3, 2))
    ]


LATE_CIRCLE = ((1, 2), (2, 3), (3, 2))


def test_a_neighbour_may_be_on_another_host_or_a_file() -> None:
    head = '<link rel="next" href="https://other.example/2"><link rel="prev" href="/news.pdf">'
    site = MemorySite([page(1), page(2, head)], {"news.pdf": ""})
    assert list(PageNon200().check(site, Limits())) == []


def test_on_a_live_site_an_unread_neighbour_is_not_judged() -> None:
    pages = [page(2, '<link rel="next" href="/news/page/3/">')]
    assert list(PageNon200().check(MemorySite(pages, live=True), Limits())) == []
    assert len(list(PageNon200().check(MemorySite(pages), Limits()))) == 1


def test_a_gap_is_reported_at_the_page_behind_it() -> None:
    site = MemorySite([page(1), page(2), page(5), page(6)])
    assert list(PageSequenceGap().check(site, Limits())) == [
        SiteFailure(3, "There is a page 5 of this list, but no page 4.", "4")
    ]


def test_two_pages_of_a_list_may_be_any() -> None:
    assert list(PageSequenceGap().check(MemorySite([page(1), page(7)]), Limits())) == []


def test_a_gap_cannot_be_told_when_pages_were_left_out() -> None:
    site = MemorySite([page(1), page(2), page(5)])
    site.filtered = True
    with pytest.raises(Inconclusive):
        list(PageSequenceGap().check(site, Limits()))
