"""What a site decides about its findings, as its build sees it: overrides, profiles, ignores, waivers, the baseline."""

import json
from pathlib import Path
from typing import Any

import pytest

from seo_meta.models import Finding, Run
from seo_meta.tests.commands.test_commands import GOOD, run
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db

NO_TITLE = '<html lang="en"><p>No title</p>'
NO_TITLE_EITHER = '<html lang="en"><p>No title either</p>'
WAIVER = """[[waiver]]
rule = "{rule}"
path = "{path}"
reason = "Goes in spring"
owner = "web"
expires = {expires}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose page bad.html has one error, and a configuration that leaves only rules about titles to gate."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "site"
    folder.mkdir()
    Path(".siteagent").mkdir()
    Path("siteagent.toml").write_text('base_url = "https://example.com/"\n[rules]\n"og.image-broken" = "off"\n')
    links = '<a href="/bad.html">Bad</a>'
    (folder / "index.html").write_text(GOOD.format(path="", text="Beans", links=links))
    (folder / "bad.html").write_text(NO_TITLE)
    return folder


def report(*arguments: object) -> dict[str, Any]:
    run("meta_auto", "site", "--fail-on", "never", *arguments)
    return json.loads(Path("siteagent-report/report.json").read_text())


def titles(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in found["findings"] if finding["rule"] == "title.missing"]


def waive(path: str = "bad.html", rule: str = "title.missing", expires: str = "2999-01-01", more: str = "") -> None:
    Path(".siteagent/waivers.toml").write_text(WAIVER.format(path=path, rule=rule, expires=expires) + more)


def test_an_override_decides_about_page_rules_and_site_rules_alike(site: Path) -> None:
    for name in ("a", "b"):
        (site / "blog").mkdir(exist_ok=True)
        (site / "blog" / f"{name}.html").write_text("<title>One title for two pages</title>")
    text = Path("siteagent.toml").read_text()
    rules = '"title.duplicate" = "info", "description.missing" = "error", "link.orphan" = "off"'
    Path("siteagent.toml").write_text(f'{text}[[overrides]]\npath = ["blog/"]\nrules = {{ {rules} }}\n')
    run("seo_audit", "site")
    rows = Finding.objects.exclude(page=None).values_list("rule", "severity", "page__file")
    assert {(rule, severity) for rule, severity, file in rows if file.startswith("blog/")} >= {
        ("title.duplicate", "info"),
        ("description.missing", "error"),
    }
    assert ("description.missing", "warning", "bad.html") in rows
    assert not [file for rule, _, file in rows if rule == "link.orphan"]


def test_an_element_can_be_left_out_of_page_rules_and_site_rules(site: Path) -> None:
    ignored = 'data-siteagent-ignore="link.broken-internal img.alt-missing"'
    link = f'<p {ignored}><a href="/gone">Gone</a><img src="/a.png"></p>'
    (site / "index.html").write_text(GOOD.format(path="", text=link, links='\n<a href="/gone-too">Gone too</a>'))
    found = report()
    broken = [finding["evidence"] for finding in found["findings"] if finding["rule"] == "link.broken-internal"]
    assert broken == ["/gone-too"]
    outcomes = found["summary"]["outcomes"]
    assert outcomes["link.broken-internal"] == {"fail": 1, "ignored": 1}
    assert outcomes["img.alt-missing"]["ignored"] == 1
    again = Run.objects.get()
    run("seo_audit", "--run", again.pk)
    again.refresh_from_db()
    assert again.outcomes == outcomes


def test_a_preview_that_is_kept_out_of_search_is_clean_and_one_that_is_not_is_told(site: Path) -> None:
    (site / "bad.html").unlink()
    canonical = GOOD.format(path="", text="Beans", links="").replace("https://example.com/", "https://www.example.org/")
    (site / "index.html").write_text(canonical)
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    rules = []
    for head in ("", '<meta name="robots" content="noindex">'):
        (site / "index.html").write_text(canonical.replace("<title>", f"{head}<title>"))
        found = report("--profile", "preview")["findings"]
        rules.append({finding["rule"] for finding in found if finding["outcome"] == "fail"})
    assert rules[0] - rules[1] == {"index.preview-indexable"}
    assert not [rule for rule in rules[1] if rule.startswith(("index.", "robots.", "canonical."))]


def test_a_waived_finding_is_reported_with_its_reason_and_fails_no_build(site: Path) -> None:
    assert run("seo_audit", "site")[0] == 1
    waive()
    assert run("seo_audit", "site")[0] == 0
    found = report()
    (title,) = titles(found)
    assert title["waived"] == {"reason": "Goes in spring", "owner": "web", "expires": "2999-01-01"}
    assert (found["summary"]["waived"], found["summary"]["severities"]["error"]) == (1, 1)


@pytest.mark.parametrize(
    ("values", "rule", "code"),
    [
        ({"expires": "2020-01-01"}, "waiver.expired", 1),
        ({"path": "other.html"}, "waiver.unused", 1),
        ({"rule": "*", "path": "**"}, "waiver.over-broad", 1),
        ({"more": 'fingerprint = "00000000000000000000000000000000"\n'}, "waiver.unused", 1),
    ],
)
def test_a_waiver_that_does_not_do_its_work_is_a_finding_and_opens_no_gate(
    site: Path, values: dict[str, str], rule: str, code: int
) -> None:
    waive(**values)
    assert run("seo_audit", "site")[0] == code
    assert Finding.objects.filter(rule__startswith="waiver.", outcome="fail").values_list("rule", flat=True)[0] == rule


def test_a_partial_run_does_not_call_a_waiver_unused(site: Path) -> None:
    waive(path="other.html")
    run("seo_audit", "site", "--max-pages", 1)
    assert Finding.objects.get(rule="waiver.unused").outcome == "inconclusive"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (".siteagent/waivers.toml", "[[waiver]\n", ".siteagent/waivers.toml is not valid TOML"),
        (".siteagent/waivers.toml", "[[waiver]]\nrule = 'title.missing'\n", ".siteagent/waivers.toml:1: the waiver"),
        (".siteagent/baseline.json", "<<<<<<< ours", ".siteagent/baseline.json is no baseline: "),
    ],
)
def test_a_broken_decision_stops_the_run_before_it_reads(site: Path, file: str, text: str, message: str) -> None:
    Path(file).write_text(text)
    code, error = run("meta_auto", "site", "--fail-on", "never")
    assert code == 2
    assert error.startswith(message)
    assert "\n" not in error
    assert not Run.objects.exists()


@pytest.mark.parametrize("option", ["--waivers", "--baseline"])
def test_a_file_that_is_named_must_be_there(site: Path, option: str) -> None:
    code, error = run("seo_audit", "site", option, "none")
    assert (code, "none" in error) == (2, True)


def test_a_gate_for_what_is_new_wants_a_baseline_and_says_how_to_write_one(site: Path) -> None:
    code, error = run("seo_audit", "site", "--fail-on", "new:error")
    assert code == 2
    assert error.startswith("There is no baseline .siteagent/baseline.json. Write one from the latest run with: ")
    command = error.split(": ")[1].split()
    run("seo_audit", "site")
    assert run(*command)[0] == 0
    assert run("seo_audit", "site", "--fail-on", "new:error")[0] == 0


def test_only_what_the_baseline_does_not_have_fails_the_build(site: Path) -> None:
    run("seo_audit", "site")
    run("seo_report", "--write-baseline")
    (site / "worse.html").write_text(NO_TITLE_EITHER)
    assert run("seo_audit", "site", "--fail-on", "new:error")[0] == 1
    waive(path="worse.html")
    assert run("seo_audit", "site", "--fail-on", "new:error")[0] == 0
    (site / "bad.html").unlink()
    found = report()
    assert [(finding["file"], finding["state"]) for finding in titles(found)] == [("worse.html", "new")]
    assert found["summary"]["states"]["fixed"] >= 1


def test_a_partial_run_fixes_nothing(site: Path) -> None:
    run("seo_audit", "site")
    run("seo_report", "--write-baseline")
    states = report("--exclude", "bad.html")["summary"]["states"]
    assert states["fixed"] == 0
    assert states["not-compared"] >= 1


def test_a_baseline_without_changes_is_written_the_same_and_without_what_is_waived(site: Path) -> None:
    waive(path="index.html", rule="og.image-broken")
    for number in (1, 2):
        run("seo_audit", "site")
        assert run("seo_report", "--write-baseline", f"base/{number}.json")[0] == 0
    first, second = (Path(f"base/{number}.json").read_text() for number in (1, 2))
    assert first == second
    assert '["title.missing","/bad",' in first
    waive()
    run("seo_audit", "site")
    run("seo_report", "--write-baseline", "base/3.json")
    assert "title.missing" not in [finding[0] for finding in json.loads(Path("base/3.json").read_text())["findings"]]
    assert {path.name for path in Path("base").iterdir()} == {"1.json", "2.json", "3.json"}


def test_a_run_that_ended_early_is_no_baseline(site: Path) -> None:
    run("seo_audit", "site", "--max-pages", 1)
    code, error = run("seo_report", "--write-baseline")
    assert (code, "ended early (limit of 1 pages)" in error) == (2, True)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://example.com/draft.html", "it is left out by exclude: draft.html"),
        ("/draft", "it is left out by exclude: draft.html"),
        ("/none", "site has no such file"),
        ("/a.txt", "it is no page, but another file"),
        ("https://elsewhere.example/", "it lies outside https://example.com/, the site that was read"),
        ("huge.html", "it was skipped: is larger than 15 MB"),
    ],
)
def test_why_a_page_is_not_in_a_run(site: Path, address: str, reason: str) -> None:
    (site / "draft.html").write_text("x")
    (site / "a.txt").write_text("x")
    with (site / "huge.html").open("wb") as file:
        file.truncate(16 * 2**20)
    run("seo_audit", "site", "--exclude", "draft.html")
    code, out = run("seo_explain", address)
    assert code == 0
    assert f"Not in run {Run.objects.get().pk} of site: {reason}" in out


def test_what_a_limit_left_out_is_explained_by_the_limit(site: Path) -> None:
    run("seo_audit", "site", "--max-pages", 1)
    assert "reading ended before it: limit of 1 pages" in run("seo_explain", "/index.html")[1]


@pytest.mark.parametrize(
    ("path", "fields", "reason"),
    [
        ("private/a", {}, "robots.txt forbids it in line 2"),
        ("lost", {}, "no page that was read links to it, and no sitemap lists it"),
        ("linked", {"stop_reason": "limit of 1 pages"}, "reading ended before it: limit of 1 pages"),
        ("shop/a", {"policy": {"include": ["blog/"]}}, "it is left out by include, which names only: blog/"),
        ("slow", {"skipped": [{"url": f"{BASE}slow", "reason": "timed out"}]}, "it was skipped: timed out"),
    ],
)
def test_why_a_page_of_a_live_site_was_not_read(path: str, fields: dict[str, Any], reason: str) -> None:
    home = facts_of('<title>Home</title><a href="/linked">Linked</a>', "")
    stored_run(home, kind="http", robots={"text": "User-agent: *\nDisallow: /private/"}, **fields)
    linked = "1 page" if path == "linked" else "0 pages"
    assert f": {reason}; linked from {linked}" in run("seo_explain", BASE + path)[1]


def test_a_page_that_was_read_is_explained_rule_by_rule(site: Path) -> None:
    rules = 'rules = { "title.missing" = "warning" }'
    override = f'[[overrides]]\npath = ["bad.html"]\n{rules}\nlimits = {{ title_max_px = 300 }}\n'
    Path("siteagent.toml").write_text(Path("siteagent.toml").read_text() + override)
    waive()
    run("seo_audit", "site")
    code, out = run("seo_explain", "/bad")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "https://example.com/bad.html"
    assert "file bad.html, status 200" in lines[1]
    assert "linked from 1 page" in lines[1]
    assert "Override 1 holds: path bad.html: title.missing = warning, title_max_px = 300" in lines
    place = lines.index("  title.missing (warning)")
    assert lines[place + 2] == "    waived until 2999-01-01 by web: Goes in spring"
    assert any(line.startswith("  by the configuration: ") and "og.image-broken" in line for line in lines)
    assert "description.multiple" in lines[-1]


def test_what_is_explained_cannot_command_the_log(site: Path) -> None:
    (site / "bad.html").write_text('<html lang="en"><title>x</title><img src="\x1b[31m&#10;::error::x">')
    run("seo_audit", "site")
    out = run("seo_explain", "/bad")[1]
    assert "img.alt-missing" in out
    assert "\x1b" not in out
    assert "::error::" not in out
