"""What a search result has room for, by device and date: one file a measurement, with the source of every number.

Google names no limit ("truncated as needed to fit the device width"), so what fits is measured, and changes. A newer
measurement is a new file; the newest of a device holds.
"""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from seo_meta.core.propose import Field
from seo_meta.core.types import Value
from seo_meta.core.widths import cut_to_width, width_px

DEVICES = ("desktop", "mobile")
ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
LETTER = re.compile(r"[^\W\d_]")


class TitleRoom(Value, frozen=True):
    """The size of the type in pixels, the width of a line in em, and how many lines there are."""

    font_px: int
    line_em: float
    lines: int
    source: str

    @property
    def em(self) -> float:
        return self.line_em * self.lines


class DescriptionRoom(Value, frozen=True):
    """The size of the type in pixels, the room in em, and what a date before the text takes of it."""

    font_px: int
    em: float
    source: str
    date_em: float
    date_source: str


class WidthProfile(Value, frozen=True):
    """What one measurement found. `scripts` are factors for the room of a description, by ISO 15924."""

    name: str
    """That of the file: `google-desktop-2026-09`."""
    device: str
    date: date
    title: TitleRoom
    description: DescriptionRoom
    scripts: dict[str, float]

    def description_em(self, text: str, *, dated: bool = False) -> float:
        """The room for this description; on a page with a date, what the date leaves."""
        room = self.description.em - (self.description.date_em if dated else 0)
        return room * self.scripts.get("Arab", 1.0) if _is_arabic(text) else room

    def shown_title(self, title: str) -> str:
        return cut_to_width(title, self.title.line_em, self.title.lines)

    def shown_description(self, description: str, *, dated: bool = False) -> str:
        return cut_to_width(description, self.description_em(description, dated=dated))


class Shown(Value, frozen=True):
    """A title or description in a result: pixels of the text and of the room for it, and what of the text is seen."""

    device: str
    profile: str
    width_px: int
    room_px: int
    text: str
    cut: bool


def in_results(field: Field, value: str) -> tuple[Shown, ...]:
    """A value on each of DEVICES by its newest profile; nothing for the fields that no result shows."""
    match field:
        case Field.TITLE:
            return title_in_results(value)
        case Field.DESCRIPTION:
            return description_in_results(value)
        case _:
            return ()


def title_in_results(title: str) -> tuple[Shown, ...]:
    """A title on each of DEVICES by its newest profile."""
    return tuple(
        _shown(profile, title, profile.title.font_px, profile.title.em, profile.shown_title(title))
        for profile in map(newest, DEVICES)
    )


def description_in_results(description: str) -> tuple[Shown, ...]:
    """The same of a description on a page without a date."""
    return tuple(
        _shown(
            profile,
            description,
            profile.description.font_px,
            profile.description_em(description),
            profile.shown_description(description),
        )
        for profile in map(newest, DEVICES)
    )


def _shown(profile: WidthProfile, text: str, font_px: int, room_em: float, shown: str) -> Shown:
    return Shown(
        profile.device, profile.name, width_px(text, font_px), round(room_em * font_px), shown, cut=shown != text
    )


@cache
def profiles() -> tuple[WidthProfile, ...]:
    """All of them, the newest first."""
    read = (_read(file) for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(read, key=lambda profile: profile.date, reverse=True))


def newest(device: str) -> WidthProfile:
    """The profile that holds for a device, one of DEVICES."""
    return next(profile for profile in profiles() if profile.device == device)


def _read(file: Traversable) -> WidthProfile:
    values = {"name": file.name.removesuffix(".toml"), **tomllib.loads(file.read_text("utf-8"))}
    return msgspec.convert(values, WidthProfile)


def _is_arabic(text: str) -> bool:
    return not text.isascii() and 2 * len(ARABIC.findall(text)) > len(LETTER.findall(text))
