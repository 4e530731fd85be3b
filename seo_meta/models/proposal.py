from typing import Any

import msgspec
from django.conf import settings
from django.db import models
from django.db.models import Q

from seo_meta.core.propose import Candidate, Confidence, Field, Treatment
from seo_meta.core.review import CURRENT, State


class Offer(Candidate, frozen=True, kw_only=True):
    """A candidate as it is stored, with who made it."""

    generator: str
    generator_version: int


def offer(candidate: Candidate, generator: str, version: int) -> Offer:
    """A candidate without its variants, which were for the choice alone."""
    kept = msgspec.structs.asdict(candidate) | {"variants": ()}
    return Offer(**kept, generator=generator, generator_version=version)


class Proposal(models.Model):
    """What was proposed for one field of one page, or why nothing was. It outlives the run that made it: a page is
    known by its key, and one proposal at most is current for a field of a page."""

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="proposals")
    folder = models.CharField(max_length=1000, blank=True)
    """The source of the run where nothing says at what URL it will be served: such folders are no one site."""
    run = models.ForeignKey("seo_meta.Run", models.SET_NULL, null=True, related_name="proposals")
    """The latest that came to this proposal."""
    page = models.ForeignKey("seo_meta.Page", models.SET_NULL, null=True, related_name="proposals")
    url = models.TextField()
    key = models.BinaryField(max_length=8)
    """`key64` of the page's look-up key."""
    file = models.TextField(blank=True)
    field = models.CharField(max_length=20, choices=[(field.value, field.value) for field in Field])
    language = models.CharField(max_length=35, blank=True)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in State], default=State.OPEN.value
    )
    current = models.TextField(blank=True)
    """The value that the page has."""
    value = models.TextField(blank=True)
    """That of the first candidate, or what a reviewer chose or wrote; empty for an abstention."""
    value_key = models.CharField(max_length=32, blank=True)
    """The same for values that are one to a reader (`core.review.value_key`)."""
    confidence = models.CharField(max_length=6, blank=True, choices=[(name.value, name.value) for name in Confidence])
    treatment = models.CharField(max_length=8, blank=True, choices=[(name.value, name.value) for name in Treatment])
    generator = models.CharField(max_length=100, blank=True)
    candidates = models.JSONField(default=list)
    """Up to three, the best first: `Offer` as objects."""
    reason = models.TextField(blank=True)
    """Why nothing was proposed, or what superseded the proposal."""
    rules = models.JSONField(default=list)
    """The ids of the rules whose findings it answers."""
    worth = models.FloatField(default=0)
    """What mending the page is expected to gain (`core.worth`); orders the proposals of one site."""
    worth_reason = models.TextField(blank=True)
    source_hash = models.CharField(max_length=32)
    """Of the bytes that it was made from (`core.validators`)."""
    content_hash = models.CharField(max_length=32, blank=True)
    """Of the main text that it was made from."""
    version = models.PositiveIntegerField(default=1)
    """Raised by every change, so that nobody decides about what somebody else has changed meanwhile."""
    revision = models.PositiveIntegerField(default=0)
    """How often people have written the value anew. What is not 0 is theirs: no run touches it."""
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    edited_by_name = models.CharField(max_length=150, blank=True)
    pull_request = models.CharField(max_length=500, blank=True)
    """Address of the nightly pull request in which it stands, whatever its state, or with which it was merged."""
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="assigned_proposals"
    )
    snoozed_until = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    """Who approved, when, and what it holds for: this revision and value, made from these bytes, judged by these rules.
    All of it is empty without an approval."""
    approved_by_name = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_revision = models.PositiveIntegerField(null=True)
    approved_value_hash = models.CharField(max_length=32, blank=True)
    approved_source_hash = models.CharField(max_length=32, blank=True)
    approved_ruleset_hash = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-worth", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("site", "folder", "key", "field"),
                condition=Q(state__in=[state.value for state in CURRENT]),
                name="one_current_proposal_a_field",
            ),
        )
        indexes = (
            # Lists are counted on it alone, without reading rows of a kilobyte each.
            models.Index(fields=("state", "site", "field", "confidence", "treatment"), name="proposal_by_state"),
            models.Index(fields=("state", "-worth", "id"), name="proposal_by_worth"),
            models.Index(fields=("state", "confidence", "-worth", "id"), name="proposal_by_confidence"),
            models.Index(fields=("site", "field", "value_key"), name="proposal_by_value"),
            models.Index(fields=("-worth", "id"), condition=Q(pull_request__gt=""), name="proposal_in_pull_request"),
        )

    def __str__(self) -> str:
        return f"{self.field} of {self.url}"

    @property
    def pull_request_number(self) -> str:
        return self.pull_request.rpartition("/")[2]

    def read_candidates(self) -> list[Offer]:
        return msgspec.convert(self.candidates, list[Offer])


def pack_offers(offers: list[Offer]) -> list[dict[str, Any]]:
    """As `Proposal.candidates` keeps them and the database hands them out again."""
    packed: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(offers))
    return packed
