"""Commands as a user runs them: exit codes, files, and one line for what goes wrong."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from seo_meta.models import Finding, Page, Run

pytestmark = pytest.mark.django_db

GOOD = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>How we roast coffee in small batches</title>
<meta name="description" content="Small batches, slow roasting and beans from three farms we know by name.">
<meta property="og:image" content="https://example.com/a.png"><link rel="icon" href="/i.png">
<link rel="canonical" href="https://example.com/{path}"></head><body><h1>Roasting</h1><p>{text}</p>{links}</body></html>"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one page without a fault that could gate; the current folder is its parent."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(GOOD.format(path="", text="Beans", links=""))
    for image in ("a.png", "i.png"):
        (folder / image).write_bytes(b"\x89PNG")
    return folder


def run(command: str, *arguments: object) -> tuple[int, str]:
    """(exit code, stdout); an error counts as its exit code with its message."""
    out = StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out)
    except SystemExit as exit:
        return int(exit.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_the_main_job_reads_audits_and_reports(site: Path) -> None:
    code, _ = run("meta_auto", site)
    report = json.loads(Path("siteagent-report/report.json").read_text())
    assert code == 0
    assert report["run"]["base_url"] == "https://example.com/"
    assert report["run"]["pages"] == 1
    assert {path.name for path in Path("siteagent-report").iterdir()} == {"report.html", "report.json", "report.md"}
    assert Run.objects.get().state == Run.State.DONE


@pytest.mark.parametrize(
    ("html", "gate", "code"),
    [
        ("<p>No title</p>", "error", 1),
        ("<p>No title</p>", "never", 0),
        ("<title>How we roast coffee in small batches</title>", "error", 0),
        ("<title>How we roast coffee in small batches</title>", "warning", 1),
    ],
)
def test_the_gate_decides_the_exit_code(site: Path, html: str, gate: str, code: int) -> None:
    (site / "index.html").write_text(html)
    assert run("seo_audit", site, "--fail-on", gate)[0] == code


def test_two_workers_find_what_one_finds(site: Path, transactional_db: None) -> None:
    for number in range(250):
        links = f'<a href="/p{(number + 1) % 250}.html#x">next</a><img src=a.png>'
        (site / f"p{number}.html").write_text(GOOD.format(path=f"p{number}.html", text=f"Beans {number}", links=links))
    reports = []
    for workers in (1, 2):
        run("meta_auto", site, "--workers", workers, "--out", f"report-{workers}")
        reports.append(json.loads(Path(f"report-{workers}/report.json").read_text()))
        assert Page.objects.count() == 251
        Run.objects.all().delete()  # nothing before it that the next run would be compared with
    assert reports[0]["findings"] == reports[1]["findings"]
    assert reports[0]["summary"] == reports[1]["summary"]


def test_a_stored_run_is_judged_again_without_reading(site: Path) -> None:
    run("seo_crawl", site)
    stored = Run.objects.get()
    assert (stored.state, Finding.objects.count(), stored.pages) == (Run.State.READ, 0, 1)
    (site / "index.html").unlink()
    assert run("seo_audit", "--run", stored.pk)[0] == 0
    first = sorted(Finding.objects.values_list("rule", "fingerprint"))
    assert run("seo_audit", "--run", stored.pk)[0] == 0
    assert first
    assert sorted(Finding.objects.values_list("rule", "fingerprint")) == first


def test_a_report_of_the_latest_run_can_be_written_later(site: Path) -> None:
    run("seo_audit", site)
    code, out = run("seo_report", "--format", "json", "--out", "later")
    assert (code, out.strip()) == (0, "later/report.json")


def test_a_format_is_written_when_it_is_asked_for_and_no_other(site: Path) -> None:
    run("meta_auto", site, "--format", "sarif", "--format", "junit")
    assert {path.name for path in Path("siteagent-report").iterdir()} == {"report.sarif", "report.junit.xml"}


def test_the_configuration_says_where_the_folder_stands_in_the_repository(site: Path) -> None:
    (site / "index.html").write_text("<p>No title</p>")
    Path("siteagent.toml").write_text('source_root = "web/public"')
    run("meta_auto", site, "--format", "sarif")
    assert '"uri":"web/public/index.html"' in Path("siteagent-report/report.sarif").read_text()
    run("meta_auto", site, "--format", "sarif", "--source-root", "docs")
    assert '"uri":"docs/index.html"' in Path("siteagent-report/report.sarif").read_text()


def test_annotations_are_printed_under_github_actions_alone(site: Path, settings) -> None:
    (site / "index.html").write_text("<p>No title</p>")
    assert "::error" not in run("meta_auto", site)[1]
    settings.GITHUB_ACTIONS = True
    assert "::error file=site/index.html,title=title.missing::" in run("meta_auto", site)[1]


def test_a_change_since_the_run_before_is_an_alarm(site: Path) -> None:
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /cart\n")
    run("meta_auto", site)
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    run("meta_auto", site)
    findings = json.loads(Path("siteagent-report/report.json").read_text())["findings"]
    (alarm,) = (finding for finding in findings if finding["rule"] == "robots.changed")
    assert alarm["evidence"] == "-Disallow: /cart; +Disallow: /"


def test_the_job_summary_is_written_where_github_asks(site: Path, settings) -> None:
    settings.GITHUB_STEP_SUMMARY = str(site.parent / "summary.md")
    run("meta_auto", site)
    assert Path("summary.md").read_text().lstrip().startswith("## SEO metadata of")


def test_a_limit_makes_site_rules_inconclusive(site: Path) -> None:
    (site / "other.html").write_text("<title>Other</title>")
    run("meta_auto", site, "--max-pages", 1)
    report = json.loads(Path("siteagent-report/report.json").read_text())
    assert (report["run"]["complete"], report["run"]["stop_reason"]) == (False, "limit of 1 pages")
    outcomes = {finding["rule"]: finding["outcome"] for finding in report["findings"]}
    assert outcomes["title.duplicate"] == "inconclusive"


def test_an_unreadable_page_is_reported_and_the_rest_is_read(site: Path) -> None:
    with (site / "huge.html").open("wb") as file:
        file.truncate(16 * 2**20)
    run("meta_auto", site)
    report = json.loads(Path("siteagent-report/report.json").read_text())
    assert (report["run"]["pages"], report["run"]["complete"]) == (1, False)
    assert "15 MB" in report["run"]["skipped"][0]["reason"]


def test_configuration_turns_a_rule_off_and_another_up(site: Path) -> None:
    (site / "index.html").write_text("<p>No title</p>")
    Path("siteagent.toml").write_text('[rules]\n"title.missing" = "off"\n"lang.missing" = "error"\n')
    code, _ = run("seo_audit", site)
    severities = dict(Finding.objects.values_list("rule", "severity"))
    assert (code, severities.get("title.missing"), severities["lang.missing"]) == (1, None, "error")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("[rules\n", "siteagent.toml is not valid TOML: "),
        ('[rules]\n"title.mising" = "off"\n', "unknown rule 'title.mising'; did you mean title.missing"),
        ('[rules]\n"title.missing" = "fatal"\n', "title.missing = 'fatal' is no severity; use one of error, warning"),
        ("bse_url = 'https://example.com/'\n", "unknown key 'bse_url'; did you mean base_url?"),
        ("[limits]\ntitle_max = 3\n", "unknown key 'title_max' in [limits]; did you mean title_max_px"),
        ("[limits]\ntitle_max_px = 'wide'\n", "Expected `int`, got `str` - at `$.limits.title_max_px`"),
        ("base_url = 'example'\n", "'example' is no http(s) URL"),
    ],
)
def test_a_mistake_in_the_configuration_is_named_with_its_remedy(site: Path, config: str, message: str) -> None:
    Path("siteagent.toml").write_text(config)
    code, error = run("meta_auto", site)
    assert code == 2
    assert message in error
    assert "\n" not in error
    assert not Run.objects.exists()
    assert not Path("siteagent-report/report.json").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing"], "missing is not a folder. Give the folder that your build writes, or an http(s) URL."),
        (["empty"], "empty holds no .html or .htm file in scope."),
        (["site", "--include", "blog/"], "holds no .html or .htm file in scope."),
        (["site", "--config", "no.toml"], "Cannot read no.toml: No such file or directory."),
        (["http://127.0.0.1:9/"], "http://127.0.0.1:9/"),
        (["site", "--out", "site/index.html"], "Reports cannot be written to site/index.html"),
    ],
)
def test_what_cannot_be_read_or_written_is_one_line_and_exit_code_2(
    site: Path, arguments: list[str], message: str
) -> None:
    Path("empty").mkdir()
    code, error = run("meta_auto", *arguments)
    assert code == 2
    assert message in error
    assert "\n" not in error
    assert not Run.objects.exists()


def test_seo_audit_wants_a_source_or_a_run(site: Path) -> None:
    assert run("seo_audit")[0] == 2
    assert run("seo_audit", site, "--run", 1)[0] == 2


def test_a_stored_run_is_not_judged_by_another_configuration(site: Path) -> None:
    run("seo_crawl", site)
    code, error = run("seo_audit", "--run", Run.objects.get().pk, "--exclude", "a.html")
    assert (code, error.endswith("leave out --exclude")) == (2, True)


def test_a_run_that_is_not_there_is_named() -> None:
    code, error = run("seo_report", 42)
    assert (code, error) == (2, "There is no run 42. Make one with: meta_auto SOURCE")


def test_rules_are_listed_and_one_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    run("seo_rules")
    assert "title.missing" in capsys.readouterr().out
    code, text = run("seo_rules", "title.missing")
    assert code == 0
    assert "severity  error" in text
    code, error = run("seo_rules", "title.mising")
    assert code == 2
    assert error.startswith("There is no rule 'title.mising'. Did you mean title.missing")


def test_a_run_that_dies_is_marked_as_failed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr("seo_meta.services.pipeline.audit_whole_site", fail)
    code, error = run("seo_audit", site)
    assert code == 3
    assert "MemoryError: no room" in error
    assert Run.objects.get().state == Run.State.FAILED
    assert "no room" in Run.objects.get().stop_reason


def external_counts() -> dict[str, int] | None:
    return json.loads(Path("siteagent-report/report.json").read_text())["run"]["external"]


def test_links_to_other_sites_are_checked_only_when_a_run_may(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = '<a href="http://127.0.0.1:9/">Elsewhere</a>'
    (site / "index.html").write_text(GOOD.format(path="", text="Beans", links=link))
    run("meta_auto", site)
    assert external_counts() is None
    assert "External links" not in capsys.readouterr().out
    Path("siteagent.toml").write_text("external_links = 5")
    run("meta_auto", site)
    assert external_counts() == {"checked": 1, "unchecked": 0}
    assert "External links: 1 checked, 0 still unchecked." in capsys.readouterr().out
    run("meta_auto", site, "--external", 0)
    assert external_counts() is None


def test_a_stored_run_can_have_its_links_checked(site: Path) -> None:
    link = '<a href="http://127.0.0.1:9/">Elsewhere</a>'
    (site / "index.html").write_text(GOOD.format(path="", text="Beans", links=link))
    run("seo_crawl", site)
    stored = Run.objects.get()
    run("seo_audit", "--run", stored.pk, "--external", 5)
    stored.refresh_from_db()
    assert stored.external == {"checked": 1, "unchecked": 0}


@pytest.mark.parametrize("value", ["-1", '"many"'])
def test_how_many_links_may_be_checked_is_a_whole_number(site: Path, value: str) -> None:
    Path("siteagent.toml").write_text(f"external_links = {value}")
    code, message = run("seo_audit", site)
    assert code == 2
    assert "siteagent.toml:1" in message
