"""The element that holds what a page is about: `<main>`, a lone `<article>`, or the body without its frame."""

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

HIDDEN = ("[hidden]", "[aria-hidden=true]")
NOT_CONTENT = ("script", "style", "noscript", "template", "svg", "nav", "aside", "form", "iframe", *HIDDEN)
PAGE_FRAME = ("header", "footer", "[role=banner]", "[role=contentinfo]", "[role=navigation]")
MAIN = ("main", "[role=main]")


def main_content(tree: LexborHTMLParser, present: set[str] | None = None) -> LexborNode | None:
    """Removes from the tree what is no content. `present` are the tags and role selectors that the page has anything
    for, when that is known: then no others are looked for."""

    def found(wanted: Iterable[str]) -> str:
        return ",".join(wanted if present is None else (selector for selector in wanted if selector in present))

    skipped: tuple[str, ...] = NOT_CONTENT
    main = found(MAIN)
    root = tree.css_first(main) if main else None
    if root is None and (present is None or "article" in present):
        articles = tree.css("article")
        root = articles[0] if len(articles) == 1 else None
    if root is None:
        root, skipped = tree.body, (*NOT_CONTENT, *PAGE_FRAME)
    if root is not None and (selector := found(skipped)):
        for node in root.css(selector):
            node.decompose()
    return root
