"""The pages under docs/reference/rules are documentation and test at once: their fail and pass blocks are run here.

A block is one page, or several that begin with `<!-- page: /path.html -->`; a line `<!-- limits: name=number -->` sets
a limit. It is read as a built folder under https://example.com/; a fail block must make the rule fail, a pass block
must not, and no rule may crash.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from seo_meta.core.audit import Policy, audit_page, audit_site, page_rules, site_rules
from seo_meta.core.extract import extract
from seo_meta.core.findings import Outcome
from seo_meta.core.limits import Limits
from seo_meta.core.types import Document
from seo_meta.tests.factories import FolderSite

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "rules"
BLOCK = re.compile(r"^```html (fail|pass)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LIMIT = re.compile(r"^<!-- limits: (\w+)=(\d+) -->\n", re.MULTILINE)
PAGE = re.compile(r"^<!-- page: (/\S*) -->\n", re.MULTILINE)
RULE_IDS = {rule.id for rule in (*page_rules, *site_rules)}


def examples() -> Iterator[tuple[str, str, str]]:
    for page in sorted(PAGES.glob("*.*.md")):
        for number, (expected, source) in enumerate(BLOCK.findall(page.read_text()), start=1):
            yield pytest.param(page.stem, expected, source, id=f"{page.stem}-{expected}-{number}")


@pytest.mark.parametrize(("rule", "expected", "source"), list(examples()))
def test_the_examples_of_a_rule_page_hold(rule: str, expected: str, source: str) -> None:
    limits = {name: int(number) for name, number in LIMIT.findall(source)}
    outcome = outcome_of(rule, documents(LIMIT.sub("", source)), Policy(limits=Limits(**limits)))
    assert (outcome is Outcome.FAIL) == (expected == "fail"), outcome
    assert outcome is not Outcome.CRASHED


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {page.stem for page in PAGES.glob("*.*.md")} == RULE_IDS


@pytest.mark.parametrize("rule", sorted(RULE_IDS))
def test_every_rule_page_shows_both_outcomes(rule: str) -> None:
    outcomes = {expected for expected, _ in BLOCK.findall((PAGES / f"{rule}.md").read_text())}
    assert outcomes == {"fail", "pass"}


@pytest.mark.parametrize("rule", [*page_rules, *site_rules], ids=lambda rule: rule.id)
def test_the_module_of_a_rule_has_its_name(rule) -> None:
    topic, name = type(rule).__module__.split(".")[-2:]
    assert f"{topic}.{name}".replace("_", "-") == rule.id


@pytest.mark.parametrize("rule", [*page_rules, *site_rules], ids=lambda rule: rule.id)
def test_the_page_of_a_rule_says_its_summary_and_severity(rule) -> None:
    text = (PAGES / f"{rule.id}.md").read_text()
    assert text.startswith(f"# {rule.id}\n\n**{rule.summary}.** {rule.severity.capitalize()} · ")


def documents(source: str) -> list[Document]:
    first, *rest = PAGE.split(source)
    pages = list(zip(rest[::2], rest[1::2], strict=True)) if rest else [("/page.html", first)]
    return [
        Document(f"https://example.com{path}", body.encode(), status=404 if path == "/404.html" else 200)
        for path, body in pages
    ]


def outcome_of(rule: str, pages: list[Document], policy: Policy) -> Outcome:
    facts = [extract(page, clean_urls=True) for page in pages]
    if rule in site_rules:
        ((_, outcome, _),) = audit_site(FolderSite(facts), [site_rules[rule]], policy)
        return outcome
    outcomes = [next(iter(audit_page(page, [page_rules[rule]], policy).outcomes))[1] for page in facts]
    return Outcome.FAIL if Outcome.FAIL in outcomes else outcomes[0]
