"""Style, titles and solver together, on sites whose pages are hard to tell apart."""

from collections import Counter

from seo_meta.core.distinct import Asked, distinct, normal_title, owners
from seo_meta.core.extractive.titles import titles
from seo_meta.core.house_style import learn_styles
from seo_meta.core.propose import Abstain, Candidate, SiteProfile, Subject
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import BASE, MemorySite, facts_of

GOOD = [
    facts_of(f"<title>{subject} | Example Roasters</title><h1>{subject}</h1>", f"good-{place}.html")
    for place, subject in enumerate(("Roasting", "Grinding", "Water", "Cleaning", "Storing"))
]


def proposals(*bad: PageFacts) -> dict[str, list[str] | str]:
    """What is proposed for the bad pages, or why nothing is, by path; five good pages stand beside them."""
    site = MemorySite([*GOOD, *bad])
    styles = learn_styles(site.pages(), site.home, base_url=BASE)
    asked = []
    for facts in bad:
        try:
            found = titles(Subject(facts), SiteProfile(BASE, True, styles.of(facts.url, facts.lang or "")))
        except Abstain:
            found = []
        asked.append(Asked(facts.url, tuple(found), facts.title))
    normal = normal_title(styles.of(BASE, "").brand)
    answers = distinct(asked, owners([(facts.title, facts.url) for facts in (*GOOD, *bad)], normal), normal)
    return {url.removeprefix(BASE): _shown(answer) for url, answer in answers.items()}


def _shown(answer: tuple[Candidate, ...] | str) -> list[str] | str:
    return answer if isinstance(answer, str) else [candidate.value for candidate in answer]


def test_pages_of_one_name_in_several_folders_are_told_apart_by_the_folder() -> None:
    pages = [facts_of("<title>Overview</title><h1>Overview</h1>", f"{path}/overview.html") for path in ("api", "shop")]
    assert proposals(*pages) == {
        "api/overview.html": ["Overview | Api | Example Roasters"],
        "shop/overview.html": ["Overview | Shop | Example Roasters"],
    }


def test_versions_of_several_folders_are_told_apart_by_two_facts() -> None:
    paths = [f"docs/{version}/{part}/overview.html" for version in ("1.0", "2.0") for part in ("api", "cli")]
    found = proposals(*(facts_of("<h1>Overview</h1>", path) for path in paths))
    assert found["docs/1.0/api/overview.html"] == ["Overview | Api | 1.0 | Example Roasters"]
    assert len({value for values in found.values() for value in values}) == 4


def test_the_pages_of_a_list_are_told_apart_by_their_number() -> None:
    pages = [
        facts_of("<html lang=en><title>News</title><h1>News from the roastery</h1>", f"news/page/{number}/")
        for number in (2, 3)
    ]
    assert [values[0] for values in proposals(*pages).values()] == [
        "News from the roastery | Page 2 | Example Roasters",
        "News from the roastery | Page 3 | Example Roasters",
    ]


def test_the_first_page_of_a_list_keeps_the_plain_title() -> None:
    pages = [
        facts_of(f"<html lang=en><title>{path}</title><h1>All the news</h1>", path)
        for path in ("uk/news/", "uk/news/page/2/")
    ]
    assert proposals(*pages) == {
        "uk/news/": ["All the news | Example Roasters"],
        "uk/news/page/2/": ["All the news | Page 2 | Example Roasters"],
    }


def test_no_title_of_a_good_page_is_proposed_for_another() -> None:
    found = proposals(facts_of("<h1>Roasting</h1>", "howto/roasting.html"))
    assert found == {"howto/roasting.html": ["Roasting | Howto | Example Roasters"]}


def test_a_large_site_of_one_heading_has_no_title_twice() -> None:
    pages = [facts_of("<h1>Overview</h1>", f"part-{number % 150}/v{number % 5}/a.html") for number in range(200)]
    shown = Counter(value for values in proposals(*pages).values() if isinstance(values, list) for value in values)
    assert set(shown.values()) == {1}
