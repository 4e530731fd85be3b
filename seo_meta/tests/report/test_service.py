import json
import os
import time
from pathlib import Path

import pytest

from seo_meta import selectors
from seo_meta.core.findings import Outcome
from seo_meta.core.report import in_repository
from seo_meta.errors import ReportError, RunError
from seo_meta.models import Finding, Run
from seo_meta.report import FORMATS
from seo_meta.services.report import annotations, report_of, require_writable, write_job_summary, write_reports
from seo_meta.tests.factories import facts_of
from seo_meta.tests.report.test_json import assert_valid
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db

PAGES = {
    "index.html": "<html lang=en><title>Home</title>",
    "about.html": "<html><p>No title",
    "über.html": '<html lang=en><meta name=description content="</script>\u202e|">',
}


def run_of_three_pages(**fields: object) -> Run:
    pages = [facts_of(f"<!doctype html>{html}", path, file=path) for path, html in PAGES.items()]
    return stored_run(*pages, **{"outcomes": {"title.missing": {"pass": 1, "fail": 2}}, **fields})


@pytest.fixture
def run() -> Run:
    return run_of_three_pages()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_each_format_becomes_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    paths = write_reports(run, out, FORMATS)
    assert paths == [out / name for name, _ in FORMATS.values()]
    assert names(out) == {path.name for path in paths}
    assert all(path.stat().st_size > 300 for path in paths)


def test_a_run_that_a_plugins_rules_judged_is_not_said_to_lack_them() -> None:
    without = report_of(run_of_three_pages())
    assert [topic.topic for topic in without.not_run] == ["semantic"]
    assert report_of(run_of_three_pages(site_rules={"semantic.ambiguous-title": 1})).not_run == ()


@pytest.mark.parametrize(
    ("source", "given", "place"),
    [
        ("public", None, "public/about.html"),
        ("./site/public/", None, "site/public/about.html"),
        ("public", "docs/build", "docs/build/about.html"),
        ("public", ".", "about.html"),
        ("/srv/build", None, "about.html"),
        ("../build", None, "about.html"),
        ("/srv/build", "public", "public/about.html"),
    ],
)
def test_a_file_is_placed_in_the_repository(source: str, given: str | None, place: str) -> None:
    assert in_repository(report_of(run_of_three_pages(source=source), given), "about.html") == place


