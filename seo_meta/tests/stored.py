"""Rows for tests of what reads the database."""

from typing import Any

from django.utils import timezone

from seo_meta.core.audit import Policy, audit_page, page_rules
from seo_meta.core.types import PageFacts
from seo_meta.models import Run, Site
from seo_meta.services.store import store_pages
from seo_meta.tests.factories import BASE

RULES = ("title.missing", "description.missing", "lang.missing")


def stored_run(*pages: PageFacts, **fields: Any) -> Run:
    """A finished run of these pages, judged by the three rules above: an error and two warnings."""
    site, _ = Site.objects.get_or_create(base_url=BASE)
    defaults = {"source": "site", "kind": "folder", "state": "done", "complete": True, "version": "0"}
    finished = {"finished_at": timezone.now(), "pages": len(pages)}
    run = Run.objects.create(site=site, **{**defaults, **finished, **fields})
    rules = [page_rules[id] for id in RULES]
    store_pages(run, [(facts, audit_page(facts, rules, Policy()).findings) for facts in pages])
    return run
