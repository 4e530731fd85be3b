"""Rows for tests of what reads the database."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from seo_meta.core.audit import Policy, audit_page, page_rules
from seo_meta.core.propose import Confidence, Evidence
from seo_meta.core.types import PageFacts
from seo_meta.models import Proposal, Run, Site
from seo_meta.models.proposal import Offer, pack_offers
from seo_meta.services.store import ReadPage, store_pages
from seo_meta.tests.factories import BASE

RULES = ("title.missing", "description.missing", "lang.missing")


def stored_run(*pages: PageFacts, **fields: Any) -> Run:
    """A finished run of these pages, judged by the three rules above: an error and two warnings."""
    site, _ = Site.objects.get_or_create(base_url=BASE)
    defaults = {
        "source": "site",
        "kind": "folder",
        "state": "done",
        "complete": True,
        "version": "0",
        "page_rules": dict.fromkeys(RULES, 1),
    }
    finished = {"finished_at": timezone.now(), "pages": len(pages), "page_rules": dict.fromkeys(RULES, 1)}
    run = Run.objects.create(site=site, **{**defaults, **finished, **fields})
    rules = [page_rules[id] for id in RULES]
    with transaction.atomic():
        store_pages(run, [ReadPage(facts, audit_page(facts, rules, Policy())) for facts in pages])
    return run


def stored_proposal(run: Run, value: str, **fields: Any) -> Proposal:
    """A title for the first page of the run, or for the `page` that is given."""
    page = fields.pop("page", None) or run.read_pages.order_by("pk")[0]
    evidence = (Evidence("h1", value, 1),)
    offer = Offer(value, Confidence.HIGH, ("The only H1.",), evidence, generator="extractive", generator_version=1)
    known = {
        "field": "title",
        "value": value,
        "confidence": "high",
        "treatment": "proposed",
        "generator": "extractive",
        "candidates": pack_offers([offer]),
        "rules": ["title.missing"],
        "source_hash": "0" * 32,
    }
    place = {"site": run.site, "run": run, "page": page, "url": page.url, "key": bytes(page.key), "file": page.file}
    return Proposal.objects.create(**{**known, **place, **fields})
