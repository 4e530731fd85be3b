"""A hook of MkDocs: the examples of rules, whose fences say `html fail` or `html pass`, get that as a label."""

import re
from typing import Any

FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n]*)(?P<code>.*?)^(?P=fence)", re.DOTALL | re.MULTILINE)
LABELS = {"html fail": 'html title="fails"', "html pass": 'html title="passes"'}


def on_page_markdown(markdown: str, **_: Any) -> str:
    return labelled(markdown)


def labelled(markdown: str) -> str:
    """MkDocs takes one word after a fence, and names for the others."""
    return FENCE.sub(
        lambda one: f"{one['fence']}{LABELS.get(one['info'], one['info'])}{one['code']}{one['fence']}", markdown
    )
