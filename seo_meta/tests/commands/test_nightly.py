"""`meta_auto --pr` as a job runs it: real git with a bare remote, a server that plays GitHub, new databases."""

import json
import re
from pathlib import Path

import pytest
from django.conf import LazySettings

from seo_meta.core.pull_request import ticks
from seo_meta.models import Rejection
from seo_meta.services.review import lift_rejection
from seo_meta.services.transitions import Actor
from seo_meta.tests.built_sites import FLAVOURS, BuiltSite
from seo_meta.tests.github_server import REPOSITORY, TOKEN, GitHubServer
from seo_meta.tests.nights import BRANCH, PAGE, Nights, git

pytestmark = pytest.mark.django_db

PULLS = f"/repos/{REPOSITORY}/pulls"
TICKED = re.compile(r"^- \[x\] `(\S+)` (\S+) <!-- siteagent:(\w+) -->$", re.MULTILINE)


def metrics() -> dict[str, object]:
    return json.loads(Path("siteagent-report/metrics.json").read_text())


def untick(hub: GitHubServer, file: str, field: str) -> None:
    body = hub.pulls[-1]["body"]
    line = next(line for line in body.splitlines() if line.startswith(f"- [x] `{file}` {field} "))
    hub.pulls[-1]["body"] = body.replace(line, line.replace("[x]", "[ ]"))


def test_the_first_night_opens_a_pull_request_with_one_commit_of_the_edits(hub: GitHubServer, nights: Nights) -> None:
    before = git(nights.here, "status", "--porcelain"), (nights.here / "site" / "a.html").read_text()
    assert nights.night()[0] == 0
    (pull,) = hub.pulls
    assert (pull["base"]["ref"], pull["head"]["ref"], pull["draft"]) == ("main", BRANCH, False)
    assert "<title>How we roast coffee at the harbour</title>" in nights.read("site/a.html")
    assert nights.changed() == [".siteagent/metrics.jsonl", "site/a.html", "site/b.html"]
    assert git(nights.remote, "rev-parse", f"{BRANCH}^") == nights.tip("main")
    assert hub.labels == {1: ["seo-meta", "automation"]}
    assert hub.tokens == {f"Bearer {TOKEN}"}
    assert (git(nights.here, "status", "--porcelain"), (nights.here / "site" / "a.html").read_text()) == before
    assert (metrics()["result"], metrics()["pull_request"], metrics()["files"]) == ("created", 1, 2)


def test_the_body_says_what_changes_and_why(hub: GitHubServer, nights: Nights) -> None:
    nights.night("--pr", "--draft")
    body = hub.pulls[0]["body"]
    assert hub.pulls[0]["draft"] is True
    assert ("site/a.html", "title") in [found[:2] for found in TICKED.findall(body)]
    for said in (
        "proposed: `How we roast coffee at the harbour`",
        "desktop: ",
        "mobile: ",
        "`title.missing`",
        "nobody has reviewed it",
        "`h1` in line 1 `How we roast coffee at the harbour`",
    ):
        assert said in body
    for path in ("site/a.html", "site/b.html"):
        listed = re.search(rf"- `{path}`<br>`([0-9a-f]{{64}})`<br>`([0-9a-f]{{64}})`", body)
        assert listed
        assert listed[1] != listed[2]
    assert (nights.here / "siteagent-report" / "pull-request.md").read_text() == body


