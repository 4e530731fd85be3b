from scripts.build_rule_index import OUTPUT, render
from seo_meta.core.audit import page_rules, site_rules


def test_the_committed_index_of_the_rules_is_that_of_the_code() -> None:
    built_in = [rule for rule in (*page_rules, *site_rules) if type(rule).__module__.startswith("seo_meta.")]
    assert OUTPUT.read_text() == render(built_in), "Run: make rule-index"
