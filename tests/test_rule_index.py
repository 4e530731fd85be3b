from scripts.build_rule_index import OUTPUT, render
from seo_meta.core.audit import page_rules, site_rules


def test_the_committed_index_of_the_rules_is_that_of_the_code() -> None:
    assert OUTPUT.read_text() == render((*page_rules, *site_rules)), "Run: make rule-index"
