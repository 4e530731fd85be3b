import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from seo_meta.core import defang
from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.optional_topics import not_run
from seo_meta.core.report import Skipped
from seo_meta.report import github, markdown
from seo_meta.tests.injection import HOSTILE, payloads
from seo_meta.tests.report.factories import cluster, finding, report

OURS = {
    *("h2", "h3", "p", "strong", "code", "br", "sub", "ul", "li", "blockquote"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
"""The elements that we write ourselves."""


def rendered(text: str) -> BeautifulSoup:
    return BeautifulSoup(MarkdownIt("gfm-like", {"linkify": False}).render(text), "html.parser")


def rows(text: str) -> list[list[str]]:
    """The rows of all tables as text, without those of headings."""
    return [[cell.get_text(" ") for cell in row.find_all("td")] for row in rendered(text).select("tbody tr")]


def test_the_verdict_comes_first() -> None:
    findings = [
        finding(),
        finding("title.too-long-px", severity=Severity.WARNING),
        finding("x.y", severity=Severity.INFO),
    ]
    assert "**1 error, 1 warning and 1 info on 10 pages.**" in markdown.render(report(findings))


def test_a_clean_run_says_so_without_tables() -> None:
    text = markdown.render(report([]))
    assert "**No findings on 10 pages.**" in text
    assert "|" not in text


def test_a_rule_has_a_row_with_its_numbers_and_an_example() -> None:
    findings = [finding(file="a.html", evidence="Home | Example"), finding(file="b.html")]
    text = markdown.render(report(findings))
    assert ["error", "title.missing The page has no title", "2", "2", "a.html:2 Home | Example"] in rows(text)


def test_faults_of_a_template_have_a_row_each() -> None:
    text = markdown.render(report([finding()], clusters=(cluster(),)))
    urls = "https://example.com/a.html https://example.com/z.html"
    assert ["error", "title.missing", "340 of 350", urls] in rows(text)


def test_rules_of_a_plugin_that_is_not_enabled_are_no_pass() -> None:
    text = markdown.render(report([], not_run=not_run(["title.missing"])))
    assert "\n- semantic: not run, since the search plugin is not enabled.\n" in text


def test_a_run_with_the_rules_of_the_plugin_says_nothing_of_it() -> None:
    assert "not run" not in markdown.render(report([], not_run=not_run(["semantic.ambiguous-title"])))


def test_a_rule_that_crashed_is_named_and_is_no_pass() -> None:
    text = markdown.render(report([finding("title.broken", outcome=Outcome.CRASHED)]))
    assert "No findings on 10 pages; 1 rule crashed." in text
    assert "- 1 rule crashed: `title.broken`." in text


def test_a_rule_that_was_left_open_is_named() -> None:
    text = markdown.render(report([finding("link.orphan", outcome=Outcome.INCONCLUSIVE)]))
    assert "- 1 rule could not be decided everywhere: `link.orphan`." in text


def test_a_partial_run_says_why() -> None:
    text = markdown.render(report([], complete=False, stop_reason="limit of 10 pages"))
    assert "> This run is partial: `limit of 10 pages`. What was not read was not judged." in text


def test_what_was_skipped_is_listed_with_the_reason() -> None:
    text = markdown.render(report([], skipped=(Skipped("is larger than 20 MB", file="big.html"),)))
    assert "### Skipped: 1 file" in text
    assert ["big.html", "is larger than 20 MB"] in rows(text)


def test_it_says_where_the_whole_report_is() -> None:
    assert "`report.html`" in markdown.render(report([]))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    assert_inert(text)


def test_every_payload_stays_text() -> None:
    for payload in payloads("markdown", "markdown_link", "actions_summary", "pr_body"):
        assert_inert(payload)


def assert_inert(text: str) -> None:
    """Wherever the text of a page may stand, the report has the elements and words that it has with harmless text."""
    page, harmless = (
        rendered(
            markdown.render(
                report(
                    [finding(file=f"{part}.html", message=part, evidence=part)],
                    source=part,
                    base_url=f"https://example.com/{part}",
                    complete=False,
                    stop_reason=part,
                    skipped=(Skipped(part, file=part),),
                    clusters=(cluster(examples=(part, part)),),
                )
            )
        )
        for part in (text, "harmless")
    )
    assert {tag.name for tag in page.find_all()} <= OURS
    assert len(page.find_all()) == len(harmless.find_all())
    shown = [code.extract().get_text() for code in page.find_all("code")]
    assert defang.clip(defang.visible(text), markdown.MAX_TEXT).strip() in shown
    for code in harmless.find_all("code"):
        code.extract()
    assert page.get_text() == harmless.get_text()


def test_the_largest_report_has_fewer_than_60_000_characters() -> None:
    nasty = "`|\u202e" * 1000
    findings = [finding(f"topic.rule-{number:04}", file=nasty, evidence=nasty) for number in range(1000)]
    open_rules = [finding(f"site.rule-{number:04}", outcome=Outcome.INCONCLUSIVE) for number in range(1000)]
    skipped = tuple(Skipped(nasty, file=f"{number}{nasty}") for number in range(1000))
    clusters = tuple(cluster(rule=f"a.b{number:03}", examples=(nasty, nasty)) for number in range(1000))
    text = markdown.render(
        report(
            [*findings, *open_rules],
            clusters=clusters,
            skipped=skipped,
            source=nasty,
            base_url=nasty,
            complete=False,
            stop_reason=nasty,
        )
    )
    assert 20_000 < len(text) < 60_000
    assert "more rules." in text
    assert "more places." in text
    assert "more templates." in text
    assert "and 960 more." in text


def test_a_job_summary_is_added_to_what_is_there(tmp_path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("Built.\n")
    github.append_summary(report([finding()]), path)
    assert path.read_text().startswith("Built.\n\n## SEO metadata of `https://example.com/`\n")


@pytest.mark.parametrize(("room", "verdict", "table"), [(200, True, False), (10, False, False), (20_000, True, True)])
def test_a_job_summary_never_passes_the_limit_of_github(tmp_path, room: int, verdict: bool, table: bool) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * (github.MAX_SUMMARY - room))
    github.append_summary(report([finding()]), path)
    added = path.read_bytes()[github.MAX_SUMMARY - room :].decode()
    assert path.stat().st_size <= github.MAX_SUMMARY
    assert ("1 error on 10 pages." in added, "### By rule" in added) == (verdict, table)
