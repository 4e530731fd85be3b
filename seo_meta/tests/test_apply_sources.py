"""Approved proposals for built pages become edits of the front matter or data file that the pages are made from."""

import os
import re
import time
from pathlib import Path

import pytest
from django.test import Client

from seo_meta.core.propose import Field
from seo_meta.core.review import State
from seo_meta.models import Edit, Proposal, Run
from seo_meta.services.apply import Wish, undo
from seo_meta.services.apply import apply as apply_edits
from seo_meta.tests.applying import (
    BY_COMMAND,
    applied,
    approved,
    audited,
    codes,
    git,
    page_of,
    planned,
    proposed,
    site_at,
    state_of,
)
from seo_meta.tests.built_sites import FLAVOURS, TITLES, BuiltSite, Data, committed_site
from seo_meta.tests.commands.test_commands import run as run_command

pytestmark = pytest.mark.django_db

NAME = "What is left of coffee without caffeine"
DESCRIPTION = "How we take the caffeine out of our beans with water alone, and what of the taste is left in the cup."
RULES = {Field.TITLE: "title.too-short-px", Field.DESCRIPTION: "description.missing"}


@pytest.fixture(params=FLAVOURS)
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuiltSite:
    monkeypatch.chdir(tmp_path)
    return committed_site(tmp_path.resolve(), FLAVOURS[request.param])


@pytest.fixture
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuiltSite:
    monkeypatch.chdir(tmp_path)
    return committed_site(tmp_path.resolve(), FLAVOURS["Jekyll"])


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuiltSite:
    monkeypatch.chdir(tmp_path)
    return committed_site(tmp_path.resolve(), FLAVOURS["Eleventy"])


def approved_title(site: BuiltSite, run: Run, title: str = NAME, page: str = "decaf") -> Proposal:
    rules = [RULES[Field.TITLE]] if page == "decaf" else []
    return approved(run, site.flavour.page(page), title + site.flavour.suffix, rules=rules)


def approved_description(site: BuiltSite, run: Run, text: str = DESCRIPTION, page: str = "decaf") -> Proposal:
    file = site.flavour.page(page)
    rules = found_rules(run, file) & {"description.missing", "description.too-short-px"}
    return approved(run, file, text, Field.DESCRIPTION, rules=sorted(rules))


def found_rules(run: Run, file: str) -> set[str]:
    return set(page_of(run, file).findings.values_list("rule", flat=True))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode())


def test_from_audit_to_source_to_build_to_audit_and_back(site: BuiltSite, capsys: pytest.CaptureFixture[str]) -> None:
    run, file = audited(site.built), site.flavour.page("decaf")
    faults = found_rules(run, file) & {*RULES.values(), "description.too-short-px"}
    assert len(faults) == 2
    title, description = approved_title(site, run), approved_description(site, run)
    before, page = site.bytes_of_all(), (site.built / file).read_bytes()
    source = site.flavour.source("decaf")

    capsys.readouterr()
    code, said = run_command("seo_apply", "--plan")
    assert code == 0, said
    patch = capsys.readouterr().out
    git(site.root, "apply", "--check", given=patch.encode())
    assert re.findall(r"^\+\+\+ b/(.*)$", patch, re.MULTILINE) == [source]
    assert site.bytes_of_all() == before

    code, said = run_command("seo_apply")
    assert code == 0, said
    told = capsys.readouterr().out
    assert f"{source}  description, title" in told
    assert "Build the site again: 1 page cannot show the new values before." in told
    assert (site.built / file).read_bytes() == page
    after = site.bytes_of_all()
    assert {path for path, body in after.items() if body != before[path]} == {source}
    assert {state_of(title), state_of(description)} == {State.APPLIED}

    site.build()
    again = audited(site.built)
    shown = page_of(again, file)
    assert (shown.title, shown.description) == (NAME + site.flavour.suffix, DESCRIPTION)
    assert found_rules(again, file).isdisjoint(faults)

    batch = Edit.objects.get().apply_run_id
    code, said = run_command("seo_apply", "--undo", batch)
    assert code == 0, said
    assert site.bytes_of_all() == before
    assert state_of(title) == State.APPROVED


