from seo_meta.core.limits import Limits
from seo_meta.core.width_profiles import DEVICES, newest, profiles
from seo_meta.core.widths import DESCRIPTION_PX, TITLE_PX, width_em

LONG = "How we roast our coffee slowly, in small batches and by hand, every morning, for people who taste it. " * 3
ARABIC = "كيف نحمص القهوة ببطء وعلى دفعات صغيرة وباليد كل صباح " * 5


def test_each_device_has_a_profile_that_is_named_after_its_date() -> None:
    for device in DEVICES:
        profile = newest(device)
        assert profile.name == f"google-{device}-{profile.date:%Y-%m}"
        assert profile.date == max(other.date for other in profiles() if other.device == device)


def test_a_telephone_shows_more_of_a_title_and_less_of_a_description() -> None:
    desktop, mobile = map(newest, DEVICES)
    assert mobile.title.em > desktop.title.em
    assert len(mobile.shown_description(LONG)) < len(desktop.shown_description(LONG))


def test_a_date_takes_room_from_the_description() -> None:
    desktop = newest("desktop")
    assert len(desktop.shown_description(LONG, dated=True)) < len(desktop.shown_description(LONG))


def test_arabic_has_less_room_for_a_description() -> None:
    desktop = newest("desktop")
    assert width_em(desktop.shown_description(ARABIC)) <= desktop.description_em(ARABIC) < desktop.description_em(LONG)
    assert desktop.description_em(f"{LONG} (قهوة)") == desktop.description_em(LONG)


def test_no_default_limit_lets_a_title_pass_that_the_desktop_cuts() -> None:
    assert Limits().title_max_px / TITLE_PX <= newest("desktop").title.em


def test_what_the_desktop_shows_of_a_description_is_never_called_too_long() -> None:
    assert newest("desktop").description.em <= Limits().description_max_px / DESCRIPTION_PX