def test_a_folder_below_the_current_one_is_placed_by_its_absolute_path_too(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = run_of_three_pages(source=str(tmp_path / "build" / "public"))
    assert report_of(run).source_root == "build/public"
    assert report_of(run_of_three_pages(source="https://example.com/", kind="http")).source_root == ""


def test_annotations_are_lines_for_the_runner_of_github(run: Run) -> None:
    lines = annotations(run, "public").splitlines()
    assert lines[0].startswith("::error file=public/about.html,line=1,title=title.missing::")
    assert len(lines) == 5


def test_the_report_of_a_stored_run_matches_the_schema(run: Run, tmp_path: Path) -> None:
    (path,) = write_reports(run, tmp_path, ["json"])
    assert_valid(path.read_text())
    read = json.loads(path.read_text())
    assert [(one["rule"], one["file"]) for one in read["findings"]] == [
        ("description.missing", "about.html"),
        ("description.missing", "index.html"),
        ("lang.missing", "about.html"),
        ("title.missing", "about.html"),
        ("title.missing", "über.html"),
    ]
    assert read["summary"]["severities"] == {"error": 2, "warning": 3, "info": 0, "review": 0}


def test_the_same_input_gives_the_same_bytes_but_for_times_and_ids(tmp_path: Path) -> None:
    texts = []
    for number in range(3):
        run = run_of_three_pages()
        (path,) = write_reports(run, tmp_path / str(number), ["json"])
        text = path.read_text()
        started, finished = json.loads(text)["run"]["started_at"], json.loads(text)["run"]["finished_at"]
        assert text.count(f'"id":{run.pk},') == text.count(started) == text.count(finished) == 1
        texts.append(text.replace(f'"id":{run.pk},', '"id":1,').replace(started, "").replace(finished, ""))
    assert texts[0] == texts[1] == texts[2]


def test_findings_come_in_the_order_of_bytes_and_the_site_first(run: Run) -> None:
    site = Finding.objects.filter(run=run, rule="title.missing")[0]
    Finding.objects.create(**{**vars_of(site), "page": None, "line": None})
    order = [(one.rule, one.url, one.line) for one in selectors.reported_findings(run) if one.rule == "title.missing"]
    assert order == [
        ("title.missing", None, None),
        ("title.missing", "https://example.com/about.html", 1),
        ("title.missing", "https://example.com/über.html", 1),
    ]


def test_a_rule_that_only_crashed_counts_no_findings(run: Run) -> None:
    Finding.objects.filter(run=run, rule="title.missing").update(outcome=Outcome.CRASHED)
    (crashed,) = (rule for rule in selectors.rule_counts(run) if rule.rule == "title.missing")
    assert (crashed.findings, crashed.pages, crashed.crashed, crashed.example) == (0, 0, 2, None)


def test_rules_come_worst_and_commonest_first_with_their_first_failure(run: Run) -> None:
    rules = selectors.rule_counts(run)
    assert [(rule.rule, rule.findings, rule.pages) for rule in rules] == [
        ("title.missing", 2, 2),
        ("description.missing", 2, 2),
        ("lang.missing", 1, 1),
    ]
    assert rules[0].example == next(one for one in selectors.reported_findings(run) if one.rule == "title.missing")
    assert rules[0].summary == "The page has no title"


def test_a_rule_that_is_no_longer_installed_is_still_reported(run: Run) -> None:
    Finding.objects.filter(run=run, rule="title.missing").update(rule="old.rule")
    assert selectors.rule_counts(run)[0].rule == "old.rule"


def test_skipped_files_are_in_order(run: Run) -> None:
    run.skipped = [{"file": "b.html", "reason": "too big"}, {"file": "a.html", "reason": "too big"}]
    assert [skipped.place for skipped in report_of(run).run.skipped] == ["a.html", "b.html"]


def test_a_run_that_was_not_judged_is_no_clean_run(run: Run, tmp_path: Path) -> None:
    run.state = Run.State.READ
    with pytest.raises(RunError, match=f"seo_audit --run {run.pk}"):
        write_reports(run, tmp_path / "out", FORMATS)
    assert names(tmp_path / "out") == set()


def test_a_second_report_replaces_the_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("old")
    write_reports(run, tmp_path, ["md"])
    assert (tmp_path / "report.md").read_text().startswith("## SEO metadata")


def test_everybody_whom_the_umask_lets_in_may_read_a_report(run: Run, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        (path,) = write_reports(run, tmp_path, ["md"])
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_where_the_folder_should_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ReportError, match=r"out: .*Name another folder with --out"):
        require_writable(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_below_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReportError, match="Not a directory"):
        require_writable(tmp_path / "file" / "out")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that takes no files, whoever asks")
def test_a_folder_that_takes_no_files_is_an_error() -> None:
    with pytest.raises(ReportError, match="Reports cannot be written to /proc/self"):
        require_writable(Path("/proc/self"))


def test_a_folder_in_the_place_of_a_report_is_an_error_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.md").mkdir()
    with pytest.raises(ReportError, match=r"report\.md is a folder"):
        write_reports(run, tmp_path, FORMATS)
    assert names(tmp_path) == {"report.md"}


def test_a_report_that_fails_half_way_leaves_the_old_ones_alone(run: Run, tmp_path: Path, monkeypatch) -> None:
    def disk_full(report, findings, file) -> None:
        file.write(b"half a report")
        raise OSError(28, "No space left on device")

    write_reports(run, tmp_path, FORMATS)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setitem(FORMATS, "md", ("report.md", disk_full))
    with pytest.raises(ReportError, match="No space left on device"):
        write_reports(run, tmp_path, FORMATS)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_temporary_files_of_a_killed_run_are_removed_and_those_of_a_living_one_are_not(tmp_path: Path) -> None:
    old, new = tmp_path / ".siteagent-1.tmp", tmp_path / ".siteagent-2.tmp"
    old.touch()
    new.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    require_writable(tmp_path)
    assert names(tmp_path) == {".siteagent-2.tmp"}


def test_the_job_summary_is_added_to(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("Built.\n")
    write_job_summary(run, str(path))
    assert path.read_text().startswith("Built.\n\n## SEO metadata of `https://example.com/`")


def test_a_job_summary_that_cannot_be_written_is_an_error(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="Unset GITHUB_STEP_SUMMARY"):
        write_job_summary(run, tmp_path)


def vars_of(finding: Finding) -> dict[str, object]:
    """The fields of a finding, to make another of them."""
    return {field.name: getattr(finding, field.name) for field in Finding._meta.concrete_fields if field.name != "id"}
