from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.distinct import Asked, distinct, normal_text, normal_title, owners
from seo_meta.core.propose import MAX_CANDIDATES, Candidate, Confidence, Evidence, Variant

TEXTS = st.sampled_from(("Overview", "overview ", "Install", "Ｉnstall", "FAQ", ""))
KINDS = ("parent", "version", "language")


def candidate(value: str, **facts: str) -> Candidate:
    variants = tuple(
        Variant(kind.replace("_", " "), f"{value} | {fact}", Evidence("url", fact)) for kind, fact in facts.items()
    )
    return Candidate(value, Confidence.HIGH, ("why",), (Evidence("h1", value, 3),), variants=variants)


def asked(
    path: str, *candidates: Candidate, current: str = "", rejected: tuple[str, ...] = (), family: str = ""
) -> Asked:
    return Asked(f"https://example.com/{path}", candidates, current, rejected, family)


def values(pages: list[Asked], taken: dict[str, str] | None = None) -> dict[str, list[str] | str]:
    """What each page gets, by its path; the reason as a text where it gets nothing."""
    answers = distinct(pages, taken or {})
    return {
        url.removeprefix("https://example.com/"): answer if isinstance(answer, str) else [one.value for one in answer]
        for url, answer in answers.items()
    }


def test_a_value_that_nobody_else_has_is_kept_plain() -> None:
    assert values([asked("a", candidate("Roasting", parent="Guides"))]) == {"a": ["Roasting"]}


def test_pages_that_collide_are_told_apart_by_one_kind_of_fact() -> None:
    pages = [
        asked("a", candidate("Overview", parent="Guides", version="v1")),
        asked("b", candidate("Overview", parent="Guides", version="v2")),
        asked("c", candidate("Overview", parent="Shop", version="v3")),
    ]
    assert values(pages) == {"a": ["Overview | v1"], "b": ["Overview | v2"], "c": ["Overview | v3"]}


def test_where_no_kind_serves_all_each_page_gets_the_first_that_serves_it() -> None:
    pages = [
        asked("a", candidate("Overview", parent="Shop")),
        asked("b", candidate("Overview", parent="Guides", version="v1")),
        asked("c", candidate("Overview", parent="Guides", version="v2")),
    ]
    assert values(pages) == {"a": ["Overview | Shop"], "b": ["Overview | v1"], "c": ["Overview | v2"]}


def test_one_page_that_all_others_are_told_apart_from_stays_plain() -> None:
    pages = [asked("a", candidate("Overview")), asked("b", candidate("Overview", parent="Shop"))]
    assert values(pages) == {"a": ["Overview"], "b": ["Overview | Shop"]}


def test_pages_that_nothing_tells_apart_get_nothing_and_the_reason() -> None:
    answers = values([asked(str(number), candidate("Overview", parent="Guides")) for number in range(12)])
    assert set(answers.values()) == {"12 pages have the heading “Overview”, and nothing else tells them apart."}


def test_the_value_of_another_page_is_never_proposed() -> None:
    taken = owners([("OVERVIEW ", "https://example.com/other")], normal_text)
    answers = values([asked("a", candidate("Overview", parent="Shop")), asked("b", candidate("Overview"))], taken)
    assert answers["a"] == ["Overview | Shop"]
    assert isinstance(answers["b"], str)


def test_the_present_value_is_never_proposed() -> None:
    pages = [asked("a", candidate("Roasting", parent="Guides"), current="roasting")]
    taken = owners([("roasting", pages[0].url)], normal_text)
    assert values(pages, taken) == {"a": "The page has the best value that its own words give."}


def test_a_rejected_value_is_never_proposed_again() -> None:
    pages = [asked("a", candidate("Roasting", parent="Guides"), candidate("At home"), rejected=("ROASTING",))]
    assert values(pages) == {"a": ["Roasting | Guides", "At home"]}


