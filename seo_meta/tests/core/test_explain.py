from seo_meta.core.audit import page_rules
from seo_meta.core.explain import Verdict, explain_page
from seo_meta.core.findings import Severity
from seo_meta.core.policy import Policy
from seo_meta.core.profile import Profile
from seo_meta.tests.factories import facts_of


def verdict(rule: str, html: str, policy: Policy | None = None, **document: object) -> Verdict:
    (found,) = explain_page(facts_of(html, **document), [page_rules[rule]], policy or Policy())
    return found


def test_a_failure_is_told_with_its_findings_and_severity() -> None:
    found = verdict("title.missing", "<p>x", Policy(severities={"title.missing": Severity.INFO}))
    assert (found.outcome, found.severity, len(found.findings)) == ("fail", Severity.INFO, 1)


def test_a_rule_that_does_not_apply_says_which_gate_kept_it_away() -> None:
    assert verdict("title.missing", "", status=404).reason == "the page answered 404"
    hidden = "<meta name=robots content=noindex>"
    assert verdict("title.missing", hidden).reason == "the page asks to be kept out of search"
    other = "<title>x</title><link rel=canonical href=/other>"
    assert verdict("title.too-long-px", other).reason.endswith("names https://example.com/other as its canonical")
    assert verdict("sd.missing-type", "<p>x").reason == "the page has nothing that the rule is about"


def test_a_rule_that_is_off_says_who_turned_it_off() -> None:
    by_site = Policy(off=frozenset(["title.missing"]))
    assert verdict("title.missing", "", by_site).reason == "by the configuration"
    preview = Policy(off=frozenset(["index.noindex"]), profile=Profile.PREVIEW)
    assert verdict("index.noindex", "", preview).reason == "by the profile preview"
    assert verdict("index.preview-indexable", "").reason == "by the profile production"


def test_what_the_page_asks_to_ignore_is_told() -> None:
    found = verdict("img.alt-missing", '<img src=a.png data-siteagent-ignore="img.alt-missing">')
    assert (found.outcome, found.reason) == ("ignored", "the page asks to ignore 1 of its failures")
