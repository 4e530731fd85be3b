"""Proposals as they end up in a page, and what the rules say of it then: for tests of generators."""

import json
import re
from collections.abc import Iterator
from html import escape

from seo_meta.core import rules
from seo_meta.core.audit import audit_page, page_rules
from seo_meta.core.findings import Severity
from seo_meta.core.policy import Policy
from seo_meta.core.propose import Field
from seo_meta.core.types import PageFacts

rules.load()
EVERY_RULE = Policy(severities={rule.id: Severity.WARNING for rule in page_rules})
"""Those that are off by default too."""
END_OF_HEAD = re.compile(r"</head\s*>|(?<=</title>)", re.IGNORECASE)


def failing(page: PageFacts, *topics: str) -> set[str]:
    """The rules of these topics that the page fails, such as `og`."""
    found = audit_page(page, page_rules, EVERY_RULE).findings
    return {finding.rule for finding in found if finding.rule.startswith(tuple(f"{topic}." for topic in topics))}


def with_value(html: str, field: Field, value: str) -> str:
    """The page with the value at the end of its head, without the elements that said the same."""
    for old, element in _elements(field, value):
        html = re.sub(old, "", html, flags=re.IGNORECASE) if old else html
        end = END_OF_HEAD.search(html)
        assert end, "the page has no place for the value"
        html = html[: end.start()] + element + html[end.start() :]
    return html


def _elements(field: Field, value: str) -> Iterator[tuple[str, str]]:
    """(what matches the old element, the new element)"""
    if field is Field.CANONICAL:
        yield r"<link\b[^>]*rel=[\"']?canonical\b[^>]*>", f'<link rel="canonical" href="{escape(value)}">'
    elif field is Field.JSON_LD:
        yield "", f'<script type="application/ld+json">{value}</script>'
    else:
        for name, content in json.loads(value).items():
            attribute = "name" if name.startswith("twitter:") else "property"
            old = rf"<meta\b[^>]*(?:name|property)=[\"']?{re.escape(name)}(?=[\"'\s>])[^>]*>"
            yield old, f'<meta {attribute}="{name}" content="{escape(content)}">'
