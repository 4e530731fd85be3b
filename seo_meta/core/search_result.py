"""A page as a text result of a search shows it: cut by the newest width profile of a device.

What a search engine really shows is its own choice: published studies saw Google write 60 to 76 % of titles anew
(docs/explanation/measurements.md).
"""

from datetime import date
from urllib.parse import unquote, urlsplit

import ada_url

from .defang import clip, visible
from .json_ld import graph
from .text import collapse
from .topics.rich_results import own_articles
from .types import PageFacts, Value
from .width_profiles import newest

MAX_TEXT = 1_000
"""Characters of a text that are looked at: no result shows half as many."""
MAX_CRUMB = 30
MAX_CRUMBS = 4
"""Parts of a path that are shown; of a longer one the middle goes."""


class Shown(Value, frozen=True):
    """A text and where it comes from: `title`, `og:title`, `h1`; both are empty when there is nothing to show."""

    text: str = ""
    source: str = ""


class SearchResult(Value, frozen=True):
    """All of it is harmless text on one line (`defang.visible`), but not escaped for HTML."""

    device: str
    profile_date: date
    site_name: str
    host: str
    crumbs: tuple[str, ...]
    title: Shown
    title_cut: bool
    description: Shown
    description_cut: bool
    day: str
    """In front of the description, for a page that says when it was published: `18 Sep 2026`."""


def search_result(page: PageFacts, device: str) -> SearchResult:
    """`page` as a result on one of `width_profiles.DEVICES`."""
    profile = newest(device)
    host, crumbs = breadcrumbs(page.url)
    day = published_on(page)
    title, description = _title(page), _description(page)
    seen_title = profile.shown_title(title.text)
    seen_description = profile.shown_description(description.text, dated=bool(day))
    return SearchResult(
        device=device,
        profile_date=profile.date,
        site_name=_property(page, "og:site_name") or host,
        host=host,
        crumbs=crumbs,
        title=Shown(seen_title, title.source),
        title_cut=seen_title != title.text,
        description=Shown(_broken_off(seen_description, description), description.source),
        description_cut=seen_description != description.text,
        day=f"{day.day} {day:%b %Y}" if day else "",
    )


def breadcrumbs(url: str) -> tuple[str, tuple[str, ...]]:
    """(host, parts of the path) as people write them: without punycode and percent signs."""
    parts = urlsplit(url)
    try:
        host = ada_url.idna.decode(parts.hostname or "")
    except (UnicodeError, ValueError):
        host = parts.hostname or ""
    crumbs = [clip(visible(unquote(part)), MAX_CRUMB) for part in parts.path.split("/") if part]
    if len(crumbs) > MAX_CRUMBS:
        crumbs = [crumbs[0], "…", *crumbs[2 - MAX_CRUMBS :]]
    return visible(host), tuple(crumbs)


def published_on(page: PageFacts) -> date | None:
    """The day on which an article says that it was published; other pages are shown without one."""
    things = graph(page)
    texts = [text for article in own_articles(things) for text in things.texts(article, "datePublished")]
    texts += [meta.content for meta in page.meta_property("article:published_time") if meta.content]
    return next((day for text in texts if (day := _day(text))), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _title(page: PageFacts) -> Shown:
    h1 = next((heading.text for heading in page.headings if heading.level == 1 and heading.text.strip()), "")
    return first_of(("title", page.title), ("h1", h1), ("og:title", _property(page, "og:title")))


def _description(page: PageFacts) -> Shown:
    return first_of(("description", page.description), ("text", page.text))


def _broken_off(seen: str, description: Shown) -> str:
    """Text that the search engine takes from the page goes on, however much of it fits."""
    return f"{seen} …" if description.source == "text" and not seen.endswith("…") else seen


def first_of(*texts: tuple[str, str]) -> Shown:
    """The first of (source, text) with text."""
    cleaned = ((source, one_line(text)) for source, text in texts)
    return next((Shown(text, source) for source, text in cleaned if text), Shown())


def one_line(text: str | None) -> str:
    return clip(visible(collapse((text or "")[: 10 * MAX_TEXT])), MAX_TEXT)


def _property(page: PageFacts, name: str) -> str:
    return next((text for meta in page.meta_property(name) if (text := one_line(meta.content))), "")
