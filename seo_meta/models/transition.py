"""The log of what became of proposals. Rows are added and never changed."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from seo_meta.core.review import State

STATES = [(state.value, state.value) for state in State]


class AppendOnly(models.QuerySet["Transition"]):
    def update(self, **_: Any) -> NoReturn:
        raise TypeError("The log of proposals is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("The log of proposals is never shortened.")


class Transition(models.Model):
    """One change of one proposal."""

    proposal = models.ForeignKey("seo_meta.Proposal", models.CASCADE, related_name="transitions")
    """The log goes with its proposal, which goes with its site."""
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    """As it was then: users are renamed and removed, and runs have none."""
    client = models.CharField(max_length=20)
    """`admin`, `api`, `command` or `run`."""
    move = models.CharField(max_length=10)
    """A `core.review.Move`, or `undo`; of runs `supersede` and `offer` (new candidates beside what people wrote), of
    nights `merge` and `close` (of a pull request)."""
    from_state = models.CharField(max_length=12, choices=STATES)
    to_state = models.CharField(max_length=12, choices=STATES)
    version = models.PositiveIntegerField()
    """That of the proposal after it."""
    revision = models.PositiveIntegerField()
    value = models.TextField(blank=True)
    note = models.TextField(blank=True)
    source_hash = models.CharField(max_length=32)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    """The columns of the proposal that it changed, with what they held: what undoes it."""

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("proposal", "version"), name="one_transition_a_version"),)

    def __str__(self) -> str:
        return f"{self.move} of proposal {self.proposal_id} by {self.actor_name}"

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise TypeError("The log of proposals is never changed.")
        super().save(**options)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("The log of proposals is never shortened.")
