"""What a reviewer should know beside the edit itself."""

import re

from .fields import Target
from .page import Page

SET_BY_CLIENT = re.compile(rb"(?:data-)?(?:v?hid|rh|react-helmet|vmid|vue-meta|n-head|next-head)")
HYDRATION = re.compile(rb"__NEXT_DATA__|__NUXT__|__NUXT_DATA__|__remixContext|__sveltekit")
POLICY = "content-security-policy"


def warnings_about(page: Page, changes: list[tuple[Target, str]]) -> tuple[str, ...]:
    """One sentence each, for fields and their new values."""
    found = [sentence for target, _ in changes for sentence in _about(page, target)]
    if HYDRATION.search(page.source):
        found.append("A client-side framework renders this page and may overwrite the edit: see to its data too.")
    if not (page.charset.certain or all(value.isascii() for _, value in changes)):
        found.append("The encoding of the file is not certain, so new text beyond ASCII is written as references.")
    return tuple(found)


def _about(page: Page, target: Target) -> list[str]:
    holders, field = page.find(target), target.field
    found = []
    if target.kind in ("title", "canonical") or target.name == "description":
        if len(holders) > 1:
            found.append(f"The page has {len(holders)} elements for “{field}”; the first is edited.")
        if holders and not holders[0].in_head:
            found.append(f"The element of “{field}” stands in the body, where search engines may ignore it.")
    if target.name == "description":
        found += _lookalikes(page)
    if any(SET_BY_CLIENT.fullmatch(attribute.name) for each in holders[:1] for attribute in each.attributes):
        found.append(f"A script of the page manages “{field}” and may put its own value there.")
    if holders and target.says_more(page.attributes(holders[0])):
        found.append(f"The element of “{field}” says something else too, which changes with it.")
    if target.kind == "json-ld" and _has_policy(page):
        found.append("The page has a Content-Security-Policy: check that it allows the JSON-LD block.")
    return found


def _lookalikes(page: Page) -> list[str]:
    """What some take for a description and no search engine does."""
    for meta in page.places.named(b"meta"):
        attributes = page.attributes(meta)
        names = {attributes.get(key, "").strip().lower() for key in ("property", "itemprop")}
        written = attributes.get("name", "").strip().lower()
        if "description" in names or written == "dc.description" or "description" in written.split()[1:]:
            return ["The page has a <meta> that looks like a description and is none."]
    return []


def _has_policy(page: Page) -> bool:
    return any(page.attributes(meta).get("http-equiv", "").lower() == POLICY for meta in page.places.named(b"meta"))
