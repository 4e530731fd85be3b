import pytest
from django.core.exceptions import ImproperlyConfigured

from siteagent_project.installed_apps import installed_apps


def test_the_lean_set_has_no_search() -> None:
    apps = installed_apps(["seo_meta"])
    assert "seo_meta" in apps
    assert "ml_search" not in apps


def test_search_comes_after_what_it_builds_on() -> None:
    assert installed_apps(["seo_meta", "ml_search"])[-2:] == ["seo_meta", "ml_search"]


def test_an_app_named_twice_is_installed_once() -> None:
    assert installed_apps(["seo_meta", "seo_meta"]).count("seo_meta") == 1


def test_an_unknown_app_stops_the_start_and_the_known_ones_are_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="SITEAGENT_APPS names 'seo'; available: seo_meta, ml_search"):
        installed_apps(["seo_meta", "seo"])


def test_nothing_runs_without_seo_meta() -> None:
    with pytest.raises(ImproperlyConfigured, match="must name seo_meta"):
        installed_apps(["ml_search"])


def test_a_plugin_that_is_not_installed_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="SITEAGENT_PLUGINS names 'absent', which is not installed"):
        installed_apps(["seo_meta"], ["absent"])
