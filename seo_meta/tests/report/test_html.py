import base64
import hashlib
import json
import re

import pytest
from bs4 import BeautifulSoup, Tag

from seo_meta.core import defang
from seo_meta.core.findings import Kind, Outcome, Severity
from seo_meta.core.optional_topics import not_run
from seo_meta.core.report import Skipped
from seo_meta.report import html, listing
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.report.factories import cluster, finding, run_count, written


def page_of(findings, **run: object) -> BeautifulSoup:
    return BeautifulSoup(written(html.write, findings, **run), "html.parser")


def data_of(page: BeautifulSoup) -> dict:
    return json.loads(page.select_one("script#data").string)


def words(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def test_the_page_says_which_site_and_what_came_out() -> None:
    page = page_of([finding(), finding("title.too-long-px", severity=Severity.WARNING)])
    assert words(page.h1) == "https://example.com/"
    assert words(page.select_one(".verdict")) == "1 error and 1 warning on 10 pages."
    assert [words(tile) for tile in page.select(".tiles li")][:2] == ["1 Errors", "1 Warnings"]


def test_a_rule_is_listed_with_its_remedy_and_source() -> None:
    row = page_of([finding(), finding(file="b.html")]).select_one("table.rules tbody tr")
    assert words(row).startswith("error title.missing The page has no title Add one <title> to the head.")
    assert [words(cell) for cell in row.select("td.number")] == ["2", "2"]
    assert row.select_one(".remedy a")["href"] == "https://developers.google.com/search/docs/appearance/title-link"


def test_a_heuristic_is_marked() -> None:
    assert page_of([finding(kind=Kind.HEURISTIC)]).select_one("table.rules .kind").get_text() == "heuristic"


def test_the_data_holds_every_finding_worst_rules_first() -> None:
    findings = [finding("h1.missing", "b.html", severity=Severity.WARNING, line=None), finding(evidence="x")]
    data = data_of(page_of(findings))
    assert [rule["rule"] for rule in data["rules"]] == ["title.missing", "h1.missing"]
    assert data["pages"] == [["https://example.com/b.html", "b.html"], ["https://example.com/about.html", "about.html"]]
    message = "There is no <title> element."
    assert data["findings"] == [[0, 1, 2, message, "x"], [1, 0, None, message, ""]]


def test_a_finding_about_the_site_has_no_page() -> None:
    assert data_of(page_of([finding("link.orphan", file=None)]))["findings"][0][1] == -1


def test_without_javascript_the_first_findings_are_a_table() -> None:
    page = page_of([finding(file=f"{number:03}.html") for number in range(150)])
    rows = page.select("table.plain tbody tr")
    assert len(rows) == 100
    assert words(rows[0]) == "000.html:2 error title.missing There is no <title> element."
    assert "The first 100 of 150." in words(page.select_one("#list"))


def test_a_large_run_lists_rare_rules_whole_and_says_what_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(listing, "MAX_FINDINGS", 12)
    often = [finding("a.often", file=f"{number}.html") for number in range(30)]
    page = page_of([*often, finding("b.rare")])
    assert [one[0] for one in data_of(page)["findings"]] == [0] * 11 + [1]
    assert data_of(page)["rules"][0]["found"] == 30
    assert "Listed are 12 of 31: at most 11 of each rule." in words(page)


def test_a_run_with_few_findings_says_nothing_of_a_limit() -> None:
    assert "Listed are" not in words(page_of([finding()]))


@pytest.mark.parametrize(
    ("counts", "cap"),
    [([], 20_000), ([5], 20_000), ([500_000], 20_000), ([30_000, 100], 19_900), ([15_000] * 4, 5_000)],
)
def test_the_findings_of_each_rule_share_the_room(counts: list[int], cap: int) -> None:
    assert listing.findings_per_rule(counts) == cap
    assert sum(min(count, cap) for count in counts) <= listing.MAX_FINDINGS


def test_faults_of_a_template_are_listed_with_links_to_pages() -> None:
    row = page_of([finding()], clusters=(cluster(),)).select_one("table.clusters tbody tr")
    assert words(row) == "error title.missing https://example.com/a.html https://example.com/z.html 340 of 350"
    assert row.select_one("a.place")["href"] == "https://example.com/a.html"


def test_every_chart_says_in_words_what_it_shows() -> None:
    page = page_of([finding(), finding("title.too-long-px")], history=(run_count(1, 7), run_count(2, 2)))
    charts = page.select("svg[role=img]")
    assert [words(page.find(id=chart["aria-labelledby"].split()[0])) for chart in charts] == [
        "Findings by severity",
        "Commonest rules",
        "Findings over the last runs",
    ]
    assert [words(page.find(id=chart["aria-labelledby"].split()[1])) for chart in charts] == [
        "2 errors, 0 warnings, 0 info, 0 to review",
        "title.missing 1 and title.too-long-px 1.",
        "From run 1 of 2026-11-01 (7 errors on 10 pages) to run 2 of 2026-11-02 (2 errors on 10 pages).",
    ]


def test_the_runs_stand_in_a_table_too() -> None:
    page = page_of([], history=(run_count(1, 7, complete=False), run_count(2, 2)))
    rows = [words(row) for row in page.select("figure table tbody tr")]
    assert rows == ["1 (partial) 2026-11-01 13:34 10 7 0 0 0", "2 2026-11-02 13:34 10 2 0 0 0"]


def test_the_highest_column_is_that_of_the_run_with_the_most_findings() -> None:
    page = page_of([], history=(run_count(1, 8), run_count(2, 2), run_count(3, 0)))
    columns = page.select("svg.columns g")
    assert [[bar["height"] for bar in column.select("rect")] for column in columns] == [["120.00"], ["30.00"], []]
    assert columns[1].rect["y"] == "108.00"


def test_one_run_is_no_trend() -> None:
    assert "over the last runs" not in str(page_of([finding()], history=(run_count(1, 7),)))


def test_a_rule_left_open_is_named_with_the_reason_and_is_not_among_the_findings() -> None:
    page = page_of([finding("link.orphan", file=None, outcome=Outcome.INCONCLUSIVE, message="The run is partial.")])
    assert words(page.select_one(".open")) == "link.orphan The run is partial."
    assert data_of(page)["findings"] == []


def test_rules_of_a_plugin_that_is_not_enabled_are_said_not_to_have_run() -> None:
    page = page_of([], not_run=not_run(["title.missing"]))
    assert "semantic: not run, since the search plugin is not enabled." in words(page.select_one("#rules"))


def test_a_rule_that_crashed_says_how_often() -> None:
    row = page_of([finding("title.broken", outcome=Outcome.CRASHED)]).select_one("table.rules tbody tr")
    assert "crashed on 1" in words(row)


def test_a_partial_run_says_why_and_what_was_skipped() -> None:
    skipped = (Skipped("is larger than 20 MB", file="big.html"),)
    page = page_of([], complete=False, stop_reason="limit of 10 pages", skipped=skipped)
    notice = "This run is partial: limit of 10 pages . What was not read was not judged."
    assert words(page.select_one(".notice")) == notice
    assert words(page.select_one("table.skipped tbody")) == "big.html is larger than 20 MB"


def test_nothing_is_loaded_and_only_our_script_and_style_run() -> None:
    page = page_of([finding()])
    policy = page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    script, style = page.select_one("script:not([type])").string, page.style.string
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src '{digest(style)}'; script-src '{digest(script)}';" in policy
    assert not page.select("[src], link, img, iframe, object, embed, base, [style]")
    assert "@import" not in style
    assert "url(" not in style


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_links_lead_only_to_http_and_tell_nothing() -> None:
    findings = [
        finding(url="javascript:alert(1)", file=None),
        finding("x.y", url="https://example.com/?a=\"b'<c>", file=None),
    ]
    links = page_of(findings).select("a:not([href^='#'])")
    assert "https://example.com/?a=\"b'<c>" in {link["href"] for link in links}
    assert {link["href"].partition("//")[0] for link in links} == {"https:"}
    assert {tuple(link["rel"]) for link in links} == {("noreferrer", "noopener")}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    assert_inert(text)


def test_every_payload_stays_text() -> None:
    for payload in payloads("admin_html", "admin_link_href", "html_source", "terminal"):
        assert_inert(payload)


def assert_inert(text: str) -> None:
    """Wherever the text of a page may stand, the page has the elements that it has with harmless text."""
    page, harmless = hostile_page(text), hostile_page("harmless")
    assert outline(page) == outline(harmless)
    shown = defang.visible(text)
    assert data_of(page)["findings"][0][3:] == [shown, shown]
    assert page.select_one("table.plain .message").get_text() == shown
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", str(page)) is None


def hostile_page(text: str) -> BeautifulSoup:
    return page_of(
        [finding(file=f"{text}.html", message=text, evidence=text)],
        source=text,
        base_url=f"https://example.com/{text}",
        complete=False,
        stop_reason=text,
        skipped=(Skipped(text, file=text),),
        clusters=(cluster(examples=(f"https://example.com/{text}",) * 2),),
    )


def outline(page: BeautifulSoup) -> list[tuple[str, list[str]]]:
    """Every element with the names of its attributes."""
    return [(tag.name, sorted(tag.attrs)) for tag in page.find_all()]
