"""The values that pass between the stages. Frozen, without behaviour beyond what follows from their own fields.

They are msgspec structs rather than dataclasses: a page makes a hundred of them, and they are stored as JSON
(docs/adr/0004-msgspec-values.md).
"""

import re

import msgspec

HTML_TYPES = ("text/html", "application/xhtml+xml")
INSTANT = re.compile(r"\s*0*\s*[;,]\s*url\s*=", re.IGNORECASE)


class Value(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What all values share: they cannot change, and defaults cost no bytes in the database."""


class Document(Value, frozen=True):
    """What was read, before anybody looked inside. Header names are lower case."""

    url: str
    body: bytes
    status: int = 200
    headers: dict[str, str] = {}
    file: str = ""
    """Path relative to the root of the folder, with forward slashes; empty for a live page."""
    truncated: bool = False


class Title(Value, frozen=True):
    text: str
    in_head: bool = True
    line: int | None = None


class Meta(Value, frozen=True):
    """A `<meta>`. `name`, `property` and `http_equiv` are lower case; `content` is None without the attribute."""

    content: str | None = None
    name: str = ""
    property: str = ""
    http_equiv: str = ""
    charset: str = ""
    in_head: bool = True
    line: int | None = None


class Link(Value, frozen=True):
    """A `<link>`. `rel` holds lower-case tokens; `url` is None when `href` is absent, empty or not a URL."""

    rel: tuple[str, ...]
    href: str | None = None
    url: str | None = None
    hreflang: str | None = None
    type: str = ""
    media: str = ""
    sizes: str = ""
    in_head: bool = True
    line: int | None = None
    origin: str = "html"
    """`html`, or `header` for one from the HTTP `Link` header (RFC 8288)."""


class Heading(Value, frozen=True):
    """`text` falls back to the `alt` of images inside, which `from_alt` says, then to an `aria-label` or `title`."""

    level: int
    text: str = ""
    from_alt: bool = False
    line: int | None = None


class Anchor(Value, frozen=True):
    """An `<a>`. `url` is the resolved address without its fragment; `image_alt` joins the `alt` of images inside and
    is None when there is no image. It is only read when `text` is empty."""

    text: str = ""
    href: str | None = None
    url: str | None = None
    fragment: str = ""
    rel: tuple[str, ...] = ()
    label: str = ""
    """`aria-label` or else `title`."""
    image_alt: str | None = None
    id: str = ""
    """`id` or else the old `name`: an `<a>` without `href` is then a target, not a broken link."""
    role: str = ""
    hidden: bool = False
    """`aria-hidden=true`: no reader is meant to meet it."""
    target: str = ""
    line: int | None = None


class Image(Value, frozen=True):
    """An `<img>`. `alt` is None only when the attribute is absent; `alt=""` is a decoration and allowed."""

    src: str | None = None
    url: str | None = None
    srcset: str = ""
    alt: str | None = None
    width: str = ""
    height: str = ""
    loading: str = ""
    style: str = ""
    decorative: bool = False
    """`role=presentation`, `role=none` or `aria-hidden=true`."""
    only_in_link: bool = False
    """The image is the sole content of an `<a href>`, whose name it therefore is."""
    label: str = ""
    """`aria-label` or else `title`."""
    lazy_src: str = ""
    """`data-src` or its like, which a script will put into `src`."""
    line: int | None = None


class JsonLd(Value, frozen=True):
    """A `<script type=application/ld+json>` as written. Line and column of an `error` count from the script's start."""

    text: str
    error: str = ""
    error_line: int | None = None
    error_column: int | None = None
    in_head: bool = True
    line: int | None = None


class Frame(Value, frozen=True):
    src: str = ""
    url: str | None = None
    title: str = ""
    line: int | None = None


class Script(Value, frozen=True):
    """A `<script src>`. `blocking` means neither `async`, `defer` nor a module; `integrity` is None when absent."""

    src: str
    url: str | None = None
    type: str = ""
    integrity: str | None = None
    blocking: bool = False
    in_head: bool = True
    line: int | None = None


class Media(Value, frozen=True):
    """What else a page loads: `<video>`, `<audio>`, `<source>`, `<track>`, `<embed>` by `src`, `<object>` by `data`."""

    tag: str
    src: str
    url: str | None = None
    srcset: str = ""
    line: int | None = None


class Form(Value, frozen=True):
    """A `<form>`. Without `action` it is sent to the page itself."""

    action: str | None = None
    url: str | None = None
    method: str = "get"
    has_password: bool = False
    line: int | None = None


class Ignore(Value, frozen=True):
    """Where `data-siteagent-ignore` silences a rule: the lines of the element and of those inside that have one.
    `whole_page` when it stands on `<html>`."""

    rule: str
    lines: tuple[int, ...] = ()
    whole_page: bool = False


class RobotsToken(Value, frozen=True):
    """One directive: `agent` is `robots` or a crawler's name, `token` as written but lower case (`noindex`,
    `max-snippet:0`), `origin` is `meta` or `header`."""

    agent: str
    token: str
    origin: str = "meta"
    in_head: bool = True
    line: int | None = None


class HeadBreak(Value, frozen=True):
    """What ended `<head>` before its end tag, so that what follows stands in `<body>`: a tag, or `#text`."""

    tag: str
    line: int | None = None


class Repeated(Value, frozen=True):
    """A second `<html>`, `<head>` or `<body>`, which browsers merge into the first; `times` is how many there are."""

    tag: str
    times: int
    line: int | None = None


class PageFacts(Value, frozen=True):
    """Everything later stages know of a page. `extract` fills it; no rule looks at the HTML again."""

    url: str
    """Where the page was found, without fragment."""
    key: str
    """The look-up key of `url` (`urls.page_key`): the same for all spellings that the host answers alike."""
    status: int = 200
    file: str = ""
    content_type: str = ""
    headers: dict[str, str] = {}
    """Of the HTTP headers those in `extract.KEPT_HEADERS`; of `set-cookie` names and flags, never values."""
    read_on: str = ""
    """The date of reading, ISO 8601, for rules about dates."""
    truncated: bool = False
    byte_size: int = 0
    """Of the whole body as read."""
    cut: bool = False
    """Whether the HTML goes on beyond what Googlebot reads; nothing from there is known."""
    unparsed: str = ""
    """Why the HTML was not parsed, so that nothing in it is known; empty when it was."""
    encoding: str = "utf-8"
    encoding_origin: str = "declared"
    """`bom`, `header`, `meta`, `guess` (undeclared, valid UTF-8) or `default` (windows-1252)."""
    doctype: str = ""
    lang: str | None = None
    base_href: str | None = None
    redirect_url: str | None = None
    """Where a 3xx answer leads, resolved and without fragment."""
    canonical_key: str = ""
    """The look-up key of `canonical`; empty without one."""
    base_url: str = ""
    """What relative URLs resolve against: `url`, or the first `<base href>`."""
    titles: tuple[Title, ...] = ()
    metas: tuple[Meta, ...] = ()
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    images: tuple[Image, ...] = ()
    json_ld: tuple[JsonLd, ...] = ()
    scripts: tuple[Script, ...] = ()
    media: tuple[Media, ...] = ()
    forms: tuple[Form, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    frames: tuple[Frame, ...] = ()
    robots: tuple[RobotsToken, ...] = ()
    ids: tuple[str, ...] = ()
    """Every `id` and `<a name>`, in order: the fragments that a link may point to."""
    has_microdata: bool = False
    has_rdfa: bool = False
    script_count: int = 0
    style_count: int = 0
    tag_count: int = 0
    """Start tags and comments in the source, about the number of elements."""
    template: str = ""
    """The outer structure of the body as a hash: pages of one template share it."""
    copyright_year: int | None = None
    """The latest year after a © or "copyright" on the page."""
    html_line: int | None = None
    head_break: HeadBreak | None = None
    repeated: tuple[Repeated, ...] = ()
    text: str = ""
    """The main text, white space collapsed, the first 50,000 characters."""
    word_count: int = 0
    content_hash: str = ""
    """Of the main text without white space differences; empty when there is no text."""
    signature: str = ""
    """64 four-byte minima in hex (`text.signature`): the share of equal places estimates how alike two pages are."""

    @property
    def is_html(self) -> bool:
        return self.content_type in ("", *HTML_TYPES)

    @property
    def title(self) -> str:
        """The title a search engine sees: the first in the document."""
        return self.titles[0].text if self.titles else ""

    def meta(self, name: str) -> tuple[Meta, ...]:
        """The `<meta name=…>` elements of that name, in order."""
        return tuple(meta for meta in self.metas if meta.name == name)

    def meta_property(self, name: str) -> tuple[Meta, ...]:
        """The `<meta property=…>` elements of that property, in order: Open Graph."""
        return tuple(meta for meta in self.metas if meta.property == name)

    @property
    def description(self) -> str:
        """The first meta description with text."""
        return next(
            (meta.content.strip() for meta in self.meta("description") if meta.content and meta.content.strip()), ""
        )

    def linked(self, rel: str) -> tuple[Link, ...]:
        return tuple(link for link in self.links if rel in link.rel)

    @property
    def canonicals(self) -> tuple[Link, ...]:
        """`rel=canonical` as Google takes it: `hreflang`, `lang`, `media` and `type` make it another annotation.
        https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"""
        return tuple(link for link in self.linked("canonical") if not (link.hreflang or link.media or link.type))

    @property
    def canonical(self) -> str | None:
        """The URL that the page names as canonical: the first usable one in `<head>`."""
        return next((link.url for link in self.canonicals if link.in_head and link.url), None)

    @property
    def self_canonical(self) -> bool:
        """Whether the page stands for itself: it names no canonical, or its own URL in some spelling."""
        return self.canonical_key in ("", self.key)

    @property
    def noindex(self) -> RobotsToken | None:
        """The directive that keeps the page out of Google, if there is one."""
        agents = ("robots", "googlebot")
        return next(
            (token for token in self.robots if token.agent in agents and token.token in ("noindex", "none")), None
        )

    @property
    def refreshes_at_once(self) -> bool:
        """Whether the page is a redirect in HTML: Google takes an instant refresh for a permanent one.
        https://developers.google.com/search/docs/crawling-indexing/301-redirects"""
        return any(meta.http_equiv == "refresh" and INSTANT.match(meta.content or "") for meta in self.metas)

    @property
    def indexable(self) -> bool:
        return self.status == 200 and self.is_html and self.noindex is None and not self.refreshes_at_once
