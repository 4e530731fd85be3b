"""Write `seo_meta/core/advances.py`: how wide each character of Arial is.

    python scripts/build_width_table.py [FONT.json]

Reads the advances of Liberation Sans, which has Arial's metrics, as measured from the font: by default the file beside
the checkout (`../shared/data/widths`). Its shape is `{"regular": {"unitsPerEm": 2048, "advances": {"0020": 569, …}}}`.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCE = ROOT.parent / "shared" / "data" / "widths" / "liberation_sans_advances.json"
OUTPUT = ROOT / "seo_meta" / "core" / "advances.py"
MAX_LINE = 110


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    OUTPUT.write_text(render(json.loads(source.read_text())), encoding="utf-8")


def render(font: Any) -> str:
    """The text of the module, the same for the same font."""
    regular = font["regular"]
    by_advance: defaultdict[int, list[str]] = defaultdict(list)
    for code, advance in sorted(regular["advances"].items(), key=lambda pair: int(pair[0], 16)):
        by_advance[advance].append(chr(int(code, 16)))
    return "\n".join(
        (
            '"""The advance widths of Liberation Sans, which has Arial\'s metrics, as measured from the font.',
            "",
            "Written by scripts/build_width_table.py. Read it by way of `widths`.",
            '"""',
            "",
            f"UNITS_PER_EM = {regular['unitsPerEm']}",
            "",
            "# Advance in font units: the characters that have it.",
            "CHARACTERS_BY_ADVANCE = {",
            *(line for advance in sorted(by_advance) for line in _entry(advance, by_advance[advance])),
            "}",
            "",
        )
    )


def _entry(advance: int, characters: list[str]) -> Iterable[str]:
    written = [_literal(character) for character in characters]
    if sum(map(len, written)) <= MAX_LINE - len(str(advance)):
        return (f"    {advance}: {_quoted(''.join(written))},",)
    return (f"    {advance}: (", f"        {_quoted(''.join(written))}", "    ),")


def _literal(character: str) -> str:
    """As it stands in the source: what cannot be seen is escaped."""
    if character == "\\":
        return "\\\\"
    return character if character.isprintable() else character.encode("unicode_escape").decode().replace("\\x", "\\u00")


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text else f'"{text}"'


if __name__ == "__main__":
    main()