def test_the_patch_of_the_plan_writes_what_applying_writes(site: BuiltSite) -> None:
    run = audited(site.built)
    approved_title(site, run)
    approved_description(site, run)
    before = site.bytes_of_all()
    patch = b"".join(planned(run).diff())
    git(site.root, "apply", given=patch)
    by_git = site.bytes_of_all()
    git(site.root, "apply", "-R", given=patch)
    assert site.bytes_of_all() == before
    applied(run)
    assert site.bytes_of_all() == by_git


def test_only_the_keys_change(posts: BuiltSite) -> None:
    run = audited(posts.built)
    approved_title(posts, run)
    approved_description(posts, run)
    before = posts.source("decaf").read_text()
    applied(run)
    keys = f"title: {NAME}\ndescription: {DESCRIPTION}\n"
    assert posts.source("decaf").read_text() == before.replace("title: Our decaf\n", keys)
    assert [page.apply_run.root for page in Edit.objects.all()] == [str(posts.root)]


def test_two_entries_of_one_data_file_are_one_edit_of_two_pages(data: BuiltSite) -> None:
    run = audited(data.built)
    approved_title(data, run)
    approved_title(data, run, "Dark beans, roasted at the pier for a hundred years", "dark")
    (file,) = applied(run).files
    assert {page.before.file for page in file.pages} == {"decaf/index.html", "dark/index.html"}
    assert Edit.objects.get().proposals.count() == 2
    data.build()
    assert page_of(audited(data.built), "dark/index.html").title.startswith("Dark beans")


def test_before_the_next_build_nothing_is_proposed_or_written_again(site: BuiltSite) -> None:
    first = audited(site.built)
    for name in TITLES:
        approved_title(site, first, f"The new title of all that is {name}", name)
    assert len(applied(first).files) == len({site.source(name) for name in TITLES})
    again = audited(site.built)
    code, said = run_command("seo_propose", "--field", "title")
    assert code == 0, said
    assert not Proposal.objects.exclude(state=State.APPLIED).exists()
    assert planned(again).files == []
    assert planned(again).refusals == []


def test_pages_that_were_not_built_since_are_no_evidence_against_their_other_fields(posts: BuiltSite) -> None:
    first = audited(posts.built)
    for name in TITLES:
        approved_title(posts, first, f"The new title of all that is {name}", name)
    applied(first)
    for run in (first, audited(posts.built)):
        one = approved_description(posts, run)
        (file,) = planned(run).files
        assert file.held.path == posts.flavour.source("decaf")
        one.delete()


def test_a_source_that_has_the_value_is_done_though_the_build_is_older(posts: BuiltSite) -> None:
    """As where each night has a new database: nothing there tells of the edit."""
    edit(posts.source("decaf"), "title: Our decaf", f"title: {NAME}")
    run = audited(posts.built)
    one = approved_title(posts, run)
    done = applied(run)
    assert (done.files, done.refusals) == ([], [])
    assert state_of(one) == State.MERGED


def test_another_key_may_change_after_the_review(posts: BuiltSite) -> None:
    run = audited(posts.built)
    approved_title(posts, run)
    edit(posts.source("decaf"), "tags: [coffee, decaf]", "tags: [coffee, decaf, night]")
    applied(run)
    text = posts.source("decaf").read_text()
    assert f"title: {NAME}\n" in text
    assert "night]" in text


def test_the_same_key_may_not_and_all_three_sides_are_shown(
    posts: BuiltSite, capsys: pytest.CaptureFixture[str], admin_client: Client
) -> None:
    run = audited(posts.built)
    one = approved_title(posts, run)
    edit(posts.source("decaf"), "title: Our decaf", "title: Without caffeine")
    answer = admin_client.get(f"/api/v1/proposals/{one.pk}/diff")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:siteagent:problem:stale-source"
    sides = [answer.json()[side] for side in ("base", "theirs", "ours")]
    assert sides == ["Our decaf | Roasters", "Without caffeine | Roasters", f"{NAME} | Roasters"]
    capsys.readouterr()
    code, _ = run_command("seo_apply")
    told = capsys.readouterr().out
    assert code == 1
    for line in ("then: Our decaf | Roasters", "now:  Without caffeine | Roasters", f"ours: {NAME} | Roasters"):
        assert line in told
    assert "title: Without caffeine" in posts.source("decaf").read_text()
    assert state_of(one) == State.STALE