def test_a_second_night_with_the_same_site_pushes_and_says_nothing(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    tip, written = nights.tip(), list(hub.written)
    assert nights.night()[0] == 0
    assert (nights.tip(), hub.written) == (tip, written)
    assert metrics()["result"] == "unchanged"
    nights.again()
    assert (nights.tip(), hub.written) == (tip, written)


def test_a_title_that_somebody_gave_stays_until_the_changes_are_others(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    hub.pulls[0]["title"] = "Ann's title"
    nights.night()
    assert (hub.pulls[0]["title"], metrics()["result"]) == ("Ann's title", "unchanged")
    untick(hub, "site/a.html", "title")
    nights.night()
    assert hub.pulls[0]["title"] == "SEO metadata: 1 change on 1 page"


def test_other_findings_with_the_same_changes_are_no_reason_to_push(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    tip = nights.tip()
    Path("siteagent.toml").write_text('[rules]\n"link.orphan" = "off"\n')
    nights.night()
    assert (nights.tip(), metrics()["result"]) == (tip, "unchanged")


def test_two_machines_make_the_same_commit_of_the_same_site(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    tip = nights.tip()
    git(nights.remote, "update-ref", "-d", f"refs/heads/{BRANCH}")
    nights.night()
    assert nights.tip() == tip


def test_a_change_of_the_site_updates_the_same_pull_request(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    nights.write("c.html", PAGE.format(title="", heading="What our grinders do at night"))
    nights.publish()
    nights.night()
    assert len(hub.pulls) == 1
    assert "site/c.html" in nights.changed()
    assert "`site/c.html` title" in hub.pulls[0]["body"]
    assert git(nights.remote, "rev-list", "--count", f"main..{BRANCH}") == "1"


def test_a_commit_of_somebody_else_stops_the_run_which_says_so_once(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    tip = nights.commit_as_person()
    for _ in range(2):
        assert nights.night()[0] == 0
    assert nights.tip() == tip
    assert metrics()["result"] == "stopped"
    (said,) = hub.comments[1]
    assert "Somebody else has committed" in said


def test_with_the_pull_request_closed_the_branch_is_free_again(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    hub.pulls[0] |= {"state": "closed", "merged_at": "2026-11-24T00:00:00Z"}
    hub.pulls[0]["head"]["sha"] = nights.commit_as_person()
    assert nights.night()[0] == 0
    assert metrics()["result"] == "created"


def test_an_amended_commit_counts_as_somebody_elses(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    git(nights.here, "fetch", "--quiet", "origin", BRANCH)
    git(nights.here, "checkout", "--quiet", "-B", "mine", "FETCH_HEAD")
    git(nights.here, "commit", "--quiet", "--amend", "--no-edit")
    git(nights.here, "push", "--quiet", "--force", "origin", f"mine:{BRANCH}")
    git(nights.here, "checkout", "--quiet", "main")
    tip = nights.tip()
    nights.night()
    assert (nights.tip(), metrics()["result"]) == (tip, "stopped")


def test_what_a_closed_pull_request_proposed_is_not_proposed_again(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    hub.pulls[0]["state"] = "closed"
    nights.write("c.html", PAGE.format(title="", heading="What our grinders do at night"))
    nights.publish()
    for _ in range(2):
        nights.night()
    assert len(hub.pulls) == 2
    assert {file for file, _, _ in TICKED.findall(hub.pulls[1]["body"])} == {"site/c.html"}
    assert [path for path in nights.changed() if path.startswith("site/")] == ["site/c.html"]
    decisions = [json.loads(line) for line in nights.read(".siteagent/decisions.jsonl").splitlines()]
    assert {(one["page"], one["field"], one["by"]) for one in decisions} >= {
        ("/a", "title", "#1"),
        ("/b", "title", "#1"),
    }


def test_nothing_left_to_do_is_said_and_is_no_failure(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    hub.pulls[0]["state"] = "closed"
    written = list(hub.written)
    assert nights.night()[0] == 0
    assert hub.written == written
    assert metrics()["result"] == "skipped"
    assert "nothing to do" in str(metrics()["reason"])


def test_a_merged_pull_request_settles_its_changes(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    git(nights.here, "fetch", "--quiet", "origin", BRANCH)
    git(nights.here, "merge", "--quiet", "FETCH_HEAD")
    git(nights.here, "push", "--quiet", "origin", "main")
    hub.pulls[0] |= {"state": "closed", "merged_at": "2026-11-24T00:00:00Z"}
    nights.night()
    assert metrics()["result"] == "skipped"
    (line,) = nights.read(".siteagent/metrics.jsonl", "main").splitlines()
    assert json.loads(line)["files"] == 2


def test_a_line_without_its_tick_is_dropped_and_comes_back_with_it(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    untick(hub, "site/a.html", "title")
    for _ in range(2):
        nights.night()
        assert "<title></title>" in nights.read("site/a.html")
        assert "<title>Where our coffee comes from each year</title>" in nights.read("site/b.html")
        assert "### Dropped" in hub.pulls[0]["body"]
        assert '"/a"' in nights.read(".siteagent/decisions.jsonl")
    hub.pulls[0]["body"] = hub.pulls[0]["body"].replace("- [ ]", "- [x]")
    nights.again()
    assert "<title>How we roast coffee at the harbour</title>" in nights.read("site/a.html")
    assert "### Dropped" not in hub.pulls[0]["body"]


def test_a_refusal_ends_when_the_text_of_the_page_is_another(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    hub.pulls[0]["state"] = "closed"
    nights.write("a.html", PAGE.format(title="", heading="Why we moved the roastery to the old harbour"))
    nights.publish()
    nights.night()
    assert {file for file, _, _ in TICKED.findall(hub.pulls[1]["body"])} == {"site/a.html"}


def test_decisions_in_the_base_branch_hold(hub: GitHubServer, nights: Nights) -> None:
    Path(".siteagent").mkdir()
    pinned = [{"page": "/a", "field": field, "scope": "pin", "by": "ann"} for field in ("title", "social")]
    Path(".siteagent/decisions.jsonl").write_text("".join(json.dumps(one) + "\n" for one in pinned))
    nights.publish()
    nights.night()
    named = {(file, field) for file, field, _ in TICKED.findall(hub.pulls[0]["body"])}
    assert ("site/a.html", "title") not in named
    assert ("site/b.html", "title") in named


def test_what_a_line_allows_is_proposed_again_after_a_closed_pull_request(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    hub.pulls[0]["state"] = "closed"
    Path(".siteagent").mkdir()
    Path(".siteagent/decisions.jsonl").write_text('{"page": "/a", "field": "title", "decision": "allowed"}\n')
    nights.publish()
    nights.night()
    assert [found[:2] for found in TICKED.findall(hub.pulls[1]["body"])] == [("site/a.html", "title")]
    assert '"decision":"allowed"' in nights.read(".siteagent/decisions.jsonl")


def test_what_a_reviewer_lets_back_in_stays_so_where_the_database_is_kept(hub: GitHubServer, nights: Nights) -> None:
    nights.night()
    hub.pulls[0]["state"] = "closed"
    nights.again()
    ann = Actor(None, "ann", "admin")
    for rejection in Rejection.objects.filter(url__endswith="/a.html", field="title"):
        lift_rejection(rejection.pk, ann)
    for _ in range(2):
        nights.again()
        assert [found[:2] for found in TICKED.findall(hub.pulls[1]["body"])] == [("site/a.html", "title")]


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ({"scope": "value", "value": "How we roast coffee at the harbour"}, False),
        ({"scope": "value", "value": "Another title that nobody wanted"}, True),
        ({"scope": "days", "until": "2999-01-01"}, False),
        ({"scope": "days", "until": "2001-01-01"}, True),
        ({"scope": "content", "content": "0" * 32}, True),
    ],
)
def test_a_line_holds_for_its_value_its_days_or_its_text(
    hub: GitHubServer, nights: Nights, line: dict[str, str], proposed: bool
) -> None:
    Path(".siteagent").mkdir()
    Path(".siteagent/decisions.jsonl").write_text(json.dumps({"page": "/a", "field": "title", **line}) + "\n")
    nights.publish()
    for night in (nights.night, nights.again):
        night()
        assert ("proposed: `How we roast coffee at the harbour`" in hub.pulls[0]["body"]) is proposed


def test_a_broken_decisions_file_stops_the_run_before_it_starts(hub: GitHubServer, nights: Nights) -> None:
    Path(".siteagent").mkdir()
    Path(".siteagent/decisions.jsonl").write_text('{"page": "/a", "field": "title", "scope": "pin"}\n{"page": 1}\n')
    nights.publish()
    code, said = nights.night()
    assert code == 2
    assert ".siteagent/decisions.jsonl on main cannot be understood: line 2" in said
    assert hub.written == []


def test_a_file_that_is_not_as_in_the_base_is_left_out(hub: GitHubServer, nights: Nights) -> None:
    nights.write("a.html", PAGE.format(title="", heading="A heading that nobody has committed"))
    nights.night()
    assert [path for path in nights.changed() if path.startswith("site/")] == ["site/b.html"]
    assert metrics()["refused"]["not-in-base"] >= 1


def test_hooks_of_the_repository_do_not_run(hub: GitHubServer, nights: Nights) -> None:
    for name in ("pre-push", "reference-transaction", "post-checkout"):
        hook = nights.here / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\ntouch ran\nexit 1\n")
        hook.chmod(0o755)
    assert nights.night()[0] == 0
    assert not (nights.here / "ran").exists()


def test_a_shallow_clone_is_enough(hub: GitHubServer, nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.night()
    tip = nights.tip()
    shallow = nights.here.with_name("shallow")
    git(nights.here.parent, "clone", "--quiet", "--depth=1", f"file://{nights.remote}", str(shallow))
    nights.here = shallow
    monkeypatch.chdir(shallow)
    nights.night()
    assert (nights.tip(), metrics()["result"]) == (tip, "unchanged")


def test_the_limit_is_a_number_of_files(hub: GitHubServer, nights: Nights) -> None:
    nights.night("--pr", "--limit", 1)
    assert len([path for path in nights.changed() if path.startswith("site/")]) == 1


@pytest.mark.parametrize(
    ("asked", "status", "headers", "told"),
    [
        (f"GET {PULLS}", 401, {}, "does not know the token"),
        (f"POST {PULLS}", 403, {}, "pull-requests: write"),
        (f"GET {PULLS}", 404, {}, f"there is no repository {REPOSITORY}"),
        (f"POST {PULLS}", 422, {}, "No commits between main and x"),
        (f"GET {PULLS}", 502, {}, "GitHub failed when asked to list pull requests (502)"),
        (f"GET {PULLS}", 301, {"Location": "https://evil.example/"}, "has moved"),
        (
            f"GET {PULLS}",
            403,
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1763900000"},
            "2025-11-23 12:13 UTC",
        ),
        (f"GET {PULLS}", 429, {"retry-after": "60"}, "Try again in 60 s"),
    ],
)
def test_what_github_refuses_is_one_line_with_the_remedy(
    hub: GitHubServer, nights: Nights, asked: str, status: int, headers: dict[str, str], told: str
) -> None:
    message = {"message": "Validation Failed", "errors": [{"message": "No commits between main and x\x1b\n::error::"}]}
    hub.failing[asked] = status, headers, message
    code, said = nights.night()
    assert code == 2
    assert told in said
    assert TOKEN not in said
    assert "\n" not in said
    assert "\x1b" not in said


def test_a_night_after_a_failure_goes_on_from_there(hub: GitHubServer, nights: Nights) -> None:
    hub.failing[f"POST {PULLS}"] = 502, {}, {}
    assert nights.night()[0] == 2
    hub.failing.clear()
    assert nights.night()[0] == 0
    assert len(hub.pulls) == 1


def test_a_failing_push_shows_no_password(hub: GitHubServer, nights: Nights, caplog: pytest.LogCaptureFixture) -> None:
    git(nights.here, "remote", "set-url", "origin", f"http://user:{TOKEN}@127.0.0.1:9/site.git")
    code, said = nights.night()
    assert code == 2
    assert "git ls-remote failed" in said
    assert TOKEN not in said + caplog.text


def test_names_of_files_are_dead_in_the_pull_request_and_the_outputs(
    hub: GitHubServer, nights: Nights, settings: LazySettings, tmp_path: Path
) -> None:
    settings.GITHUB_OUTPUT, settings.GITHUB_STEP_SUMMARY = str(tmp_path / "output"), str(tmp_path / "summary")
    hostile = "<img src=x> `|` @octo <!-- siteagent:000000000000 --> $(id) ${{ github.token }} \"'\n::error::x.html"
    nights.write(hostile, PAGE.format(title="", heading="What our grinders do at night"))
    nights.publish()
    nights.night()
    assert "What our grinders do at night" in nights.read(f"site/{hostile}")
    body = hub.pulls[0]["body"]
    assert "000000000000" in body
    assert "000000000000" not in ticks(body)
    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", body)
    for word in ("<img", "@octo", "github.token"):
        assert word in body
        assert word not in outside
    assert "\n::error::" not in body
    output = (tmp_path / "output").read_text()
    pairs = re.findall(r"^(\w+)<<(end-\w{32})\n(.*)\n\2$", output, re.MULTILINE)
    assert {name: value for name, _, value in pairs} == {
        "result": "created",
        "number": "1",
        "url": f"https://github.com/{REPOSITORY}/pull/1",
    }
    assert "grinders" not in output
    assert "Pull request #1: created" in (tmp_path / "summary").read_text()


def built_nights(nights: Nights) -> BuiltSite:
    """The same with a site that is built from Markdown, in a folder that git ignores."""
    git(nights.here, "rm", "--quiet", "-r", "site")
    site = BuiltSite(nights.here, FLAVOURS["Hugo"])
    nights.built = site.flavour.built
    nights.publish()
    return site


def test_a_built_site_gets_a_pull_request_of_its_sources(hub: GitHubServer, nights: Nights) -> None:
    site = built_nights(nights)
    page = (site.built / "roasts/decaf/index.html").read_bytes()
    assert nights.night()[0] == 0
    source = "content/roasts/decaf.md"
    assert nights.changed() == [".siteagent/metrics.jsonl", source]
    assert "description = '" in nights.read(source)
    assert (site.built / "roasts/decaf/index.html").read_bytes() == page
    body = hub.pulls[0]["body"]
    assert f"- [x] `{source}` description of `/roasts/decaf` <!-- siteagent:" in body
    assert "Pages that are built from these files show the new values after the next build." in body
    assert re.search(rf"- `{source}`<br>`[0-9a-f]{{64}}`<br>`[0-9a-f]{{64}}`", body)
    assert "content/roasts/dark.md" not in body


def test_a_second_night_before_the_merge_says_nothing_and_none_after_it(hub: GitHubServer, nights: Nights) -> None:
    site = built_nights(nights)
    nights.night()
    nights.night()
    assert metrics()["result"] == "unchanged"
    git(nights.here, "fetch", "--quiet", "origin", BRANCH)
    git(nights.here, "merge", "--quiet", "--ff-only", "FETCH_HEAD")
    git(nights.here, "push", "--quiet", "origin", "main")
    hub.pulls[0] |= {"state": "closed", "merged_at": "2026-11-24T00:00:00Z"}
    nights.night()
    assert metrics()["result"] == "skipped"
    site.build()
    nights.night()
    assert metrics()["result"] == "skipped"


def test_a_patch_of_a_built_site_changes_its_sources(nights: Nights, settings: LazySettings, tmp_path: Path) -> None:
    built_nights(nights)
    settings.SITEAGENT_GITHUB_TOKEN = ""
    patch = tmp_path / "nightly.patch"
    assert nights.night("--patch-only", patch)[0] == 0
    git(nights.here, "apply", str(patch))
    assert git(nights.here, "diff", "--name-only").splitlines() == ["content/roasts/decaf.md"]


def test_a_patch_without_github_is_taken_by_git(nights: Nights, settings: LazySettings, tmp_path: Path) -> None:
    settings.SITEAGENT_GITHUB_TOKEN = ""
    patch = tmp_path / "nightly.patch"
    assert nights.night("--patch-only", patch)[0] == 0
    git(nights.here, "apply", "--check", str(patch))
    git(nights.here, "apply", str(patch))
    assert git(nights.here, "diff", "--name-only").splitlines() == ["site/a.html", "site/b.html"]
    assert nights.tip() == ""


def test_no_patch_is_written_when_there_is_nothing_to_do(nights: Nights, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (nights.here / "site" / f"{name}.html").unlink()
    nights.write("notes.html", "<p>")
    patch = tmp_path / "nightly.patch"
    assert nights.night("--patch-only", patch)[0] == 0
    assert not patch.exists()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SITEAGENT_GITHUB_TOKEN", "", "No GitHub token is set"),
        ("GITHUB_REPOSITORY", "", "GITHUB_REPOSITORY is not set"),
    ],
)
def test_what_is_not_set_is_told_before_any_work(
    hub: GitHubServer, nights: Nights, settings: LazySettings, name: str, value: str, told: str
) -> None:
    setattr(settings, name, value)
    code, said = nights.night()
    assert (code, hub.asked) == (2, [])
    assert told in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--draft",), "--draft goes with --pr"),
        (("--base", "main"), "--base goes with --pr"),
        (("--pr", "--base", "nowhere"), "has no branch nowhere"),
        (("--pr", "--base=--upload-pack=x"), "has no branch --upload-pack=x"),
        (("--pr", "--base", BRANCH), "is the branch of the pull request itself"),
    ],
)
def test_wrong_options_are_one_line(hub: GitHubServer, nights: Nights, arguments: tuple[str, ...], told: str) -> None:
    code, said = nights.night(*arguments)
    assert code == 2
    assert told in said


def test_a_clone_without_a_remote_is_told_how_to_get_one(hub: GitHubServer, nights: Nights) -> None:
    git(nights.here, "remote", "remove", "origin")
    code, said = nights.night()
    assert code == 2
    assert "git remote add origin" in said


def test_a_folder_outside_of_git_has_no_pull_request(hub: GitHubServer, nights: Nights, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    nights.here = outside
    (outside / "site").mkdir()
    code, said = nights.night()
    assert code == 2
    assert "no folder in a git repository" in said
