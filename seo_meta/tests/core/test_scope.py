import pytest

from seo_meta.core.scope import Scope
from seo_meta.errors import ConfigError


def test_without_patterns_everything_is_in_scope():
    assert Scope().allows("")
    assert Scope().allows("a/b.html")


@pytest.mark.parametrize("pattern", ["docs", "docs/", "/docs/", "docs/**"])
def test_a_folder_pattern_takes_all_that_lies_below_it(pattern):
    scope = Scope(include=(pattern,))
    assert scope.allows("docs/")
    assert scope.allows("docs/guide/index.html")
    assert not scope.allows("blog/index.html")


def test_a_pattern_without_slash_matches_at_every_level_and_one_with_slash_only_from_the_top():
    assert not Scope(exclude=("draft-*",)).allows("a/b/draft-1.html")
    assert Scope(exclude=("/draft-*",)).allows("a/b/draft-1.html")
    assert not Scope(exclude=("/draft-*",)).allows("draft-1.html")


def test_an_exclude_wins_over_an_include():
    scope = Scope(include=("docs/",), exclude=("docs/old/",))
    assert scope.allows("docs/new/a.html")
    assert not scope.allows("docs/old/a.html")


def test_a_later_negated_pattern_takes_a_page_back_in():
    scope = Scope(exclude=("*.html", "!keep.html"))
    assert not scope.allows("a.html")
    assert scope.allows("keep.html")


def test_patterns_see_the_decoded_path():
    assert not Scope(exclude=("café/",)).allows("café/a.html")


def test_the_home_page_of_a_live_site_matches_no_pattern():
    assert Scope(exclude=("*",)).allows("")
    assert not Scope(include=("*",)).allows("")


def test_a_path_with_a_line_break_is_matched_as_one_path():
    assert not Scope(exclude=("private/",)).allows("private/a\nb.html")


def test_what_is_no_pattern_is_named():
    with pytest.raises(ConfigError, match=r"exclude: Invalid git pattern: '!'"):
        Scope(exclude=("docs/", "!"))
