"""HTML code that readers see, since it stands in a text that is taken as it is."""

import re
from html.entities import html5

# Tags that touch a word, as they do in marked-up text. A text about "the <br> tag" keeps them apart.
TAG = re.compile(r"(?<=[\w.,:;!?])<(?:/[a-z][a-z0-9]*+|br\s?/?|p)>|<(?:br\s?/?|p)>(?=\w)", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#(?:x[0-9a-f]{1,6}|[0-9]{1,7})|([a-z][a-z0-9]{1,30}));", re.IGNORECASE)


def has_tags(text: str) -> bool:
    return bool(TAG.search(text))


def has_entities(text: str) -> bool:
    """Whether the text has character references that HTML knows: `&amp;` is one, the end of "R&Ds;" is not."""
    return any(match[1] is None or f"{match[1]};" in html5 for match in ENTITY.finditer(text))
