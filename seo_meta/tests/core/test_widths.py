"""Widths against the font, graphemes against Unicode, and cuts as a search result makes them."""

import importlib.util
import json

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from seo_meta.core import widths
from seo_meta.core.widths import DANGLING, columns, cut_to_width, graphemes, width_em, width_px
from seo_meta.tests.vectors import shared
from tests.process import ROOT

TITLE = "How we roast our coffee slowly, in small batches and by hand | Example Roasters"
FAMILY = "👩‍👩‍👧"
FLAG = "🇩🇪"
# What clusters are made of: flags, marks, joiners, emoji, conjuncts, vowel signs, Hangul letters, prepended signs.
PARTS = "🇩🇪\u0301\u200d\ufe0f👩👍🏽\u0915\u094d\u0937\u093f\u1100\u1161\u11a8\u0600a é\r\n"

clusters = st.text(alphabet=PARTS) | st.text()


def test_the_table_is_what_the_script_makes_of_the_font() -> None:
    font = json.loads(shared("data/widths/liberation_sans_advances.json").read_text())
    spec = importlib.util.spec_from_file_location("build_width_table", ROOT / "scripts" / "build_width_table.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert (ROOT / "seo_meta" / "core" / "advances.py").read_text() == script.render(font)


@given(clusters)
def test_graphemes_are_those_of_unicode(text: str) -> None:
    assert graphemes(text) == regex.findall(r"\X", text)


def test_thousands_of_flags_in_a_row_are_counted() -> None:
    assert len(graphemes(FLAG * 50_000)) == 50_000


@pytest.mark.parametrize(("text", "em"), [("", 0), ("—", 1), ("豆", 1), (FAMILY, 1), (FLAG, 1), ("\u200b", 0)])
def test_a_width_is_told_in_em(text: str, em: float) -> None:
    assert width_em(text) == em


def test_the_same_letter_is_as_wide_however_it_is_written() -> None:
    assert width_em("é") == width_em("e\u0301") == width_em("e")
    assert columns("é") == columns("e\u0301") == 1


def test_vowel_signs_that_stand_beside_a_letter_take_room() -> None:
    assert width_em("का") > width_em("क") == width_em("कु")


def test_pixels_are_em_at_a_size() -> None:
    assert width_px(TITLE, 20) == round(width_em(TITLE) * 20)


def test_what_fits_is_shown_whole() -> None:
    assert cut_to_width(TITLE, width_em(TITLE)) == TITLE


def test_what_does_not_fit_is_cut_between_words() -> None:
    assert (
        cut_to_width(TITLE, width_em(TITLE) - 0.1)
        == "How we roast our coffee slowly, in small batches and by hand | Example…"
    )
    assert cut_to_width(TITLE, 15.5) == "How we roast our coffee slowly…"


def test_no_separator_is_left_before_the_ellipsis() -> None:
    assert cut_to_width("Beans – roasted", width_em("Beans – …") + 0.1) == "Beans…"


def test_a_second_line_begins_with_a_whole_word() -> None:
    line = width_em("our coffee")
    assert cut_to_width("Tea and our coffee", line, lines=2) == "Tea and our coffee"
    assert cut_to_width("Tea and our coffee shop", line, lines=2) == "Tea and our…"


def test_chinese_is_cut_between_characters() -> None:
    assert cut_to_width("手作业慢速烘焙咖啡豆的完整指南", 8) == "手作业慢速烘焙…"


def test_the_ellipsis_of_hebrew_ends_the_text_and_adds_no_invisible_mark() -> None:
    assert cut_to_width("קליית קפה לאט ובעבודת יד", 7) == "קליית קפה…"


def test_an_emoji_is_kept_whole_or_left_out() -> None:
    assert cut_to_width(FAMILY * 5, 3.5) == FAMILY * 2 + "…"


@given(clusters, st.floats(1, 80), st.integers(1, 2))
def test_a_cut_text_fits_and_begins_as_the_whole(text: str, em: float, lines: int) -> None:
    shown = cut_to_width(text, em, lines)
    if shown != text:
        assert shown.endswith("…")
        kept = graphemes(shown.removesuffix("…"))
        # What dangles before the ellipsis goes, even from a cluster that it ends.
        whole = graphemes(text)[: len(kept)]
        assert [one.rstrip(DANGLING) for one in whole] == [one.rstrip(DANGLING) for one in kept]
        assert width_em(shown) <= em * lines + 1e-9


def test_a_grapheme_that_outgrew_the_cache_is_measured_alike() -> None:
    marks = "e" + "\u0301" * 10_000
    assert width_em(marks) == widths.ADVANCES["e"] / widths.UNITS_PER_EM
