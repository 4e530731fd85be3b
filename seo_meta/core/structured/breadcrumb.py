"""The way to a page: https://developers.google.com/search/docs/appearance/structured-data/breadcrumb

Facts do not say which links are a breadcrumb. Links to the folders of the page's address that follow one another are
one; links to them in different places at least give each folder a name.
"""

from itertools import accumulate
from typing import Any, NamedTuple

from seo_meta.core import urls
from seo_meta.core.copied import words
from seo_meta.core.defang import clip, visible
from seo_meta.core.json_ld import MAX_SHOWN
from seo_meta.core.own_url import bare_host, on_site, settled_url
from seo_meta.core.propose import Abstain, Evidence, SiteProfile, Subject
from seo_meta.core.topics.link_text import is_generic
from seo_meta.core.types import PageFacts

from .headline import headline
from .thing import Thing

MAX_LEVELS = 8
HOME = frozenset(
    "home homepage startseite accueil inicio início domů stronagłówna hem hjem etusivu anasayfa главная головна"
    " 首页 首頁 ホーム 홈 الرئيسية".split()
)
"""What links to a home page are called."""


class Step(NamedTuple):
    """A link to a page above, by its clean look-up key."""

    key: str
    url: str
    evidence: Evidence


def describe(page: Subject, site: SiteProfile) -> Thing | None:
    folders = _folders(settled_url(page.facts, site), site)
    if page.is_home or not 0 < len(folders) <= MAX_LEVELS:
        return None
    links = _links(page.facts, site)
    shown = next((links[at : at + len(folders)] for at in range(len(links)) if _follows(links, at, folders)), None)
    if shown and len(shown) > 1:
        return _thing(page, shown, "links that follow one another", copied=True)
    named = [_named(folder, links, site) for folder in folders]
    return _thing(page, named, "the folders of the address, named by the links to them", copied=False)


def _thing(page: Subject, steps: list[Step], how: str, *, copied: bool) -> Thing:
    last = headline(page.facts)
    if last is None:
        raise Abstain("BreadcrumbList is left out: the page has no h1 to name its last step.")
    items: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": place, "name": words(step.evidence.text), "item": step.url}
        for place, step in enumerate(steps, 1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": words(last.text)})
    evidence = (*(step.evidence for step in steps), last)
    return Thing({"@type": "BreadcrumbList", "itemListElement": items}, evidence, f"BreadcrumbList: {how}.", copied)


def _folders(url: str, site: SiteProfile) -> list[str]:
    """The keys of the pages above, the home page first."""
    base = on_site(site.base_url, site)
    inside = urls.page_key(url, clean_urls=True).removeprefix(urls.page_key(base, clean_urls=True))
    above = accumulate(inside.strip("/").split("/")[:-1], lambda path, segment: f"{path}{segment}/", initial=base)
    return [urls.page_key(folder, clean_urls=True) for folder in above] if inside else []


def _links(page: PageFacts, site: SiteProfile) -> list[Step]:
    """The links to pages of the site in order, also those without a name: they part what stands around them."""
    found = []
    for anchor in page.anchors:
        inside = (
            anchor.url is not None and urls.is_http(anchor.url) and bare_host(anchor.url) == bare_host(site.base_url)
        )
        if inside and anchor.url and not anchor.fragment and not anchor.hidden:
            url = on_site(anchor.url, site)
            # A query chooses something inside the folder.
            key = "" if "?" in anchor.url else urls.page_key(url, clean_urls=True)
            found.append(Step(key, url, Evidence("link", anchor.text, anchor.line)))
    return found


def _follows(links: list[Step], at: int, folders: list[str]) -> bool:
    """Whether the links from `at` on lead to the folders, each under a name."""
    here = links[at : at + len(folders)]
    return [step.key for step in here] == folders and all(_is_name(step) for step in here)


def _is_name(step: Step) -> bool:
    text = words(step.evidence.text)
    return any(map(str.isalnum, text)) and not is_generic(text, "")


def _named(folder: str, links: list[Step], site: SiteProfile) -> Step:
    """The first link whose text says where it leads, unlike "up" or "back". Raises Abstain without one."""
    path = folder.removeprefix(urls.page_key(site.base_url, clean_urls=True))
    known = frozenset((_letters(path.rpartition("/")[2]),)) if path else _names_of_home(site)
    for step in (step for step in links if step.key == folder):
        text = _letters(words(step.evidence.text))
        if any(name and (name == text or (len(name) > 2 and name in text)) for name in known):
            return step
    raise Abstain(f"BreadcrumbList is left out: no link on the page names {clip(visible(folder), MAX_SHOWN)}/.")


def _names_of_home(site: SiteProfile) -> frozenset[str]:
    host = bare_host(site.base_url).rpartition(".")[0]
    return HOME | {_letters(site.style.brand), *map(_letters, host.split("."))}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
