import io
import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from seo_meta.core.findings import Outcome
from seo_meta.core.optional_topics import not_run
from seo_meta.core.report import ExternalCounts, Skipped
from seo_meta.report import json as report_json
from seo_meta.tests.injection import HOSTILE
from seo_meta.tests.report.factories import cluster, finding, report, written

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "reference" / "report.schema.json").read_text())


def closed(schema: Any) -> Any:
    """The schema, in which members that it does not name are errors."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    return {**parts, "additionalProperties": False} if "required" in parts and "propertyNames" not in parts else parts


def assert_valid(text: str) -> None:
    Draft202012Validator(closed(SCHEMA), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(json.loads(text))


def test_the_published_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_report_of_every_kind_of_finding_matches_the_schema() -> None:
    findings = [
        finding("link.orphan", file=None, line=None, outcome=Outcome.INCONCLUSIVE, message="The run is partial."),
        finding("title.crashing", outcome=Outcome.CRASHED),
        finding("title.missing", evidence="…"),
    ]
    skipped = (Skipped("is larger than 20 MB", file="big.html"), Skipped("answered 500", url="https://example.com/a"))
    partial = {"complete": False, "stop_reason": "Stopped.", "skipped": skipped}
    assert_valid(written(report_json.write, findings, **partial, external=ExternalCounts(40, 3)))


def test_faults_of_a_template_are_told_beside_the_rules() -> None:
    text = written(report_json.write, [finding()], clusters=(cluster(),))
    assert_valid(text)
    (told,) = json.loads(text)["summary"]["clusters"]
    assert (told["rule"], told["pages"], told["of"]) == ("title.missing", 340, 350)


def test_what_the_run_was_judged_without_is_told() -> None:
    text = written(report_json.write, [], not_run=not_run(["title.missing"]))
    assert_valid(text)
    assert json.loads(text)["summary"]["not_run"] == [
        {"topic": "semantic", "reason": "the search plugin is not enabled"}
    ]


def test_a_report_without_findings_matches_the_schema() -> None:
    assert_valid(written(report_json.write, [], finished_at=None))


def test_a_report_with_a_member_that_the_schema_lacks_is_noticed() -> None:
    text = written(report_json.write, [finding()]).replace('"line":', '"unknown":')
    assert not Draft202012Validator(closed(SCHEMA)).is_valid(json.loads(text))


def test_text_of_pages_comes_back_as_it_was() -> None:
    findings = [finding("title.missing", message=text, evidence=text) for text in HOSTILE]
    read = json.loads(written(report_json.write, findings))["findings"]
    assert [(one["message"], one["evidence"]) for one in read] == [(text, text) for text in HOSTILE]


def test_each_finding_has_a_line_of_its_own() -> None:
    lines = written(report_json.write, [finding(evidence="a\nb"), finding(evidence="c")]).splitlines()
    assert [json.loads(line.rstrip(","))["evidence"] for line in lines if line.startswith('{"rule"')] == ["a\nb", "c"]


def test_findings_are_written_while_they_come() -> None:
    file = io.BytesIO()

    def findings() -> Any:
        for number in range(3):
            assert file.getvalue().count(b'"fingerprint"') == number
            yield finding()

    report_json.write(report([]), findings(), file)
    assert len(json.loads(file.getvalue())["findings"]) == 3


def test_the_example_in_the_documentation_matches_the_schema() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "report-json.md").read_text()
    shown = json.loads(page.split("```json\n")[1].split("```")[0])
    shown["summary"]["rules"][0]["example"] = shown["findings"][0]
    assert_valid(json.dumps(shown))
