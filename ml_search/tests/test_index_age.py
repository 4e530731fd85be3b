from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from ml_search.metrics import metrics
from ml_search.tests.sites import indexed, write_page
from seo_meta.models import Run
from seo_meta.tests.applying import audited

pytestmark = pytest.mark.django_db


def values() -> dict[str, float]:
    return {metric.name: metric.samples[()] for metric in metrics()}


def test_without_an_index_there_is_no_site_to_search_and_no_age() -> None:
    assert values() == {"siteagent_index_sites": 0, "siteagent_index_age_seconds": 0}


def test_the_age_is_that_of_the_run_that_was_indexed_though_nothing_had_changed_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write_page(folder, "index.html", "Tea shop", "<p>We sell tea.")
    indexed(folder)
    Run.objects.update(finished_at=timezone.now() - timedelta(hours=9))
    assert values()["siteagent_index_age_seconds"] == pytest.approx(9 * 3600, abs=60)
    later = audited(folder)
    assert values()["siteagent_index_age_seconds"] == pytest.approx(9 * 3600, abs=60)
    done = indexed(folder, later)
    assert done.generation is None
    assert values()["siteagent_index_age_seconds"] < 60
    assert values()["siteagent_index_sites"] == 1
