from datetime import date

import pytest

from seo_meta.core.topics import w3c_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-11", date(2026, 11, 1)),
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-11-23T09:30Z", date(2026, 11, 23)),
        ("2026-11-23T09:30:15.123456789+05:45", date(2026, 11, 23)),
    ],
)
def test_each_form_of_the_note_is_read(text, day):
    assert w3c_date.read(text) == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "today", "26-11-23", "2026-1-2", "2026-13-01", "2026-02-29", "0000-01-01", "2026-11-23T", "20261123"),
        *(
            "2026-11-23T09:30",
            "2026-11-23 09:30Z",
            "2026-11-23T24:00Z",
            "2026-11-23T09:61Z",
            "٢٠٢٦-11-23",
            "2026-11-23\n",
        ),
        "99999-13-45T99:99:99+99:99",
    ],
)
def test_what_is_of_another_form_or_in_no_calendar_is_no_date(text):
    assert w3c_date.read(text) is None
