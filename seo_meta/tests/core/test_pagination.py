import pytest

from seo_meta.core.topics.pagination import Place, in_one_series, place_of


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://example.com/news", 1),
        ("https://example.com/news/", 1),
        ("https://example.com/news/index.html", 1),
        ("https://example.com/news?page=1", 1),
        ("https://example.com/news/page/2/", 2),
        ("https://example.com/news/page/2/index.html", 2),
        ("https://example.com/news/page-3.html", 3),
        ("https://example.com/news/p%C3%A1gina/4", 4),
        ("https://example.com/news/?paged=5#comments", 5),
        ("https://example.com/news/Seite6", 6),
    ],
)
def test_the_pages_of_a_list_are_known_by_their_address(url: str, number: int) -> None:
    assert place_of(url) == Place("https://example.com/news", number)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/?p=2",
        "https://example.com/homepage/2",
        "https://example.com/news/2",
        "https://example.com/news-2",
        "https://example.com/landing-page-2024-offers",
        "https://example.com/page/20241",
        "https://example.com/news?homepage=2",
        "https://example.com/page/",
    ],
)
def test_other_numbers_make_no_list(url: str) -> None:
    assert place_of(url).number == 1


def test_another_parameter_makes_another_list() -> None:
    assert place_of("https://example.com/news?sort=a&page=2") == Place("https://example.com/news?sort=a", 2)
    assert in_one_series(["https://example.com/news?sort=a", "https://example.com/news?page=2&sort=a"])
    assert not in_one_series(["https://example.com/news?sort=b", "https://example.com/news?page=2&sort=a"])
