"""The faults that are planted into the tagged site, one a rule."""

from collections.abc import Callable

from seo_meta.tests.tagged_site import BASE, Fault, Page

Change = Callable[[Page], None]


def head(**parts: str) -> Change:
    """Replace parts of the head, or add them; an empty text leaves a part out. `fill` says what may stand in it."""

    def apply(page: Page) -> None:
        for name, markup in parts.items():
            page.head[name.replace("__", ":").replace("_", "-")] = fill(markup, page)

    return apply


def body(markup: str) -> Change:
    """Add markup at the end of the main part."""

    def apply(page: Page) -> None:
        page.extra.append(fill(markup, page))

    return apply


def write(**values: object) -> Change:
    """Set fields of the page."""

    def apply(page: Page) -> None:
        for name, value in values.items():
            setattr(page, name, fill(value, page) if isinstance(value, str) else value)

    return apply


def fill(markup: str, page: Page) -> str:
    """URL, BASE, NUMBER, HEADING and PATH stand for those of the page and site."""
    values = {"URL": page.url, "BASE": BASE, "NUMBER": str(page.number), "HEADING": page.heading, "PATH": page.path}
    for name, value in values.items():
        markup = markup.replace(name, value)
    return markup


def title(text: str) -> Change:
    return head(title=f"<title>{text}</title>")


def description(text: str) -> Change:
    return head(description=f'<meta name="description" content="{text}">')


def canonical(href: str) -> Change:
    return head(canonical=f'<link rel="canonical" href="{href}">')


def json_ld(source: str) -> Change:
    return body(f'<script type="application/ld+json">{source}</script>')


GENERIC = {"en": "click here", "de": "hier klicken", "ja": "こちら"}


def generic_link(page: Page) -> None:
    page.extra.append(f'<a href="/{page.language}/ac-roast.html">{GENERIC[page.language]}</a>')