def test_a_value_that_was_new_in_the_source_before_the_audit_is_no_edit_since(posts: BuiltSite) -> None:
    edit(posts.source("decaf"), "title: Our decaf", "title: Without caffeine")
    past = time.time() - 60
    os.utime(posts.source("decaf"), (past, past))
    run = audited(posts.built)
    one = approved_title(posts, run)
    (refused,) = applied(run).refusals
    assert refused.code == "generated"
    assert "the build is older than the source" in refused.sentence
    assert state_of(one) == State.APPROVED


def test_a_page_that_was_built_and_audited_anew_voids_the_approval_of_the_old_value(posts: BuiltSite) -> None:
    one = approved_title(posts, audited(posts.built))
    edit(posts.source("decaf"), "title: Our decaf", "title: Without caffeine")
    posts.build()
    (refused,) = applied(audited(posts.built)).refusals
    assert (refused.code, refused.base, refused.theirs) == (
        "stale-source",
        "Our decaf | Roasters",
        "Without caffeine | Roasters",
    )
    assert state_of(one) == State.STALE


def test_an_approval_holds_when_only_the_rest_of_the_page_was_built_anew(posts: BuiltSite) -> None:
    approved_title(posts, audited(posts.built))
    edit(posts.source("decaf"), "tags: [coffee, decaf] # two\n---\n\n", "tags: [coffee, decaf] # two\n---\n\nNew! ")
    posts.build()
    (file,) = applied(audited(posts.built)).files
    assert file.held.path == posts.flavour.source("decaf")


