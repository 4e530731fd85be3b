"""All that is known of one page, readable: what it says, what was found and proposed, how it looks elsewhere."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from seo_meta.core.audit import page_rules, site_rules
from seo_meta.core.defang import clip, visible
from seo_meta.core.json_ld import graph
from seo_meta.core.propose import Field
from seo_meta.core.types import Meta, PageFacts
from seo_meta.core.urls import is_http
from seo_meta.models import Page, Proposal
from seo_meta.selectors import page_findings, proposals_of_page, steps_of_page, versions_of_page

from .previews import preview_frames
from .screens import Admin, render, screen
from .shown import path_of, pieces, readable, tone

MAX_ROWS = 100
MAX_TEXT = 5_000
RULES = (page_rules, site_rules)
Pairs = list[tuple[str, str]]


@screen(Page, "<int:id>/view/", name="page_view")
def page_view(model_admin: Admin, request: HttpRequest, id: int) -> HttpResponseBase:
    rows = model_admin.get_queryset(request).defer(None).defer("links", "followed", "fragments", "ids", "resources")
    page: Page = get_object_or_404(rows.select_related("run__site"), pk=id)
    facts = page.read_facts()
    context = {
        "page": page,
        "path": path_of(page.url),
        "url": visible(page.url),
        "live_url": page.url if is_http(page.url) else "",
        "file": visible(page.file),
        "sections": list(_sections(facts)),
        "text": clip(visible(facts.text[: 2 * MAX_TEXT]), MAX_TEXT),
        "findings": [_finding(one) for one in page_findings(page)],
        "proposals": [_proposal(one) for one in proposals_of_page(page)],
        "steps": steps_of_page(page),
        "versions": list(_versions(page)),
        "previews": preview_frames(page),
    }
    return render(model_admin, request, "page_view.html", "Page", context)


def _sections(facts: PageFacts) -> Iterator[tuple[str, Pairs]]:
    """(heading, rows of name and text); rows without text are left out."""
    yield "How it is read", _rows(_reading(facts))
    yield "What it says of itself", _rows(_head(facts))
    yield "Shared links", _rows((meta.property or meta.name, meta.content) for meta in facts.metas if _is_social(meta))
    yield "Structured data", _rows(_structured(facts))
    yield "Headings", _rows((f"H{heading.level}", heading.text) for heading in facts.headings[:MAX_ROWS])
    yield "What it holds", _rows(_contents(facts))


def _rows(pairs: Any) -> Pairs:
    return [(visible(name), clip(visible(str(text)), 500)) for name, text in list(pairs)[:MAX_ROWS] if text]


def _reading(facts: PageFacts) -> Iterator[tuple[str, object]]:
    yield "Status", facts.status
    yield "Leads to", facts.redirect_url
    yield "Type", facts.content_type
    yield "Size", f"{facts.byte_size:,} bytes, {facts.word_count:,} words"
    yield "Encoding", f"{facts.encoding} ({facts.encoding_origin})"
    yield "Not parsed", facts.unparsed
    noindex = facts.noindex
    yield (
        "May be indexed",
        "yes" if facts.indexable else f"no: {noindex.token if noindex else 'not a page of status 200'}",
    )
    yield "Robots", ", ".join(f"{token.agent}: {token.token}" for token in facts.robots)


def _head(facts: PageFacts) -> Iterator[tuple[str, object]]:
    for title in facts.titles[:MAX_ROWS]:
        yield f"Title{_line(title.line)}", title.text or "(empty)"
    for meta in facts.meta("description"):
        yield f"Description{_line(meta.line)}", meta.content or "(empty)"
    for link in facts.canonicals:
        yield f"Canonical{_line(link.line)}", link.url or link.href
    yield "Language", facts.lang
    for link in facts.linked("alternate"):
        if link.hreflang:
            yield f"In {link.hreflang}", link.url or link.href


def _line(line: int | None) -> str:
    return f" (line {line})" if line else ""


def _is_social(meta: Meta) -> bool:
    return (meta.property or meta.name).startswith(("og:", "twitter:", "article:"))


def _structured(facts: PageFacts) -> Iterator[tuple[str, object]]:
    for block in facts.json_ld:
        if block.error:
            yield f"JSON-LD{_line(block.line)}", f"cannot be read: {block.error}"
    for node in graph(facts).nodes[:MAX_ROWS]:
        if node.types:
            properties = {name: value for name, value in node.properties.items() if not name.startswith("@")}
            yield f"{node.label}{_line(node.line)}", json.dumps(properties, ensure_ascii=False)[:500]
    yield (
        "Others",
        " and ".join(name for name, has in (("Microdata", facts.has_microdata), ("RDFa", facts.has_rdfa)) if has),
    )


def _contents(facts: PageFacts) -> Iterator[tuple[str, object]]:
    without_alt = sum(image.alt is None for image in facts.images)
    yield "Links", f"{len(facts.anchors):,}"
    yield "Images", f"{len(facts.images):,}, {without_alt:,} without alt"
    yield "Scripts", f"{facts.script_count:,}"
    yield "Style sheets", f"{facts.style_count:,}"
    yield "Forms", len(facts.forms)
    yield "Frames", len(facts.frames)
    yield "Elements", f"{facts.tag_count:,}"


def _finding(finding: Any) -> dict[str, Any]:
    rule = next((rules[finding.rule] for rules in RULES if finding.rule in rules), None)
    return {
        "finding": finding,
        "message": visible(finding.message),
        "evidence": visible(finding.evidence),
        "remedy": rule.remedy if rule else "",
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    field = Field(proposal.field)
    return {
        "proposal": proposal,
        "pieces": pieces(field, proposal.current, proposal.value) if proposal.value else (),
        "reason": visible(proposal.reason),
        "tone": tone(proposal.state),
    }


def _versions(page: Page) -> Iterator[dict[str, Any]]:
    """The page in each run, with what differs from the one before."""
    versions = versions_of_page(page)
    for place, one in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        yield {
            "page": one,
            "here": one.pk == page.pk,
            "same": before is not None and before.source_hash == one.source_hash != "",
            "title": pieces(Field.TITLE, before.title, one.title) if before and before.title != one.title else (),
            "text": readable(Field.TITLE, one.title),
        }
