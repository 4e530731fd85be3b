"""The pages of this plugin's rules are documentation and test at once, as those of the built-in rules are."""

from pathlib import Path

import pytest

from ml_search.tests.indexing import indexed_site
from seo_meta.core.audit import Policy, audit_site, site_rules
from seo_meta.core.findings import Outcome
from seo_meta.selectors import StoredSite
from seo_meta.tests.core.test_rule_pages import BLOCK
from seo_meta.tests.examples import Example
from seo_meta.tests.factories import BASE

pytestmark = pytest.mark.django_db

PAGES = Path(__file__).parents[2] / "docs" / "reference" / "rules" / "semantic"
RULES = {rule.id: rule for rule in site_rules if type(rule).__module__.startswith("ml_search.")}
EXAMPLES = [
    pytest.param(rule, expected, source, id=f"{rule}-{expected}-{number}")
    for rule in RULES
    for number, (expected, source) in enumerate(BLOCK.findall((PAGES / f"{rule}.md").read_text()))
]


@pytest.mark.parametrize(("rule", "expected", "source"), EXAMPLES)
def test_the_examples_of_a_rule_page_hold(rule: str, expected: str, source: str, settings, tmp_path: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")
    pages = {page.url.removeprefix(BASE): page.body.decode() for page in Example.read(source).documents}
    run = indexed_site(tmp_path / "site", pages)
    ((_, outcome, _),) = audit_site(StoredSite(run), [RULES[rule]], Policy())
    assert outcome is (Outcome.FAIL if expected == "fail" else Outcome.PASS)


def test_every_rule_has_a_page_that_shows_both_outcomes_and_a_line_in_the_index() -> None:
    assert {page.stem for page in PAGES.glob("*.*.md")} == set(RULES)
    assert {(example.values[0], example.values[1]) for example in EXAMPLES} == {
        (rule, expected) for rule in RULES for expected in ("fail", "pass")
    }
    index = (PAGES / "README.md").read_text()
    for rule in RULES.values():
        assert f"| [{rule.id}]({rule.id}.md) | {rule.summary} | {rule.severity} | {rule.kind} | yes |" in index


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_has_the_name_of_its_module_and_its_page_says_its_summary(rule) -> None:
    topic, name = type(rule).__module__.split(".")[-2:]
    assert f"{topic}.{name}".replace("_", "-") == rule.id
    text = (PAGES / f"{rule.id}.md").read_text()
    assert text.startswith(f"# {rule.id}\n\n**{rule.summary}.** {rule.severity.capitalize()} · ")
