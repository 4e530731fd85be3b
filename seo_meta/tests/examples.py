"""The examples on rule pages: from a fenced block to pages and a site.

A block is one page, or starts its parts with lines of its own:

    <!-- page: /about.html -->            a page; `<!-- page: /old 301 -->` with another status than 200;
                                          `<!-- page: http://example.com/ -->` with another scheme or host
    <!-- header: location: /new -->       below it, an HTTP header of that page
    <!-- unparsed: too deep -->           below it, why the HTML of that page was not parsed
    <!-- file: /robots.txt -->            another file of the site; sitemaps are read as such
    <!-- limits: title_max_px=100 -->     a limit
    <!-- waiver: fits=2 {…} -->           a waiver in JSON, and how many findings it fits
    <!-- external: {…} -->                what is known of another site's address, in JSON
    <!-- live -->                         the site was read over HTTP, so there may be more than was seen
    <!-- before -->                       the parts above are the run before this one
"""

import re
from dataclasses import dataclass, field

import msgspec

from seo_meta.core.audit import Policy, audit_page, audit_site, page_rules, site_rules
from seo_meta.core.external_links import ExternalLink
from seo_meta.core.extract import extract
from seo_meta.core.findings import Outcome, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import Document
from seo_meta.core.waivers import Waiver, WaiverUse
from seo_meta.tests.factories import BASE, TODAY, MemorySite

PARTS = "page|header|unparsed|file|limits|waiver|external|live|before"
DIRECTIVE = re.compile(rf"^<!-- ({PARTS})(?:: (.*?))? -->\n", re.MULTILINE)


@dataclass
class Example:
    """Parts of a block. `files` maps paths without leading slash to texts, `unparsed` URLs of pages to reasons."""

    documents: list[Document] = field(default_factory=list)
    unparsed: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    waivers: list[WaiverUse] = field(default_factory=list)
    external: list[ExternalLink] = field(default_factory=list)
    live: bool = False
    previous: "Example | None" = None

    @classmethod
    def read(cls, block: str) -> "Example":
        example = cls()
        first, *rest = DIRECTIVE.split(block)
        example.add_page("/page.html", first)
        for kind, value, body in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
            if kind == "header":
                example.add_header(value, body)
                continue
            if kind == "unparsed":
                example.add_reason(value, body)
                continue
            if kind == "before":
                example = cls(previous=example)
            elif kind == "live":
                example.live = True
            elif kind == "limits":
                name, _, number = value.partition("=")
                example.limits[name] = int(number)
            elif kind == "waiver":
                fits, _, written = value.removeprefix("fits=").partition(" ")
                example.waivers.append(WaiverUse(msgspec.json.decode(written, type=Waiver), int(fits)))
            elif kind == "external":
                example.external.append(msgspec.json.decode(value, type=ExternalLink))
            if kind == "file":
                example.files[value.removeprefix("/")] = body
            else:
                example.add_page(value if kind == "page" else "/page.html", body, named=kind == "page")
        return example

    def add_page(self, page: str, body: str, *, named: bool = False) -> None:
        """Only a page that was named may be empty."""
        if not body.strip() and not named:
            return
        path, _, status = page.partition(" ")
        url = path if "://" in path else BASE + path.removeprefix("/")
        code = int(status) if status else 404 if path == "/404.html" else 200
        self.documents.append(Document(url, body.encode(), code))

    def add_header(self, header: str, body: str) -> None:
        """To the last page, whose body stands below its headers."""
        name, _, value = header.partition(": ")
        page = self.documents.pop()
        headers = page.headers | {name.lower(): value}
        self.documents.append(msgspec.structs.replace(page, headers=headers, body=page.body + body.encode()))

    def add_reason(self, reason: str, body: str) -> None:
        """To the last page, as a header is added."""
        page = self.documents.pop()
        self.unparsed[page.url] = reason
        self.documents.append(msgspec.structs.replace(page, body=page.body + body.encode()))

    def site(self) -> MemorySite:
        facts = [
            extract(page, clean_urls=not self.live, read_on=TODAY, unparsed=self.unparsed.get(page.url, ""))
            for page in self.documents
        ]
        previous = self.previous.site() if self.previous else None
        return MemorySite(
            facts,
            self.files,
            live=self.live,
            previous=previous,
            waivers=tuple(self.waivers),
            external=tuple(self.external),
        )

    def failing(self) -> dict[str, Severity]:
        """The rules that fail anywhere in the example, with their severities; those that are off are not asked."""
        policy = Policy(Limits(**self.limits))
        site = self.site()
        failed = [rule for rule, outcome, _ in audit_site(site, site_rules, policy) if outcome is Outcome.FAIL]
        for page in site.pages():
            outcomes = audit_page(site.facts(page.id), page_rules, policy).outcomes
            failed += [page_rules[rule] for rule, outcome in outcomes.items() if outcome is Outcome.FAIL]
        return {rule.id: rule.severity for rule in failed}

    def outcome(self, rule: str) -> Outcome:
        """What the rule says of the example: for a page rule fail when it fails on any page, else that of the first."""
        known = site_rules[rule] if rule in site_rules else page_rules[rule]
        policy = Policy(Limits(**self.limits), {rule: known.severity})
        site = self.site()
        if rule in site_rules:
            ((_, outcome, _),) = audit_site(site, [site_rules[rule]], policy)
            return outcome
        pages = [site.facts(page.id) for page in site.pages()]
        outcomes = [audit_page(page, [page_rules[rule]], policy).outcomes[rule] for page in pages]
        return Outcome.FAIL if Outcome.FAIL in outcomes else outcomes[0]
