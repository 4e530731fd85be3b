import msgspec
import pytest

from seo_meta.core.audit import audit_page, page_rules, site_rules
from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.policy import Override, PagePolicies, Policy, page_path, speaks
from seo_meta.core.profile import EXPECTED_OF_A_PREVIEW, ONLY_FOR_PREVIEWS, Profile
from seo_meta.tests.factories import BASE, facts_of


def policies(*overrides: Override, **policy: object) -> PagePolicies:
    return PagePolicies(Policy(overrides=overrides, **policy), BASE)


def test_an_override_holds_on_its_paths_and_nowhere_else() -> None:
    known = policies(Override(path=("blog/**",), limits={"title_max_px": 300}))
    assert known.of(f"{BASE}blog/a.html", "blog/a.html").limits.title_max_px == 300
    assert known.of(f"{BASE}a.html", "a.html") is known.everywhere


def test_an_override_with_path_and_language_wants_both() -> None:
    known = policies(Override(path=("blog/",), language=("ja",), off=("title.missing",)))
    rule = page_rules["title.missing"]
    runs = [known.of(BASE, file, lang).runs(rule) for file in ("blog/a.html", "a.html") for lang in ("ja-JP", "en")]
    assert runs == [False, True, True, True]


def test_the_last_override_that_matches_wins() -> None:
    rule = page_rules["title.missing"]
    known = policies(
        Override(path=("blog/",), severities={"title.missing": Severity.INFO}),
        Override(path=("*.html",), off=("title.missing",)),
        Override(path=("blog/b.html",), severities={"title.missing": Severity.WARNING}),
    )
    assert not known.of(BASE, "blog/a.html").runs(rule)
    last = known.of(BASE, "blog/b.html")
    assert (last.runs(rule), last.severity(rule)) == (True, Severity.WARNING)


def test_pages_with_the_same_overrides_share_one_policy() -> None:
    known = policies(Override(path=("blog/",), off=("a.b",)), Override(path=("shop/",), off=("a.c",)))
    assert known.of(BASE, "blog/a.html") is known.of(BASE, "blog/b.html")
    assert known.of(BASE, "blog/a.html") is not known.of(BASE, "shop/a.html")


def test_a_rule_that_only_an_override_asks_for_runs_somewhere() -> None:
    class Quiet:
        id, severity, on = "test.quiet", Severity.INFO, False

    policy = Policy(overrides=(Override(path=("blog/",), severities={"test.quiet": Severity.INFO}),))
    assert (policy.runs(Quiet()), policy.runs_anywhere(Quiet())) == (False, True)


@pytest.mark.parametrize(
    ("url", "file", "path"),
    [
        ("https://example.com/", "", "index.html"),
        ("https://example.com", "", "index.html"),
        ("https://example.com/blog/", "", "blog/index.html"),
        ("https://example.com/caf%C3%A9?page=2", "", "café"),
        ("https://example.com/about", "about.html", "about.html"),
    ],
)
def test_patterns_are_held_against_the_file_or_the_decoded_path(url: str, file: str, path: str) -> None:
    assert page_path(url, BASE, file) == path


@pytest.mark.parametrize(
    ("language", "ranges", "speaks_it"),
    [
        ("ja", ("ja",), True),
        ("JA-jp", ("ja",), True),
        ("jam", ("ja",), False),
        ("pt", ("pt-BR",), False),
        ("pt-br", ("en", "pt-BR"), True),
        ("", ("ja",), False),
        ("", (), True),
    ],
)
def test_a_language_range_takes_the_tags_below_it(language: str, ranges: tuple[str, ...], speaks_it: bool) -> None:
    assert speaks(language, ranges) is speaks_it


def test_a_policy_comes_back_from_json_as_it_was() -> None:
    override = Override(path=("blog/",), limits={"title_max_px": 300}, severities={"title.missing": Severity.INFO})
    policy = Policy(overrides=(override,), profile=Profile.PREVIEW, brand="Example", off=frozenset(["lang.missing"]))
    assert msgspec.convert(msgspec.to_builtins(policy), Policy) == policy


HIDDEN = """<meta name=robots content=noindex><title> </title>
<link rel=canonical href="https://www.example.org/page.html">"""


def test_a_page_of_a_preview_is_judged_as_the_page_that_it_will_be() -> None:
    rules = [page_rules["title.missing"], page_rules["canonical.fragment"]]
    page = facts_of(HIDDEN)
    production = audit_page(page, rules, Policy()).outcomes
    preview = audit_page(page, rules, Policy(profile=Profile.PREVIEW)).outcomes
    assert production["title.missing"] is Outcome.NOT_APPLICABLE
    assert preview["title.missing"] is Outcome.FAIL


def test_a_profile_names_only_rules_that_exist() -> None:
    known = {rule.id for rule in (*page_rules, *site_rules)}
    assert (EXPECTED_OF_A_PREVIEW | ONLY_FOR_PREVIEWS) - known == set()
