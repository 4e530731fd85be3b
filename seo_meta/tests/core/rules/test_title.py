import pytest

from seo_meta.core.findings import Failure, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.title.boilerplate_only import TitleBoilerplateOnly
from seo_meta.core.rules.title.multiple import TitleMultiple
from seo_meta.core.rules.title.outside_head import TitleOutsideHead
from seo_meta.core.rules.title.pattern_outlier import TitlePatternOutlier
from seo_meta.core.rules.title.placeholder import TitlePlaceholder
from seo_meta.core.rules.title.too_long_chars import TitleTooLongChars
from seo_meta.core.rules.title.too_long_px import TitleTooLongPx
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import MemorySite, facts_of


def placeholders(title: str, path: str = "page.html") -> list[Failure]:
    return list(TitlePlaceholder().check(facts_of(f"<title>{title}</title>", path), Limits()))


@pytest.mark.parametrize(
    "title",
    [
        "{{{title}}}",
        "Welcome to {{site_name}}",
        "{{ page.title | default: 'x' }} - Shop",
        "{% block title %}Shop{% endblock %}",
        "<%= title %>",
        "%%title%% %%page%% | Shop",
        "{title} | Shop",
        "%1$s – Shop",
        "undefined undefined | Shop",
        "Shop » NaN",
        "Shop|null",
        "null -",
        "Lorem ipsum | Shop",
    ],
)
def test_what_a_template_left_behind_fails(title: str) -> None:
    escaped = title.replace("<", "&lt;")
    assert [failure.evidence for failure in placeholders(escaped)] == [title]


@pytest.mark.parametrize(
    "title",
    [
        "The null device",
        "NaN-tolerant sorting",
        "Is undefined a value? | Blog",
        "NULL | Dictionary",
        "Why “${name}” is not replaced in 'single quotes'",
        "100% cotton, 50% off",
        "{{ }} or v-text",
    ],
)
def test_a_title_about_it_passes(title: str) -> None:
    assert placeholders(title) == []


@pytest.mark.parametrize("path", ["wiki/Lorem_ipsum", "lorem-ipsum/", "lorem-ipsum.html", "lorem-ipsum?page=2"])
def test_a_page_of_that_name_is_about_the_words(path: str) -> None:
    assert placeholders("Lorem ipsum - Encyclopedia", path) == []
    assert placeholders("%s - Encyclopedia", path)


def test_a_default_is_known_in_any_case_and_white_space() -> None:
    facts = facts_of("<title>\n  UNTITLED   Document </title>")
    assert [failure.evidence for failure in TitleBoilerplateOnly().check(facts, Limits())] == ["UNTITLED Document"]


def test_surplus_titles_are_one_finding_at_the_second() -> None:
    facts = facts_of("<head>\n<title>A</title>\n<title>B</title>\n<title>C</title>\n</head><body><title>D</title>")
    [failure] = TitleMultiple().check(facts, Limits())
    assert failure == Failure("The head has 3 <title> elements, and only the first counts.", "B", 3)


def test_each_title_in_the_body_is_a_finding() -> None:
    facts = facts_of("<title>A</title><body>\n<title>B</title>\n<title>C</title>")
    found = [(failure.evidence, failure.line) for failure in TitleOutsideHead().check(facts, Limits())]
    assert found == [("B", 2), ("C", 3)]


def test_a_title_exactly_as_wide_as_the_limit_passes() -> None:
    facts = facts_of("<title>0123456789</title>")
    assert list(TitleTooLongPx().check(facts, Limits(title_max_px=111))) == []
    [failure] = TitleTooLongPx().check(facts, Limits(title_max_px=110))
    assert failure.message == "The title is 111 px wide, and results cut it near 110 px."


def coffees(count: int) -> list[PageFacts]:
    return [facts_of(f"<title>Coffee {number} | Roasters</title>", f"coffee-{number}") for number in range(count)]


def test_the_pattern_may_begin_the_title_and_the_home_page_is_free() -> None:
    pages = [facts_of(f"<title>Roasters: tea {number}</title>", f"{number}") for number in range(10)]
    pages += [facts_of("<title>Tea by post</title>", "tea"), facts_of("<title>Welcome</title>", "")]
    message = '10 of 11 titles of pages of this kind have "Roasters:"; this one has not.'
    assert list(TitlePatternOutlier().check(MemorySite(pages), Limits())) == [SiteFailure(11, message, "Tea by post")]


@pytest.mark.parametrize("separator", ["｜", " › ", " :: "])
def test_the_pattern_may_stand_behind_any_common_separator(separator: str) -> None:
    pages = [facts_of(f"<title>Tea {number}{separator}Roasters</title>", f"{number}") for number in range(10)]
    odd = facts_of("<title>Tea by post</title>", "tea")
    [failure] = TitlePatternOutlier().check(MemorySite([*pages, odd]), Limits())
    assert failure.page == 11


def test_pages_of_another_kind_have_a_pattern_of_their_own() -> None:
    article = facts_of("<title>A visit to Guji</title><article class=post><p>a</p></article>", "guji")
    assert list(TitlePatternOutlier().check(MemorySite([*coffees(10), article]), Limits())) == []


def test_a_few_pages_make_no_pattern() -> None:
    odd = facts_of("<title>Tea</title>", "tea")
    assert list(TitlePatternOutlier().check(MemorySite([*coffees(8), odd]), Limits())) == []
    assert len(list(TitlePatternOutlier().check(MemorySite([*coffees(9), odd]), Limits()))) == 1


@pytest.mark.parametrize(
    ("title", "columns"), [("Tea", 3), ("日本茶", 6), ("café", 4), ("cafe\u0301", 4), ("👩‍👩‍👧", 2)]
)
def test_characters_are_counted_as_readers_see_them(title: str, columns: int) -> None:
    limits = Limits(title_max_chars=columns - 1)
    (failure,) = TitleTooLongChars().check(facts_of(f"<title>{title}</title>"), limits)
    assert failure.message == f"The title has {columns} characters, more than {columns - 1}."
