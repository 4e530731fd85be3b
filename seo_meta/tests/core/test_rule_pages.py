"""The pages under docs/reference/rules are documentation and test at once: their fail and pass blocks are run here.

A fail block must make the rule fail, a pass block must not, and no rule may crash. What a block may hold is said in
`seo_meta/tests/examples.py`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from seo_meta.core.audit import Inconclusive, page_rules, site_rules
from seo_meta.core.findings import Outcome
from seo_meta.core.limits import Limits
from seo_meta.tests.examples import Example

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "rules"
BLOCK = re.compile(r"^```html (fail|pass)\n(.*?)^```", re.DOTALL | re.MULTILINE)
RULES = [rule for rule in (*page_rules, *site_rules) if type(rule).__module__.startswith("seo_meta.")]
"""The built-in ones; a plugin has its own pages."""
RULE_IDS = {rule.id for rule in RULES}


def examples() -> Iterator[tuple[str, str, str]]:
    for page in sorted(PAGES.glob("*.*.md")):
        for number, (expected, source) in enumerate(BLOCK.findall(page.read_text()), start=1):
            yield pytest.param(page.stem, expected, source, id=f"{page.stem}-{expected}-{number}")


@pytest.mark.parametrize(("rule", "expected", "source"), list(examples()))
def test_the_examples_of_a_rule_page_hold(rule: str, expected: str, source: str) -> None:
    outcome = Example.read(source).outcome(rule)
    assert (outcome is Outcome.FAIL) == (expected == "fail"), outcome
    assert outcome is not Outcome.CRASHED


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {page.stem for page in PAGES.glob("*.*.md")} == RULE_IDS


@pytest.mark.parametrize("rule", sorted(RULE_IDS))
def test_every_rule_page_shows_both_outcomes(rule: str) -> None:
    outcomes = {expected for expected, _ in BLOCK.findall((PAGES / f"{rule}.md").read_text())}
    assert outcomes == {"fail", "pass"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_module_of_a_rule_has_its_name(rule) -> None:
    topic, name = type(rule).__module__.split(".")[-2:]
    assert f"{topic}.{name}".replace("_", "-") == rule.id


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_of_a_rule_says_its_summary_and_severity(rule) -> None:
    text = (PAGES / f"{rule.id}.md").read_text()
    assert text.startswith(f"# {rule.id}\n\n**{rule.summary}.** {rule.severity.capitalize()} · ")


BESIDE_THE_PAGES = ("today", "previous", "waivers", "external_links", "outbound")


class Watched:
    """A site that tells when a rule looks at what is beside its pages."""

    def __init__(self, site) -> None:
        self._site = site
        self.looked = False

    def __getattr__(self, name: str):
        self.looked |= name in BESIDE_THE_PAGES
        return getattr(self._site, name)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.id in site_rules], ids=lambda rule: rule.id)
def test_a_rule_is_timeless_that_looks_at_the_pages_alone(rule) -> None:
    looked = False
    for _, source in BLOCK.findall((PAGES / f"{rule.id}.md").read_text()):
        example = Example.read(source)
        site = Watched(example.site())
        with suppress(Inconclusive):
            if rule.applies(site):
                list(rule.check(site, Limits(**example.limits)))
        looked |= site.looked
    assert rule.timeless is not looked
