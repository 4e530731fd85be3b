"""Markdown: job summaries, reports, pull requests and commits, where text of pages may not come alive."""

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from seo_meta.core import pull_request
from seo_meta.core.propose import Evidence, Field
from seo_meta.core.pull_request import Change, ChangedFile, Dropped, PullRequest
from seo_meta.core.report import Skipped
from seo_meta.report import github, html, markdown, sarif
from seo_meta.tests.report.factories import cluster, finding, proposal, report, written

from .hostile_site import Job
from .markup import alive, code
from .pairs import pairs
from .terminal import drives

HARMLESS = "harmless"


def summary(text: str) -> str:
    """A report in which every text is this one."""
    return markdown.render(
        report(
            [finding(file=f"{text}.html", message=text, evidence=text), finding("x.y", None, url=text, message=text)],
            source=text,
            base_url=text,
            complete=False,
            stop_reason=text,
            skipped=(Skipped(text, file=text),),
            clusters=(cluster(examples=(text, text)),),
            proposals=(proposal(f"a{text}", current=text, url=text, file=text), proposal("", reason=text)),
        )
    )


def pull(text: str) -> PullRequest:
    """A pull request in which every text is this one."""
    change = Change(
        page=text,
        file=text,
        field=Field.TITLE,
        before=text,
        value=f"a{text}",
        confidence="high",
        rules=("title.missing",),
        reasons=(text,),
        evidence=(Evidence(text, text, 3),),
        approved_by=text,
        content="c" * 32,
    )
    more = {"dropped": (Dropped("0" * 12, text, Field.TITLE),), "refused": (("same-file", 1),), "outdated": (text,)}
    return PullRequest(text, "f" * 40, "0.1.0", (change,), (ChangedFile(text, "0" * 64, "1" * 64),), **more)


def assert_words(shown: str, harmless: str, payload: str) -> None:
    """The text is nothing but words in code spans, and readers see it unless it cannot be shown as it is."""
    assert alive(shown) == alive(harmless)
    assert drives(shown.replace("\n", "")) == []
    if payload.isprintable() and payload == payload.strip():
        assert any(payload in span for span in code(shown))


@pytest.mark.parametrize("payload", pairs("markdown"))
def test_no_payload_comes_alive_in_the_report(payload: str) -> None:
    assert_words(summary(payload), summary(HARMLESS), payload)


@pytest.mark.parametrize("payload", pairs("actions_summary"))
def test_no_payload_comes_alive_in_the_summary_of_a_job(payload: str, tmp_path: Path) -> None:
    for name, text in (("hostile", payload), ("harmless", HARMLESS)):
        said = report([finding(file=text, message=text, evidence=text)], base_url=text, source=text)
        github.append_summary(said, tmp_path / name)
    assert_words((tmp_path / "hostile").read_text(), (tmp_path / "harmless").read_text(), payload)


@pytest.mark.parametrize("payload", pairs("pr_body"))
def test_no_payload_comes_alive_in_a_pull_request(payload: str) -> None:
    hostile, harmless = pull(payload), pull(HARMLESS)
    # The ids of changes are made of their text, and stand in comments of our own.
    bodies = [pull_request.body(one).replace(one.changes[0].id, "0" * 12) for one in (hostile, harmless)]
    assert_words(*bodies, payload)
    assert pull_request.title(hostile) == pull_request.title(harmless)
    assert pull_request.ticks(pull_request.body(hostile)).keys() == {hostile.changes[0].id, "0" * 12}


@pytest.mark.parametrize("payload", pairs("markdown_link"))
def test_no_url_of_a_page_becomes_a_link(payload: str) -> None:
    assert_words(summary(payload), summary(HARMLESS), payload)
    result = json.loads(written(sarif.write, [finding(file=None, url=payload, message=f"[x]({payload})")]))
    (found,) = result["runs"][0]["results"]
    assert not [one for one in alive(found["message"]["text"]) if one.startswith("a ")]


def test_the_oracle_knows_what_comes_alive() -> None:
    said = alive("a [x](y) ![x](z) <b> https://x.test @ann #1 :+1: $$x$$\n\n# H\n\n> q\n\n- l\n\n---\n\n<!-- c -->")
    for found in ("a y", "img z", "html <b>", "text https://", "text @ann", "text #1", "text :+1:", "text $$"):
        assert found in said
    assert {"h1", "blockquote", "ul", "li", "hr", "html <!-- c -->"} <= {*said}


def test_nothing_comes_alive_in_the_texts_of_a_job_on_a_hostile_site(night: Job) -> None:
    """Whatever is alive there is our own."""
    elements = {"p", "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "strong", "ul", "li", "blockquote"}
    own = ("html <br>", "html <sub>", "html </sub>", "html <details><summary>SHA-256", "html </details>", "html <!-- s")
    texts = (night.report("report.md").decode(), night.file("GITHUB_STEP_SUMMARY"), night.pull["body"])
    for text in texts:
        left = [one for one in alive(text) if one not in elements and not one.startswith(own)]
        assert {*left} <= {"text https://", "text #1"}, left  # the address and number of the pull request
    assert night.pull["title"].startswith("SEO metadata: ")


def test_no_text_of_a_page_gets_into_the_commit_or_the_names_of_branches(night: Job) -> None:
    lines = [line for line in night.commit.splitlines() if line]
    assert len(lines) == len([line for line in lines if line.isascii() and line.isprintable()])
    assert [line.split(":")[0].split("-")[0] for line in lines] == [
        "SiteAgent",
        "siteagent@localhost",
        "SEO metadata",
        "SiteAgent",
    ]
    assert night.branches == ["refs/heads/main", "refs/heads/siteagent/seo-meta"]


def test_the_report_of_a_hostile_site_has_no_element_or_link_of_its_own(night: Job) -> None:
    page = BeautifulSoup(night.report("report.html"), "html.parser")
    harmless = BeautifulSoup(written(html.write, [finding()], proposals=(proposal(),)), "html.parser")
    charts = {"g", "line", "h3", "ins", "del"}
    assert {tag.name for tag in page.find_all()} <= {tag.name for tag in harmless.find_all()} | charts
    assert len(page.find_all("script")) == len(harmless.find_all("script"))
    for tag in page.find_all():
        assert not [name for name in tag.attrs if name.startswith("on")]
    links = {link["href"] for link in page.find_all(href=True)}
    assert {link for link in links if not link.startswith(("https://", "http://", "#"))} == set()
