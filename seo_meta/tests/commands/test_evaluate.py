"""`seo_evaluate_generator` as a user runs it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from seo_meta.tests.vectors import shared

WORDS = "Guji Huila Antigua Kirinyaga Sidamo Cauca Boquete Nyeri Lampung Kona Yirga Tolima".split()
LEAD = "Farm {word} grows its coffee in the shade of tall trees and sends it to us by ship."
PAGE = """<!doctype html><html lang="en"><head><title>{word}</title><meta name="description" content="{lead}"></head>
<body><h1>Coffee of {word}</h1><p>{lead} What else there is to say of it follows further down.</p></body></html>"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for word in WORDS:
        (folder / f"{word}.html").write_text(PAGE.format(word=word, lead=LEAD.format(word=word)))
    return folder


def run(*arguments: object) -> dict[str, Any]:
    file = Path(str(arguments[1])).with_suffix(".figures.json")
    call_command("seo_evaluate_generator", *map(str, arguments), "--json", str(file), stdout=StringIO())
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def test_the_figures_are_printed_and_written(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run("--corpus", corpus, "--half", "all")
    own = found["methods"][0]
    assert own["method"] == "extractive"
    assert own["rouge_l"]["pages"] == len(WORDS)
    assert own["by_origin"]["copied"]["pages"] == len(WORDS)
    assert own["rouge_l"]["mean"] > 0.5
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("extractive", "lead sentence", "TextRank", "confidence"))


def test_the_halves_share_no_page_and_leave_none_out(corpus: Path) -> None:
    counts = [run("--corpus", corpus, "--half", half)["methods"][0]["rouge_l"]["pages"] for half in ("tune", "report")]
    assert sum(counts) == len(WORDS)
    assert all(counts)


def test_the_length_of_one_half_is_the_style_of_the_other(tmp_path: Path) -> None:
    lines = []
    for word in WORDS:
        lead = LEAD.format(word=word)
        markdown = f"# {word}\n\n{lead} What else there is to say follows."
        lines.append(json.dumps({"path": f"{word}.md", "title": word, "description": lead, "markdown": markdown}))
    (tmp_path / "docs.jsonl").write_text("\n".join(lines))
    for corpus in (tmp_path / "docs.jsonl", tmp_path):
        assert run("--corpus", corpus, "--half", "all")["methods"][0]["rouge_l"]["mean"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--corpus", "nowhere.jsonl"], "Cannot read nowhere.jsonl"),
        (["--corpus", "empty"], "empty has no page with a description in this half"),
        (["--corpus", "broken.jsonl"], r"broken.jsonl, line 1: .*path, title, description, markdown"),
        (["--corpus", "empty", "--generator", "oracle"], "Name one of: .*extractive"),
    ],
)
def test_a_wrong_input_is_one_line_and_exit_code_2(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.jsonl").write_text('{"path": 1}\n')
    with pytest.raises(CommandError, match=message) as error:
        call_command("seo_evaluate_generator", *arguments)
    assert error.value.returncode == 2
    assert "\n" not in str(error.value)


def test_real_documentation_is_described_about_as_well_as_by_its_first_sentence(tmp_path: Path) -> None:
    """On the half that no weight was set on; benchmarks/descriptions.py holds the other aims against it."""
    pages = shared("data/docs_descriptions/powershell.jsonl")
    (tmp_path / "docs.jsonl").write_bytes(pages.read_bytes())
    found = run("--corpus", tmp_path / "docs.jsonl")
    assert found["ahead"]["lead sentence"]["mean"] >= -0.01
    assert found["methods"][0]["cut"] == 0
    assert found["without"] == 0
