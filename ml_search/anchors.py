"""What a site calls its pages: the texts of the links that lead to them."""

from collections import Counter, defaultdict
from collections.abc import Collection

from seo_meta.plugins import Site, unpack

MAX_LINKERS = 8
"""Pages that are opened for what they call one page."""
MAX_CHARACTERS = 100
"""Of a link that names anything."""


def anchor_texts(site: Site, wanted: Collection[bytes]) -> dict[bytes, Counter[str]]:
    """By the key of each wanted page, the texts of links to it and on how many of the opened pages they stand."""
    numbers = {unpack(key)[0]: key for key in wanted}
    linkers: defaultdict[int, list[bytes]] = defaultdict(list)
    opened: Counter[bytes] = Counter()
    for page in site.pages():
        for number in numbers.keys() & set(unpack(page.links)):
            key = numbers[number]
            if opened[key] < MAX_LINKERS:
                opened[key] += 1
                linkers[page.id].append(key)
    texts: dict[bytes, Counter[str]] = {key: Counter() for key in wanted}
    for page_id, keys in linkers.items():
        named = {
            (site.key(anchor.url) or b"", " ".join(anchor.text.split()))
            for anchor in site.anchors(page_id)
            if anchor.url and len(anchor.text) <= MAX_CHARACTERS
        }
        for target, text in named:
            if target in keys and text:
                texts[target][text] += 1
    return texts
