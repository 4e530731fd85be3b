"""What the build of the documentation makes of pages that are also read on GitHub. `make docs` itself checks links."""

import json
import re
from pathlib import Path

import pytest

from scripts.docs_api import render
from scripts.docs_examples import labelled
from scripts.docs_links import rewritten
from tests.process import ROOT, python

REPOSITORY = "https://github.com/example/siteagent"
DOCS = ROOT / "docs"
HERE = DOCS / "how-to" / "page.md"
DESCRIBED = sorted((DOCS / "reference").glob("openapi*.json"))
TICKS = "```"


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("../../deploy/README.md#every-night", f"{REPOSITORY}/blob/main/deploy/README.md#every-night"),
        ("../../seo_meta/core", f"{REPOSITORY}/tree/main/seo_meta/core"),
        ("../reference/commands.md#meta_auto", "../reference/commands.md#meta_auto"),
        ("../../nothing-here.md", "../../nothing-here.md"),
        ("https://example.com/../README.md", "https://example.com/../README.md"),
    ],
)
def test_a_link_out_of_the_documentation_leads_to_the_repository_and_others_stay(link: str, leads_to: str) -> None:
    assert rewritten(f"See [it]({link}).", HERE, DOCS, REPOSITORY) == f"See [it]({leads_to})."


def test_code_blocks_keep_their_links() -> None:
    block = f"{TICKS}markdown\n[it](../../README.md)\n{TICKS}\n"
    assert rewritten(block, HERE, DOCS, REPOSITORY) == block


def test_the_examples_of_a_rule_are_labelled_and_the_text_of_other_blocks_is_not_touched() -> None:
    example = f"{TICKS}html fail\n<title></title>\n{TICKS}\n"
    shown = f"{TICKS}`markdown\n{example}{TICKS}`\n"
    assert labelled(example) == f'{TICKS}html title="fails"\n<title></title>\n{TICKS}\n'
    assert labelled(shown) == shown


def test_the_page_of_the_api_has_every_operation_parameter_and_schema_and_no_link_to_nothing() -> None:
    documents = [json.loads(file.read_text()) for file in DESCRIBED]
    page = render(documents)
    headings = re.findall(r"^### (.+)$", page, re.MULTILINE)
    for document in documents:
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                assert f"### {operation['summary']}\n\n`{method.upper()} {path}`\n" in page
                assert all(f"| `{one['name']}`" in page for one in operation.get("parameters", ()))
        assert set(document["components"]["schemas"]) <= set(headings)
    assert set(re.findall(r"\(#(\w+)\)", page)) <= {heading.lower() for heading in headings}


def test_the_committed_reference_of_errors_is_that_of_the_code(tmp_path: Path) -> None:
    done = python("scripts/build_error_reference.py", str(tmp_path / "errors.md"))
    assert done.returncode == 0, done.stderr
    committed = (DOCS / "reference" / "errors.md").read_text()
    assert committed == (tmp_path / "errors.md").read_text(), "Run: make errors"
