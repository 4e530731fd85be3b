"""The proof of an edit: two parsers that know nothing of our tokenizer read the page before and after.

BeautifulSoup over libxml2 has to read the new value, from the start of the file to the last edit. Lexbor has to read
the same, over the whole file, and with the edited elements taken out of both trees the pages have to be the same.
"""

import warnings
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode

from .change import Reason, Refused
from .fields import Attributes, Target, holders

NOT_OF_THE_PAGE = frozenset(("template", "noscript"))
FOREIGN = frozenset(("svg", "math"))
LETS_HTML_IN = frozenset("foreignobject desc title mi mo mn ms mtext annotation-xml".split())


def verify(before: str, after: str, edited: str, fields: list[tuple[Target, str | None, str | None]]) -> None:
    """Raises Refused.

    `edited` is the start of `after` up to where the last edited element ends; `fields` have the value that we read
    before and the one to be read after.
    """
    soup = _soup(edited)
    old, new = (LexborHTMLParser(text.encode("utf-8", "replace"), scripting=True) for text in (before, after))
    pairs = []
    for target, had, wanted in fields:
        old_node, new_node = _lexbor_holder(old, target), _lexbor_holder(new, target)
        if _lexbor_value(old_node, target) != had:
            raise _disagreement(f"the browser's parser reads another “{target.field}” in the page than was found")
        if _lexbor_value(new_node, target) != wanted:
            raise _disagreement(f"the browser's parser would read another “{target.field}” than was intended")
        if _soup_value(soup, target) != wanted:
            raise _disagreement(f"the second parser would read another “{target.field}” than was intended")
        pairs.append((target, old_node, new_node))
    for target, old_node, new_node in pairs:
        _take_out(target, old_node, new_node)
    if not _same(old.html or "", new.html or ""):
        raise _disagreement("more of the page would change than the edit")


def _disagreement(sentence: str) -> Refused:
    return Refused(Reason.VERIFICATION, f"Not edited, since {sentence}.")


def _same(one: str, other: str) -> bool:
    """White space apart, which comes and goes with the lines of elements."""
    return one == other or "".join(one.split()) == "".join(other.split())


def _soup(text: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # About pages that look like XML or like a file name.
        warnings.simplefilter("ignore")
        return BeautifulSoup(text, "lxml", multi_valued_attributes=None)


def _soup_value(soup: BeautifulSoup, target: Target) -> str | None:
    tags = [tag for tag in soup.find_all(target.tag) if isinstance(tag, Tag) and _counts(_names_above(tag))]
    seen: list[tuple[Attributes, str]] = [({k: str(v) for k, v in tag.attrs.items()}, tag.text) for tag in tags]
    found = holders(target, seen)[:1]
    return target.read(*seen[found[0]]) if found else None


def _names_above(tag: Tag) -> Iterator[str]:
    return (parent.name for parent in tag.parents)


def _counts(names_above: Iterable[str]) -> bool:
    """Whether an element with these around it, the nearest first, is HTML and of the page."""
    let_in = False
    for name in names_above:
        lower = name.lower()
        if lower in NOT_OF_THE_PAGE or (lower in FOREIGN and not let_in):
            return False
        let_in = lower in LETS_HTML_IN or (let_in and lower not in FOREIGN)
    return True


def _lexbor_holder(tree: LexborHTMLParser, target: Target) -> LexborNode | None:
    nodes = [node for node in tree.css(target.tag) if _counts(_tags_above(node))]
    seen = [(_attributes(node), node.text()) for node in nodes]
    found = holders(target, seen)[:1]
    return nodes[found[0]] if found else None


def _lexbor_value(node: LexborNode | None, target: Target) -> str | None:
    return None if node is None else target.read(_attributes(node), node.text())


def _attributes(node: LexborNode) -> Attributes:
    return {name: value or "" for name, value in node.attributes.items()}


def _tags_above(node: LexborNode) -> Iterator[str]:
    above = node.parent
    while above is not None:
        yield above.tag or ""
        above = above.parent


def _take_out(target: Target, old: LexborNode | None, new: LexborNode | None) -> None:
    """What was edited, from both trees; a replaced element leaves what it says besides."""
    if old is not None and new is not None:
        if _place(old) != _place(new):
            raise _disagreement(f"the element of “{target.field}” would move")
        if name := target.value_attribute:
            for node in (old, new):
                if name in node.attributes:
                    del node.attrs[name]
            return
    if old is None and new is not None and (new.parent is None or new.parent.tag != "head"):
        raise _disagreement(f"the new element of “{target.field}” would not be in the head")
    for edited in filter(None, (old, new)):
        edited.decompose()


def _place(node: LexborNode) -> tuple[str, ...]:
    return tuple(_tags_above(node))
