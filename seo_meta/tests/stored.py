"""Rows for tests of what reads the database."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import timezone

from seo_meta.core.access import Role
from seo_meta.core.audit import Policy, audit_page, page_rules
from seo_meta.core.propose import Candidate, Confidence, Evidence, Field
from seo_meta.core.review import value_key
from seo_meta.core.types import PageFacts
from seo_meta.models import Page, Proposal, Run, Site
from seo_meta.models.proposal import offer, pack_offers
from seo_meta.services.store import ReadPage, store_pages
from seo_meta.services.transitions import Actor
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


def stored_proposal(page: Page, *values: str, field: Field = Field.TITLE, **fields: Any) -> Proposal:
    """What the propose stage stores of these values, the best first; without any, an abstention."""
    made_from = [(value, (Evidence("h1", value, 1),)) for value in values]
    offers = [
        offer(Candidate(value, Confidence.HIGH, ("It says so.",), said), "extractive", 1) for value, said in made_from
    ]
    made = {
        "state": "open" if values else "abstained",
        "current": page.title if field is Field.TITLE else page.description,
        "value": values[0] if values else "",
        "value_key": value_key(field, values[0], "") if values else "",
        "confidence": "high" if values else "",
        "treatment": "proposed" if values else "",
        "generator": "extractive" if values else "",
        "candidates": pack_offers(offers),
        "source_hash": page.source_hash,
        "content_hash": page.content_hash,
    }
    place = {"site": page.run.site, "run": page.run, "page": page, "url": page.url, "key": bytes(page.key)}
    return Proposal.objects.create(**{**place, "file": page.file, "field": field.value, **made, **fields})


def reviewer(name: str = "ana", client: str = "api") -> Actor:
    """A reviewer of that name, who is made when there is none."""
    user, _ = get_user_model().objects.get_or_create(username=name, defaults={"is_staff": True})
    user.groups.add(Group.objects.get(name=Role.REVIEWER))
    return Actor(user.pk, name, client)


def session_of(name: str) -> str:
    """The key of a session of the reviewer of that name."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=reviewer(name).user_id))
    return client.cookies["sessionid"].value
