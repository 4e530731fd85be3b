"""What runs say beside each other, and what findings say together."""

import pytest

from seo_meta import selectors
from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.policy import PagePolicies
from seo_meta.core.report import RuleChange
from seo_meta.errors import RunError
from seo_meta.models import Finding, Run, Site
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db

JUDGED = {"title.missing": {"pass": 1}, "description.missing": {"pass": 1}, "lang.missing": {"pass": 1}}
POST = "<html lang=en><body class=post><main><h1>Tea</h1></main>"
CARD = "<html lang=en><title>A card</title><body class=card>"


def posts(count: int) -> list:
    return [facts_of(POST, f"post-{number}.html") for number in range(count)]


def changes(run: Run, previous: Run) -> dict[str, RuleChange]:
    return {change.rule: change for change in selectors.compare_runs(run, previous)}


def counts(change: RuleChange) -> tuple[int, int, int, int]:
    return change.new, change.existing, change.fixed, change.not_compared


def test_findings_on_pages_of_one_template_are_one_cluster() -> None:
    run = stored_run(*posts(4), *(facts_of(CARD, f"card-{number}.html") for number in range(3)))
    found = [(one.rule, one.pages, one.of, one.examples) for one in selectors.clusters(run)]
    first, last = "https://example.com/post-0.html", "https://example.com/post-3.html"
    cards = ("https://example.com/card-0.html", "https://example.com/card-2.html")
    assert found == [
        ("title.missing", 4, 4, (first, last)),
        ("description.missing", 4, 4, (first, last)),
        ("description.missing", 3, 3, cards),
    ]


def test_a_cluster_says_how_many_pages_the_template_has() -> None:
    (cluster, *_) = selectors.clusters(stored_run(*posts(3), facts_of(f"<title>Tea</title>{POST}", "good.html")))
    assert (cluster.rule, cluster.severity, cluster.pages, cluster.of) == ("title.missing", Severity.ERROR, 3, 4)


def test_two_pages_are_no_cluster() -> None:
    assert selectors.clusters(stored_run(*posts(2))) == ()


def test_only_failures_make_a_cluster() -> None:
    run = stored_run(*posts(3))
    Finding.objects.filter(run=run).update(outcome=Outcome.INCONCLUSIVE)
    assert selectors.clusters(run) == ()


def test_the_history_has_the_latest_finished_runs_of_the_site_up_to_this_one(monkeypatch) -> None:
    monkeypatch.setattr("seo_meta.selectors.comparisons.MAX_HISTORY", 3)
    runs = [stored_run(*posts(number)) for number in range(1, 6)]
    stored_run(state="failed")
    Run.objects.create(site=Site.objects.create(base_url="https://example.org/"), state="done", version="0")
    history = selectors.history(runs[3])
    assert [(one.id, one.severities[Severity.ERROR], one.pages) for one in history] == [
        (runs[1].pk, 2, 2),
        (runs[2].pk, 3, 3),
        (runs[3].pk, 4, 4),
    ]


def test_failures_are_new_existing_or_fixed() -> None:
    before = stored_run(*posts(2))
    after = stored_run(facts_of(POST, "post-1.html"), facts_of(POST, "post-2.html"), outcomes=JUDGED)
    assert counts(changes(after, before)["title.missing"]) == (1, 1, 1, 0)


def test_the_worst_and_newest_come_first() -> None:
    rules = [change.rule for change in selectors.compare_runs(stored_run(*posts(1)), stored_run(*posts(1)))]
    assert rules == ["title.missing", "description.missing"]


@pytest.mark.parametrize(
    "silence",
    [
        {"outcomes": {}},
        {"outcomes": {"title.missing": {"pass": 1, "inconclusive": 1}}},
        {"outcomes": {"title.missing": {"crashed": 1}}},
        {"outcomes": JUDGED, "complete": False},
    ],
)
def test_silence_without_a_verdict_is_no_repair(silence: dict) -> None:
    before = stored_run(*posts(2))
    after = stored_run(**silence)
    assert counts(changes(after, before)["title.missing"]) == (0, 0, 0, 2)


def test_a_new_version_of_a_rule_makes_nothing_new_or_fixed() -> None:
    before, after = stored_run(*posts(2)), stored_run(*posts(3), outcomes=JUDGED)
    Finding.objects.filter(run=before, rule="title.missing").update(rule_version=0, fingerprint="0" * 32)
    assert counts(changes(after, before)["title.missing"]) == (0, 3, 0, 2)
    assert counts(changes(after, before)["description.missing"]) == (1, 2, 0, 0)


def test_runs_of_different_sites_are_not_compared() -> None:
    other = Run.objects.create(site=Site.objects.create(base_url="https://example.org/"), state="done", version="0")
    with pytest.raises(RunError, match="different sites"):
        selectors.compare_runs(stored_run(), other)


def test_a_run_that_was_not_judged_is_not_compared() -> None:
    before = stored_run(state="read")
    with pytest.raises(RunError, match=f"seo_audit --run {before.pk}"):
        selectors.compare_runs(stored_run(), before)


def test_a_comparison_costs_the_same_number_of_queries_however_many_findings_there_are(
    django_assert_num_queries,
) -> None:
    before, after = stored_run(*posts(3)), stored_run(*posts(30), outcomes=JUDGED)
    with django_assert_num_queries(2):
        selectors.compare_runs(after, before)


def test_a_run_judged_with_a_limit_that_was_dropped_since_can_still_be_read() -> None:
    kept, dropped = {"title_max_px": 500}, {"of_an_earlier_version": 3}
    override = {"path": ["blog/"], "limits": {**kept, **dropped}}
    run = stored_run(facts_of(POST), policy={"limits": {**kept, **dropped}, "overrides": [override]})
    policies = PagePolicies(run.read_policy(), run.site.base_url)
    assert policies.everywhere.limits == Limits(title_max_px=500)
    assert policies.of(f"{run.site.base_url}blog/").limits == Limits(title_max_px=500)
    assert [count.rule for count in selectors.rule_counts(run)] == ["title.missing", "description.missing"]