def test_a_source_that_is_written_between_learning_and_writing_is_left_alone(
    posts: BuiltSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = audited(posts.built)
    approved_title(posts, run)
    made = planned(run)
    from seo_meta.services import apply as stage

    edit(posts.source("decaf"), "tags: [coffee, decaf]", "tags: [decaf]")
    done = stage.carry_out(made, Wish(), BY_COMMAND)
    assert codes(done) == [(posts.flavour.page("decaf"), "stale-source")]
    assert "title: Our decaf" in posts.source("decaf").read_text()


def test_undo_leaves_a_source_alone_that_was_changed_since(posts: BuiltSite) -> None:
    run = audited(posts.built)
    approved_title(posts, run)
    batch = applied(run).batch
    assert batch
    edit(posts.source("decaf"), "tags: [coffee, decaf]", "tags: [decaf]")
    done = undo(batch.pk, BY_COMMAND)
    assert [file for file, _ in done.refusals] == [posts.flavour.source("decaf")]
    assert "tags: [decaf]" in posts.source("decaf").read_text()


def test_a_key_that_two_fields_show_is_written_for_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The layout shows `lead` as title and as description."""
    monkeypatch.chdir(tmp_path)
    jekyll = FLAVOURS["Jekyll"]
    files = {
        path: re.sub("(?m)^title: (.*)$", r'lead: "\1, and more of it"', text) for path, text in jekyll.files.items()
    }
    files = {path: re.sub("(?m)^description: .*\n", "", text) for path, text in files.items()}

    def read(root: Path, name: str) -> tuple[Data, str]:
        known, text = jekyll.read(root, name)
        return {"title": known["lead"], "description": known["lead"]}, text

    site = committed_site(
        tmp_path.resolve(), jekyll._replace(files={**files, "_config.yml": "title: Roasters\n"}, read=read)
    )
    run = audited(site.built)
    approved_title(site, run)
    approved_description(site, run)
    made = planned(run)
    assert made.files == []
    assert {code for _, code in codes(made)} == {"same-file"}
    assert made.refusals[0].sentence == f"“lead” of {jekyll.source('decaf')} is what 2 proposals would change."


@pytest.mark.parametrize("attribute", ["filter=lfs", "working-tree-encoding=UTF-16"])
def test_a_source_that_git_rewrites_is_refused(posts: BuiltSite, attribute: str) -> None:
    run = audited(posts.built)
    approved_title(posts, run)
    (posts.root / ".gitattributes").write_text(f"*.md {attribute}\n")
    assert codes(planned(run)) == [(posts.flavour.page("decaf"), "git-attributes")]


def test_a_source_that_is_read_only_is_refused(posts: BuiltSite) -> None:
    run = audited(posts.built)
    approved_title(posts, run)
    posts.source("decaf").chmod(0o444)
    assert codes(planned(run)) == [(posts.flavour.page("decaf"), "read-only")]


def test_a_source_folder_that_is_a_link_out_of_the_repository_is_never_followed(
    posts: BuiltSite, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run = audited(posts.built)
    approved_title(posts, run)
    outside = tmp_path_factory.mktemp("outside") / "posts"
    (posts.root / "_posts").rename(outside)
    (posts.root / "_posts").symlink_to(outside)
    before = {file.name: file.read_bytes() for file in outside.iterdir()}
    ((_, code),) = codes(applied(run))
    assert code in ("generated", "outside-root")
    assert {file.name: file.read_bytes() for file in outside.iterdir()} == before


def test_a_page_that_became_a_link_to_another_file_of_the_repository_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q")
    run = site_at(tmp_path / "site", "cups.html", "tea.html")
    approved(run, "cups.html")
    (tmp_path / "site/cups.html").rename(tmp_path / ".git/page")
    (tmp_path / "site/cups.html").symlink_to("../.git/page")
    before = (tmp_path / ".git/page").read_bytes()
    assert codes(applied(run)) == [("cups.html", "outside-root")]
    assert (tmp_path / ".git/page").read_bytes() == before


def test_what_nobody_approved_is_not_written_into_a_source(posts: BuiltSite) -> None:
    run = audited(posts.built)
    proposed(run, posts.flavour.page("decaf"), NAME + posts.flavour.suffix)
    assert applied(run).batch is None


def test_a_value_that_does_not_mend_the_page_is_not_written_into_its_source(posts: BuiltSite) -> None:
    run = audited(posts.built)
    approved_title(posts, run, "Dec")
    assert codes(planned(run)) == [(posts.flavour.page("decaf"), "no-better")]


def test_two_pages_do_not_get_one_title_by_their_sources(posts: BuiltSite) -> None:
    run = audited(posts.built)
    for page in ("decaf", "dark"):
        approved(run, posts.flavour.page(page), NAME + posts.flavour.suffix, note="Both, I insist")
    assert {code for _, code in codes(planned(run))} <= {"no-better"}


def test_a_heading_that_changes_too_is_told(posts: BuiltSite, capsys: pytest.CaptureFixture[str]) -> None:
    approved_title(posts, audited(posts.built))
    run_command("seo_apply", "--plan")
    assert "“title” is a heading of the page too, which changes with it." in capsys.readouterr().err


def test_a_page_that_a_build_copies_is_edited_where_it_comes_from(posts: BuiltSite) -> None:
    source, copy = posts.root / "about.html", posts.built / "about.html"
    source.write_bytes((posts.built / posts.flavour.page("decaf")).read_bytes().replace(b"ecaf", b"ecaffeinated"))
    copy.write_bytes(source.read_bytes())
    git(posts.root, "add", "-A")
    run = audited(posts.built)
    approved(run, "about.html", NAME)
    before = copy.read_bytes()
    (file,) = applied(run).files
    assert file.held.path == "about.html"
    assert file.is_built
    assert f"<title>{NAME}</title>".encode() in source.read_bytes()
    assert copy.read_bytes() == before


def test_the_api_shows_the_edit_of_the_source(posts: BuiltSite, admin_client: Client) -> None:
    one = approved_title(posts, audited(posts.built))
    for _ in range(2):  # the second from what was learned for the first
        answer = admin_client.get(f"/api/v1/proposals/{one.pk}/diff")
        assert answer.status_code == 200
        git(posts.root, "apply", "--check", given=answer.content)
    edit(posts.source("decaf"), "title: Our decaf", "title: Without caffeine")
    assert admin_client.get(f"/api/v1/proposals/{one.pk}/diff").status_code == 409


def test_in_a_hook_of_another_repository_the_right_source_is_edited(
    posts: BuiltSite, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    run = audited(posts.built)
    approved_title(posts, run)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    (file,) = apply_edits(run, Wish(), BY_COMMAND).files
    assert file.held.path == posts.flavour.source("decaf")
