import pytest

from seo_meta.core.findings import SiteFailure
from seo_meta.core.images import is_unseen, srcset_urls
from seo_meta.core.limits import Limits
from seo_meta.core.rules.img.broken import ImgBroken
from seo_meta.core.rules.img.lazy_above_fold import ImgLazyAboveFold
from seo_meta.core.types import Image
from seo_meta.tests.factories import MemorySite, facts_of


@pytest.mark.parametrize(
    "image",
    [
        Image(width="1", height="1"),
        Image(width="0"),
        Image(height="1px", width="600"),
        Image(style="display:none"),
        Image(style="border: 0; visibility : HIDDEN"),
        Image(style="width:1px; height:1px"),
        Image(style="position:absolute;height:0!important"),
    ],
)
def test_pixels_spacers_and_hidden_images_are_unseen(image: Image) -> None:
    assert is_unseen(image)


@pytest.mark.parametrize(
    "image",
    [
        Image(),
        Image(width="10", height="11"),
        Image(width="100%", height="auto"),
        Image(style="max-width:1px"),
        Image(style="width:1em; height:0.5rem"),
        Image(style="border-width:0; line-height:1"),
        Image(style="width:100px"),
    ],
)
def test_any_other_image_is_seen(image: Image) -> None:
    assert not is_unseen(image)


@pytest.mark.parametrize(
    ("srcset", "paths"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png,\n b.png 600w,c.png 900w", ["a.png", "b.png", "c.png"]),
        ("a,1.png 1x", ["a,1.png"]),
        (", ,a.png 1x,,", ["a.png"]),
        ("data:image/png;base64,AAAA 1x, b.png 2x", ["b.png"]),
        ("", []),
    ],
)
def test_a_srcset_is_cut_into_its_candidates(srcset: str, paths: list[str]) -> None:
    assert list(srcset_urls(srcset, "https://example.com/")) == [f"https://example.com/{path}" for path in paths]


def test_a_srcset_of_many_commas_is_read_in_one_pass() -> None:
    assert list(srcset_urls("," * 1_000_000 + "a.png", "https://example.com/")) == ["https://example.com/a.png"]


def test_a_missing_image_is_one_finding_a_page_at_its_first_place() -> None:
    page = facts_of(
        '<p>\n<img src="a.png" srcset="a.png 1x, b.png 2x">\n<img src="/a.png"><script src="c.js"></script>'
    )
    other = facts_of('<img src="a.png">', "other.html")
    site = MemorySite([page, other], {"b.png": ""})
    assert list(ImgBroken().check(site, Limits())) == [
        SiteFailure(1, "The site has no such image.", "https://example.com/a.png", 2),
        SiteFailure(2, "The site has no such image.", "https://example.com/a.png", 1),
    ]


def test_a_page_may_stand_where_an_image_is_expected() -> None:
    page = facts_of('<img src="/chart.html">')
    assert list(ImgBroken().check(MemorySite([page, facts_of("<p>Chart", "chart.html")]), Limits())) == []


def test_the_first_large_image_decides_whatever_comes_before_it() -> None:
    small = '<img src="a.png" width="10" height="10" loading="lazy">'
    large = '<img src="b.png" width="500" height="100"{}>'
    page = facts_of(small + large.format(' loading="LAZY"'))
    assert [failure.evidence for failure in ImgLazyAboveFold().check(page, Limits())] == ["b.png"]
    page = facts_of(small + large.format("") + large.format(' loading="lazy"'))
    assert list(ImgLazyAboveFold().check(page, Limits())) == []
