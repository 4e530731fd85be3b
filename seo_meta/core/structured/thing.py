from typing import Any, NamedTuple

from seo_meta.core.propose import Evidence


class Thing(NamedTuple):
    """`copied` when every value is a copy of one statement, so that nothing was put together or taken for anything."""

    properties: dict[str, Any]
    evidence: tuple[Evidence, ...]
    reason: str
    copied: bool = False
