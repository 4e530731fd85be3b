import pytest

from seo_meta.core.limits import Limits
from seo_meta.core.rules.mobile.viewport_fixed import MobileViewportFixed
from seo_meta.core.rules.mobile.zoom_disabled import MobileZoomDisabled
from seo_meta.tests.factories import facts_of


def failures(rule: MobileViewportFixed | MobileZoomDisabled, content: str) -> int:
    return len(list(rule.check(facts_of(f'<meta name="viewport" content="{content}">'), Limits())))


@pytest.mark.parametrize(
    "content", ["user-scalable=0", "USER-SCALABLE = NO", "maximum-scale=1.9;width=device-width", "maximum-scale=1,"]
)
def test_a_reader_who_cannot_double_the_size_is_kept_from_enlarging(content: str) -> None:
    assert failures(MobileZoomDisabled(), content) == 1


@pytest.mark.parametrize(
    "content", ["user-scalable=yes", "maximum-scale=2", "maximum-scale=none", "minimum-scale=1", "maximum-scale", ""]
)
def test_what_allows_double_the_size_passes(content: str) -> None:
    assert failures(MobileZoomDisabled(), content) == 0


@pytest.mark.parametrize(("content", "expected"), [("width=320px", 1), ("width=device-width", 0), ("height=600", 0)])
def test_only_a_number_fixes_the_width(content: str, expected: int) -> None:
    assert failures(MobileViewportFixed(), content) == expected
