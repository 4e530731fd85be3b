"""The main text of a page, as trafilatura finds it: what is left without menus, comments, headings and frames."""

from collections.abc import Iterator
from typing import Any

MAX_HTML_CHARACTERS = 1_000_000
"""Of a longer page the first part is read: what describes a page stands near its top."""
MAX_TAGS = 20_000
"""Start and end tags, of which trafilatura takes ten thousand a second at worst. Hardly a real page has more."""


def main_paragraphs(html: str) -> Iterator[str]:
    """The paragraphs and list items of the main text in order, white space collapsed; none on a page without.

    Tuned for recall: what it leaves out cannot be proposed, and what it takes in too many is scored down later
    (Barbaresi 2021, https://aclanthology.org/2021.acl-demo.15/).
    """
    # Takes half a second and 40 MB, which commands that propose nothing should not pay.
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        _first_part(html), favor_recall=True, include_comments=False, include_tables=False
    )
    if found is None:
        return
    for element in found.body.iter("p", "item"):
        if element.getparent().tag == "quote" or element.find("p") is not None:
            continue
        if text := " ".join("".join(element.itertext()).split()):
            yield text


def _first_part(html: str) -> str:
    rest = html[:MAX_HTML_CHARACTERS].split("<", MAX_TAGS)
    return "<".join(rest[:MAX_TAGS])
