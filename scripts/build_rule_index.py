"""Write `docs/reference/rules/README.md`: every built-in rule, by topic.

    python scripts/build_rule_index.py

The text comes from the rules alone, so that it is the same whatever is configured or installed.
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from seo_meta.core.audit import Rule, page_rules, site_rules  # noqa: E402
from seo_meta.core.rules import load  # noqa: E402

OUTPUT = ROOT / "docs" / "reference" / "rules" / "README.md"

TOPICS = {
    "ai": "What language models are given to read",
    "canonical": "Which URL stands for a page",
    "content": "The text of pages, and what its encoding and dates say",
    "description": "Meta descriptions",
    "dup": "Pages with the same text",
    "h1": "The main heading",
    "h2": "The headings of parts",
    "headings": "The order of headings",
    "hreflang": "Translations that name each other",
    "img": "Images",
    "index": "Whether a page can be read and found at all",
    "keywords": "Meta keywords",
    "lang": "The language that a page declares",
    "link": "Links",
    "mobile": "The viewport",
    "og": "Open Graph: what shared links show",
    "page": "Lists that are spread over several pages",
    "perf": "Weight and loading, as far as HTML and headers tell",
    "redirect": "Redirects",
    "robots": "robots.txt",
    "sd": "Structured data in JSON-LD",
    "sec": "HTTPS, headers and secrets",
    "sitemap": "Sitemaps",
    "title": "Titles",
    "twitter": "Cards for X",
    "url": "The form of URLs",
    "waiver": "The site's own waivers",
}

HEAD = """\
# Rules

SiteAgent has {total} rules: {pages} judge one page at a time and {sites} the site as a whole. {off} of them are off
until `siteagent.toml` gives them a severity ([configuration](../configuration.md)). Each has a page of its own, whose
examples are its tests; `siteagent seo_rules ID` prints the short form.

- *Severity* is the default. Errors fail a build, warnings only with `--fail-on warning`, info and review never.
- *Kind* is what the rule rests on: a specification, a search engine's documentation, or experience. Heuristics never
  fail a build.

The search plugin has [rules of its own](semantic/README.md).
[Checks that are not built](not-built.md) says what is missing, and why. This page is written by `make rule-index`.
"""


def render(rules: Iterable[Rule]) -> str:
    """The text of the index. Raises KeyError for a topic that TOPICS does not have."""
    rules = sorted(rules, key=lambda rule: rule.id)
    sites = sum(rule.id in site_rules for rule in rules)
    off = sum(not rule.on for rule in rules)
    head = HEAD.format(total=len(rules), pages=len(rules) - sites, sites=sites, off=off)
    topics = (_topic(name, members) for name, members in groupby(rules, key=lambda rule: rule.id.partition(".")[0]))
    return "\n".join((head, *("\n".join(lines) for lines in topics)))


def _topic(name: str, rules: Iterable[Rule]) -> Iterator[str]:
    yield f"## {name}\n\n{TOPICS[name]}.\n"
    yield "| rule | finds | severity | kind | on |"
    yield "|---|---|---|---|---|"
    for rule in rules:
        finds = rule.summary.replace("<", "&lt;").replace("|", "\\|")
        yield f"| [{rule.id}]({rule.id}.md) | {finds} | {rule.severity} | {rule.kind} | {'yes' if rule.on else 'no'} |"
    yield ""


if __name__ == "__main__":
    load()
    OUTPUT.write_text(render((*page_rules, *site_rules)), encoding="utf-8")
