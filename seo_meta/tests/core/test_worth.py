import pytest

from seo_meta.core.findings import Severity
from seo_meta.core.search_console.export import Figures
from seo_meta.core.worth import ClickRates, Worth, click_rates, worth


def page(clicks: int, impressions: int, position: float) -> Figures:
    return Figures(clicks, impressions, position * impressions)


RATES = click_rates([page(clicks, 1000, 8.0) for clicks in (5, 15, 20, 25, 90)] + [page(400, 1000, 1.0)])


def of(search: Figures | None = None, inlinks: int = 0, rates: ClickRates | None = RATES) -> Worth:
    return worth(Severity.WARNING, inlinks, search, rates)


def test_the_usual_ctr_is_the_median_of_the_sites_own_pages_near_that_position() -> None:
    assert of(page(9, 1240, 8.3)).reason == (
        "1,240 impressions at position 8.3 with CTR 0.7 %, the site's median there is 2.0 %"
    )


def test_with_too_few_pages_at_a_position_nothing_is_said_to_be_usual() -> None:
    assert of(page(1, 1, 1.2)).reason == (
        "1 impression at position 1.2 with CTR 100.0 %; too few pages there to tell what is usual"
    )


def test_pages_that_were_hardly_shown_do_not_pull_the_median_down() -> None:
    seen = [page(100, 1000, 8.0)] * 5
    assert click_rates([*seen, *[page(0, 3, 8.0)] * 50]).medians == click_rates(seen).medians


def test_a_page_that_misses_clicks_is_worth_more_than_one_that_gets_its_share() -> None:
    assert of(page(0, 1000, 8)).value > of(page(10, 1000, 8)).value > of(page(20, 1000, 8)).value
    assert of(page(20, 1000, 8)).value == of(page(90, 1000, 8)).value


@pytest.mark.parametrize("position", [1.0, 8.0, 30.0])
def test_of_pages_with_the_same_ctr_the_one_that_is_shown_more_comes_first(position: float) -> None:
    assert of(page(0, 2000, position)).value > of(page(0, 1000, position)).value > 0


def test_impressions_order_pages_even_where_nobody_clicks() -> None:
    silent = click_rates([page(0, 1000, 60.0)] * 5)
    assert of(page(0, 300, 60), rates=silent).value > of(page(0, 200, 60), rates=silent).value > 0


@pytest.mark.parametrize("rates", [RATES, click_rates([page(0, 1000, 60.0)] * 5)])
def test_a_page_with_impressions_comes_before_one_that_search_does_not_know_however_well_linked(
    rates: ClickRates,
) -> None:
    assert of(page(0, 1, 60), rates=rates).value > of(None, 100_000, rates).value > of(None, 3, rates).value


def test_without_search_data_it_is_the_severity_times_the_pages_that_link_there() -> None:
    linked, unlinked = of(inlinks=9, rates=None), of(rates=None)
    assert linked.value == 10 * unlinked.value
    assert linked.reason == "linked from 9 pages; no search data"
    assert of(inlinks=1).reason == "linked from 1 page; not in the search data"


def test_a_worse_finding_is_worth_more() -> None:
    severities = [worth(severity, 3).value for severity in Severity]
    assert severities == sorted(severities, reverse=True)
    assert len({*severities}) == len(Severity)
