import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core.propose import Abstain, Candidate, Field, SiteProfile, Subject, Treatment, generators
from seo_meta.tests.applied import failing, with_value
from seo_meta.tests.factories import BASE, facts_of

FOLDER = SiteProfile(BASE, clean_urls=True)
LIVE = SiteProfile(BASE)
TITLE = "<title>Green tea</title>"


def proposed(html: str, path: str = "tea.html", site: SiteProfile = FOLDER, **document: object) -> Candidate:
    page = Subject(facts_of(TITLE + html, path, **document))
    (candidate,) = generators["canonical"].candidates(Field.CANONICAL, page, site)
    return candidate


def named(href: str) -> str:
    return f'<link rel="canonical" href="{href}">'


def test_a_page_without_canonical_names_its_own_address() -> None:
    candidate = proposed("")
    assert (candidate.value, candidate.treatment) == ("https://example.com/tea.html", Treatment.AUTO)
    assert [evidence.text for evidence in candidate.evidence] == ["https://example.com/tea.html"]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("tea?utm_source=mail&page=2&gclid=1", "https://example.com/tea?page=2"),
        ("tea;jsessionid=A1?PHPSESSID=2#brew", "https://example.com/tea"),
        ("tea?fbclid=x&utm_campaign=y", "https://example.com/tea"),
    ],
)
def test_what_a_visit_adds_to_the_address_is_dropped(path: str, url: str) -> None:
    candidate = proposed("", path, LIVE)
    assert (candidate.value, candidate.treatment) == (url, Treatment.AUTO)


@pytest.mark.parametrize("path", ["tea?sort=price", "tea?sid=12", "tea?color=green&page=2", "tea?page=all"])
def test_a_parameter_that_may_choose_a_view_is_for_a_person(path: str) -> None:
    with pytest.raises(Abstain, match="decide which address is the original"):
        proposed("", path, LIVE)


def test_open_graph_decides_which_parameters_belong_to_the_page() -> None:
    candidate = proposed('<meta property="og:url" content="/tea?color=green">', "tea?color=green&sort=price", LIVE)
    assert (candidate.value, candidate.treatment) == ("https://example.com/tea?color=green", Treatment.PROPOSED)


def test_a_page_of_a_list_never_names_the_first() -> None:
    with pytest.raises(Abstain, match="og:url names"):
        proposed('<meta property="og:url" content="/tea">', "tea?page=2", LIVE)


@pytest.mark.parametrize(
    "statement",
    [
        '<meta property="og:url" content="https://example.com/tea">',
        '<link rel="alternate" hreflang="en" href="https://example.com/tea">',
        '<body><a href="tea">Tea</a>',
    ],
)
def test_the_address_has_the_form_in_which_the_site_writes_it(statement: str) -> None:
    candidate = proposed(statement)
    assert (candidate.value, candidate.treatment) == ("https://example.com/tea", Treatment.PROPOSED)
    assert len(candidate.evidence) == 2


def test_scheme_and_host_are_those_of_the_site() -> None:
    site = SiteProfile("https://www.example.com:8443/", clean_urls=True)
    assert proposed("", site=site).value == "https://www.example.com:8443/tea.html"


@pytest.mark.parametrize("base", ["https://other.example/", "https://folder.invalid/"])
def test_no_address_is_made_up_on_another_host(base: str) -> None:
    with pytest.raises(Abstain):
        proposed("", site=SiteProfile(base, clean_urls=True))


@pytest.mark.parametrize(
    ("html", "document"),
    [
        ('<meta name="robots" content="noindex">', {}),
        ("", {"status": 404}),
        ("", {"status": 301, "headers": {"location": "/"}}),
        ("", {"headers": {"link": '<https://example.com/tea>; rel="canonical"'}}),
        (named("https://other.example/tea"), {}),
        (named("https://example.com/coffee.html"), {}),
        (named("https://example.com/tea.html"), {}),
        (named("/a") + named("/b"), {}),
        (f"<body><p>Tea</p>{named('/tea.html')}", {}),
        ('<meta property="og:url" content="https://other.example/tea">', {}),
        ('<meta property="og:url" content="/coffee">', {}),
    ],
)
def test_what_a_value_cannot_mend_is_left_alone_with_a_reason(html: str, document: dict[str, object]) -> None:
    with pytest.raises(Abstain, match=r"\.$"):
        proposed(html, **document)


@pytest.mark.parametrize(
    ("href", "rule", "path"),
    [
        ("", "canonical.empty-href", "tea.html"),
        ("https://exa mple.com/", "canonical.invalid-url", "tea.html"),
        ("javascript:alert(1)", "canonical.invalid-url", "tea.html"),
        ("data:text/html,tea", "canonical.invalid-url", "tea.html"),
        ("tea.html", "canonical.relative", "tea.html"),
        ("//example.com/tea", "canonical.relative", "tea.html"),
        ("https://example.com/tea.html#brew", "canonical.fragment", "tea.html"),
        ("http://example.com/tea.html", "canonical.http-on-https", "tea.html"),
    ],
)
def test_a_malformed_canonical_is_written_out(href: str, rule: str, path: str) -> None:
    html = f"{TITLE}{named(href)}"
    assert rule in failing(facts_of(html, path), "canonical")
    candidate = proposed(named(href), path)
    assert candidate.treatment is Treatment.AUTO
    assert failing(facts_of(with_value(html, Field.CANONICAL, candidate.value), path), "canonical") == set()


def test_a_malformed_canonical_of_another_page_still_names_that_page() -> None:
    candidate = proposed(named("coffee.html"))
    assert (candidate.value, candidate.treatment) == ("https://example.com/coffee.html", Treatment.PROPOSED)


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        (named("https://example.com/"), "canonical.to-homepage"),
        (
            named("https://example.com/de/tea.html")
            + '<link rel="alternate" hreflang="en" href="/tea.html">'
            + '<link rel="alternate" hreflang="de" href="/de/tea.html">',
            "canonical.hreflang-conflict",
        ),
    ],
)
def test_a_canonical_that_is_wrong_by_the_page_alone_gives_way_to_the_page(html: str, rule: str) -> None:
    assert rule in failing(facts_of(TITLE + html, "tea.html"), "canonical")
    candidate = proposed(html)
    assert candidate.treatment is Treatment.PROPOSED
    mended = with_value(TITLE + html, Field.CANONICAL, candidate.value)
    assert failing(facts_of(mended, "tea.html"), "canonical") == set()


def test_structured_data_that_names_another_page_is_not_contradicted() -> None:
    block = '{"@context": "https://schema.org", "@type": "Article", "url": "https://example.com/coffee"}'
    with pytest.raises(Abstain, match=r"Article\.url"):
        proposed(f'<script type="application/ld+json">{block}</script>')


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_a_page_says_the_value_is_an_address_of_the_site(href: str, address: str) -> None:
    html = f'<link rel="canonical" href="{href}"><meta property="og:url" content="{address}">'
    try:
        value = proposed(html).value
    except Abstain:
        return
    assert value.startswith(BASE)
    assert "#" not in value
