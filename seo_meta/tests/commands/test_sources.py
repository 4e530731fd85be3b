"""`seo_sources`, as a user runs it in a repository."""

from pathlib import Path

import pytest

from seo_meta.core.front_matter import set_keys
from seo_meta.models import Run
from seo_meta.services.find_sources import find_sources_of_proposals
from seo_meta.tests.applying import git
from seo_meta.tests.commands.test_commands import run

pytestmark = pytest.mark.django_db

POST = "---\nlayout: post\n# shown in results\n{keys}---\n\n{text}\n"
PAGE = (
    '<!doctype html><html lang="en"><head><meta name="generator" content="Jekyll v4.3.2"><title>{title}</title>'
    '<meta name="description" content="{description}"></head><body><main><h1>{heading}</h1><p>{text}</p></main></body>'
)
TEXTS = {
    name: f"At the harbour we roast {name} coffee in small batches, and every bag of {name} leaves the town by boat."
    for name in ("light", "medium", "dark", "decaf")
}


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text("title: Roasters\n")
    for day, (name, text) in enumerate(TEXTS.items(), 1):
        heading = f"Our {name} roast" if name != "decaf" else ""
        keys = f"title: {heading}\ndescription: All about {name}.\n" if heading else "image: x.png\n"
        source = tmp_path / f"_posts/2024-05-0{day}-{name}.md"
        source.write_text(POST.format(keys=keys, text=text if heading else f"# What is in decaf coffee\n\n{text}"))
        page = tmp_path / f"_site/2024/05/0{day}/{name}.html"
        page.parent.mkdir(parents=True)
        title = f"{heading} | Roasters" if heading else "Roasters"
        description = f"All about {name}." if heading else ""
        page.write_text(
            PAGE.format(title=title, description=description, heading=heading or "What is in decaf coffee", text=text)
        )
    listing = tmp_path / "_site/archive.html"
    listing.write_text(
        PAGE.format(title="", description="", heading="All that we wrote in May", text="In order of date.")
    )
    return tmp_path


def audit(*arguments: object) -> None:
    code, message = run("meta_auto", "_site", "--base-url", "https://example.com/", "--fail-on", "never", *arguments)
    assert code == 0, message


def test_each_proposal_is_shown_with_its_file_and_key_or_the_reason(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit()
    capsys.readouterr()
    code, _ = run("seo_sources")
    said = capsys.readouterr().out
    assert code == 0
    assert "2024/05/04/decaf.html" in said
    assert "_posts/2024-05-04-decaf.md, title: " in said
    assert "The page is written by Jekyll, so the file is not edited. No source fits the page." in said
    assert "proposals have a known source." in said


def test_what_is_found_can_be_written_and_leaves_the_rest_alone(repository: Path) -> None:
    audit()
    found = {
        (one.source.file, one.source.key): one.source.value
        for one in find_sources_of_proposals(Run.objects.get())
        if not hasattr(one.source, "reason")
    }
    path = "_posts/2024-05-04-decaf.md"
    before = (repository / path).read_bytes()
    after = set_keys(before, {"title": found[path, "title"]}).result
    assert b"# shown in results" in after
    assert after.endswith(before.partition(b"---\n\n")[2])


def test_the_folder_may_stand_elsewhere_in_the_repository(
    repository: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("built") / "pages"
    (repository / "_site").rename(elsewhere)
    code, _ = run("meta_auto", elsewhere, "--base-url", "https://example.com/", "--fail-on", "never")
    assert code == 0
    run("seo_sources", "--source-root", "_site")
    assert "_posts/2024-05-04-decaf.md" in capsys.readouterr().out


def test_in_a_hook_of_another_repository_the_sources_are_those_of_the_current_folder(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path_factory.mktemp("other")
    for folder in (other, repository):
        git(folder, "init", "-q")
    audit()
    capsys.readouterr()
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    code, said = run("seo_sources")
    assert code == 0, said
    assert "_posts/2024-05-04-decaf.md, title: " in capsys.readouterr().out


def test_texts_cannot_act_in_a_log(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "_posts/2024-05-04-decaf.md").rename(repository / "_posts/2024-05-04-\x1b[31m decaf.md")
    audit()
    capsys.readouterr()
    run("seo_sources")
    said = capsys.readouterr().out
    assert "decaf" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--run", "99"), "There is no run 99"),
        (("--source-root", "../site"), "../site is no folder in the repository"),
    ],
)
def test_what_cannot_be_done_is_one_line(repository: Path, arguments: tuple[str, ...], message: str) -> None:
    audit()
    code, said = run("seo_sources", *arguments)
    assert code == 2
    assert message in said
