"""docs/reference/checks.md names every check of ours, and none that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = (*(ROOT / "seo_meta" / "checks").glob("*.py"), ROOT / "ml_search" / "checks.py")


def test_every_id_is_explained_and_used_for_one_thing() -> None:
    used = [id for source in SOURCES for id in re.findall(r'id="([a-z_]+\.[EW]\d+)"', source.read_text())]
    listed = re.findall(r"^\| `([a-z_]+\.[EW]\d+)` \|", (ROOT / "docs/reference/checks.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(used)
    assert len(used) == len(set(used))