def test_two_pages_that_have_one_title_both_get_another() -> None:
    pages = [asked(path, candidate("Overview", parent=path), current="Overview") for path in ("a", "b")]
    taken = owners([(page.current, page.url) for page in pages], normal_text)
    assert values(pages, taken) == {"a": ["Overview | a"], "b": ["Overview | b"]}


def test_versions_of_one_page_may_share_a_value() -> None:
    pages = [asked(path, candidate("Overview", parent=path), family="one page") for path in ("en-gb", "en-us")]
    assert values(pages) == {"en-gb": ["Overview"], "en-us": ["Overview"]}


def test_titles_that_differ_in_the_name_of_the_site_alone_are_one() -> None:
    pages = [asked("a", candidate("Overview | Example")), asked("b", candidate("Overview - Example"))]
    answers = distinct(pages, {}, normal_title("Example"))
    assert all(isinstance(answer, str) for answer in answers.values())


def test_a_value_told_apart_says_so_and_is_less_sure() -> None:
    pages = [asked(path, candidate("Overview", parent=path)) for path in ("a", "b")]
    first = distinct(pages, {})[pages[0].url][0]
    assert isinstance(first, Candidate)
    assert first.confidence is Confidence.MEDIUM
    assert first.reasons[-1] == "2 pages would get “Overview”; this one is told apart by its parent."
    assert first.evidence[-1] == Evidence("url", "a")


def candidates() -> st.SearchStrategy[Candidate]:
    facts = st.dictionaries(st.sampled_from(KINDS), st.sampled_from(("Shop", "Guides", "v1", "v2")))
    return st.builds(lambda value, facts: candidate(value, **facts), TEXTS, facts)


@st.composite
def sites(draw: st.DrawFn) -> list[Asked]:
    size = draw(st.integers(1, 9))
    return [
        asked(
            f"{number}.html",
            *draw(st.lists(candidates(), max_size=5)),
            current=draw(TEXTS),
            rejected=tuple(draw(st.lists(TEXTS, max_size=2))),
            family=draw(st.sampled_from(("", "", "", "one page"))),
        )
        for number in range(size)
    ]


def standing(pages: list[Asked]) -> list[tuple[str, str]]:
    return [(page.current, page.owner) for page in pages]


@given(sites())
def test_no_value_is_ever_given_to_two_pages_or_to_one_that_has_or_refused_it(pages: list[Asked]) -> None:
    taken = owners(standing(pages), normal_text)
    answers = distinct(pages, taken)
    given_to = Counter[str]()
    for page in pages:
        answer = answers[page.url]
        keys = [] if isinstance(answer, str) else [normal_text(one.value) for one in answer]
        assert len(keys) == len(set(keys)) <= MAX_CANDIDATES
        assert set(keys).isdisjoint(map(normal_text, (page.current, *page.rejected)))
        assert all(taken.get(key, page.owner) == page.owner for key in keys)
        given_to.update(dict.fromkeys(keys, 1) if not page.family else {})
    shared = {
        normal_text(one.value)
        for page in pages
        if page.family
        for one in answers[page.url]
        if isinstance(one, Candidate)
    }
    assert all(count == 1 and key not in shared for key, count in given_to.items())


@given(sites(), st.randoms(use_true_random=False))
def test_the_order_of_pages_decides_nothing(pages: list[Asked], random: Random) -> None:
    mixed = random.sample(pages, len(pages))
    assert distinct(pages, owners(standing(pages), normal_text)) == distinct(
        mixed, owners(standing(mixed), normal_text)
    )


@given(sites())
def test_its_own_results_taken_as_pending_change_nothing(pages: list[Asked]) -> None:
    first = distinct(pages, owners(standing(pages), normal_text))
    pending = [(one.value, page.owner) for page in pages for one in first[page.url] if isinstance(one, Candidate)]
    assert distinct(pages, owners([*standing(pages), *pending], normal_text)) == first
