from collections.abc import Iterator

from seo_meta.core import urls
from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

PAGE_TYPES = ("Article", "Event", "JobPosting", "Product", "Recipe", "SoftwareApplication", "WebPage")


@page_rules.register
class SdUrlMismatch(PageRule):
    id = "sd.url-mismatch"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The structured data of the page names the URL of another page"
    remedy = "Write the canonical URL of the page in url and mainEntityOfPage."
    source = "https://developers.google.com/search/docs/appearance/structured-data/sd-policies"
    requires = Gate.CANONICAL

    def applies(self, page: PageFacts) -> bool:
        return page.canonical is not None and bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        seen: set[str] = set()
        for node in _about_page(things):
            for name in ("url", "mainEntityOfPage"):
                for address in _addresses(things, node, name):
                    url = urls.join(page.base_url, address)
                    if url and url not in seen and _place(url) != _place(page.canonical or ""):
                        seen.add(url)
                        message = f"{node.label}.{name} is not the canonical URL of the page, {page.canonical}."
                        yield Failure(message, address, node.line)


def _about_page(things: Graph) -> Iterator[Node]:
    """The things that stand for the page. Where there are several of a type, as in a list, none does."""
    for type in PAGE_TYPES:
        nodes = [node for node in things.of_type(type) if node.is_main]
        if len(nodes) == 1:
            yield from nodes


def _addresses(things: Graph, node: Node, name: str) -> Iterator[str]:
    """What is a URL; the fragment of an `@id` only tells things of one page apart."""
    for value in things.values(node, name):
        address = value.get("@id", value.get("url")) if isinstance(value, dict) else value
        if isinstance(address, str) and address.strip() and not address.startswith("#"):
            yield address.strip()


def _place(url: str) -> str:
    """What decides whether two URLs mean one page: not the scheme, a query, nor how the host writes its files."""
    return urls.page_key(url, clean_urls=True).partition("://")[2]