FAULTS = [
    Fault("title.missing", title("")),
    Fault("title.multiple", head(second="<title>A second title of this page</title>")),
    Fault("title.outside-head", body("<title>A title in the body</title>")),
    Fault(
        "title.too-long-px",
        title("A title about coffee that goes on and on until no result list shows it | Example Roasters"),
    ),
    Fault("title.too-short-px", title("Tea NUMBER"), also=("title.pattern-outlier",)),
    Fault("title.same-as-h1", title("HEADING"), also=("title.pattern-outlier",)),
    Fault("title.boilerplate-only", title("Untitled"), also=("title.too-short-px", "title.pattern-outlier")),
    Fault("title.placeholder", title("{{ page.title }} of NUMBER | Example Roasters")),
    Fault("title.duplicate", title("Two pages share this title | Example Roasters"), pages=2),
    Fault("title.half-empty", title("Coffee NUMBER of the morning | | Example Roasters")),
    Fault("title.stuffed", title("Coffee NUMBER, coffee by post, coffees | Example Roasters")),
    Fault("title.brand-repeated", title("Example Roasters of NUMBER | Example Roasters | Example Roasters")),
    Fault("title.leading-bracket", title("[Updated] Coffee NUMBER by post | Example Roasters")),
    Fault("title.decorated", title("★ Coffee NUMBER by post | Example Roasters")),
    Fault("title.control-characters", title("Coffee &#x200b;NUMBER by post | Example Roasters")),
    Fault("title.contains-html", title("Coffee <b>NUMBER</b> by post | Example Roasters")),
    Fault("description.missing", head(description="")),
    Fault("description.keyword-list", description("Number NUMBER, coffee, tea, cups, pots, paper filters, hand mills")),
    Fault(
        "description.control-characters",
        description("A description of NUMBER\u200b that is as long as the others are."),
    ),
    Fault("description.multiple", head(second='<meta name="description" content="A second description of the page.">')),
    Fault("description.outside-head", body('<meta name="description" content="A description in the body of NUMBER.">')),
    Fault("description.too-long-px", description("A description that does not come to an end, NUMBER. " * 5)),
    Fault(
        "description.contains-html",
        description("A &lt;b&gt;bold&lt;/b&gt; description of the page NUMBER, as long as the others are."),
    ),
    Fault(
        "description.truncated-sentence",
        description("A description of the page NUMBER, as long as the others are, that breaks off…"),
    ),
    Fault(
        "description.duplicate",
        description("Two pages share this description of theirs, which is as long as the others are."),
        pages=2,
    ),
    Fault("h1.missing", write(heading="")),
    Fault("h1.multiple", body("<h1>Another heading of the page</h1>")),
    Fault("headings.skipped-level", body("<h4>Too deep</h4>")),
    Fault("headings.empty", body("<h2></h2>")),
    Fault("lang.missing", write(html_attributes=" ")),
    Fault("lang.invalid", write(html_attributes=' lang="en_US"')),
    Fault("canonical.conflicting", head(second='<link rel="canonical" href="BASEen/ad-roast.html">')),
    Fault("canonical.invalid-url", canonical("https://exa mple.com/")),
    Fault("canonical.empty-href", canonical("")),
    Fault("canonical.fragment", canonical("URL#top")),
    Fault(
        "canonical.http-on-https",
        canonical("http://www.example.com/PATH"),
        also=("canonical.canonicalised",),
        listed=False,
    ),
    Fault(
        "index.robots-multiple",
        head(robots='<meta name="robots" content="index, noindex">'),
        also=("index.noindex", "index.schema-noindex-conflict"),
        listed=False,
    ),
    Fault("index.robots-meta-invalid-token", head(robots='<meta name="robots" content="nocrawl">')),
    Fault("og.title-missing", head(og__title="")),
    Fault("og.image-missing", head(og__image="", twitter__card='<meta name="twitter:card" content="summary">')),
    Fault("og.image-relative", head(og__image='<meta property="og:image" content="/img/cup.png">')),
    Fault("og.empty-content", head(og__description='<meta property="og:description" content="">')),
    Fault("og.wrong-attr", head(og__description='<meta name="og:description" content="A text.">')),
    Fault("twitter.card-invalid", head(twitter__card='<meta name="twitter:card" content="big">')),
    Fault("sd.json-parse-error", json_ld('{"@context": "https://schema.org",}')),
    Fault("sd.missing-context", json_ld('{"@type": "Thing", "name": "Cup"}')),
    Fault("sd.missing-type", json_ld('{"@context": "https://schema.org", "name": "Cup"}')),
    Fault("img.alt-missing", body('<img src="/img/cup.png" width="8" height="8">')),
    Fault(
        "img.alt-empty-linked",
        body('<a href="/en/ac-roast.html"><img src="/img/cup.png" alt="" width="8" height="8"></a>'),
    ),
    Fault("img.no-src", body('<img alt="A cup" width="8" height="8">')),
    Fault("img.no-dimensions", body('<img src="/img/cup.png" alt="A cup">')),
    Fault("link.anchor-empty", body('<a href="/en/ac-roast.html"></a>')),
    Fault("link.uncrawlable", body('<a href="javascript:void(0)">Open the menu</a>')),
    Fault("link.localhost", body('<a href="http://localhost:3000/">The new page</a>')),
    Fault("link.broken-internal", body('<a href="/en/gone.html">The page that is gone</a>')),
    Fault("link.broken-fragment", body('<a href="/en/ac-roast.html#gone">The part that is gone</a>')),
    Fault("mobile.viewport-missing", head(viewport="")),
    Fault("h1.empty", body("<h1></h1>")),
    Fault("content.charset-missing", head(charset="")),
    Fault(
        "img.http",
        body('<img src="http://img.example.org/a.png" alt="A cup" width="8" height="8">'),
        also=("sec.mixed-content",),
    ),
    Fault("index.metas-in-body", body('<meta name="robots" content="max-snippet:50">')),
    Fault("link.mailto-tel-invalid", body('<a href="mailto:nobody">Write to us</a>')),
    Fault("link.whitespace", body('<a href="https://other.example/light roast">The other page</a>')),
    Fault("mobile.viewport-multiple", head(second='<meta name="viewport" content="width=device-width">')),
    Fault(
        "mobile.zoom-disabled", head(viewport='<meta name="viewport" content="width=device-width, user-scalable=no">')
    ),
    Fault("og.description-missing", head(og__description="")),
    Fault("og.type-missing", head(og__type="")),
    Fault("og.url-missing", head(og__url="")),
    Fault("og.url-vs-canonical", head(og__url='<meta property="og:url" content="BASEen/ae-roast.html">')),
    Fault("og.duplicate", body('<meta property="og:title" content="Another title">')),
    Fault("og.image-broken", head(og__image='<meta property="og:image" content="BASEimg/gone.png">')),
    Fault(
        "sd.date-format", json_ld('{"@context": "https://schema.org", "@type": "Book", "dateCreated": "next Monday"}')
    ),
    Fault(
        "sd.duplicate-keys", json_ld('{"@context": "https://schema.org", "@type": "Thing", "name": "A", "name": "B"}')
    ),
    Fault("sd.unknown-type", json_ld('{"@context": "https://schema.org", "@type": "Teapod", "name": "A"}')),
    Fault("sd.unknown-property", json_ld('{"@context": "https://schema.org", "@type": "Thing", "nmae": "A"}')),
    Fault("sec.mixed-content", body('<script src="http://cdn.example.org/a.js" defer></script>')),
    Fault("link.anchor-generic", generic_link),
    Fault("img.broken", body('<img src="/img/lost.png" alt="A cup" width="8" height="8">')),
    Fault("link.http", body('<a href="http://www.example.com/en/ac-roast.html">The second page</a>')),
    Fault("content.placeholder", body("<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.</p>")),
    Fault(
        "canonical.to-homepage",
        canonical("BASE"),
        also=("canonical.canonicalised", "canonical.cross-content-mismatch", "og.url-vs-canonical"),
        listed=False,
    ),
    Fault(
        "canonical.to-error",
        canonical("BASEen/gone.html"),
        also=("canonical.canonicalised", "og.url-vs-canonical"),
        listed=False,
    ),
]
