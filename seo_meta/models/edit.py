"""What was written into a source: the journal that survives a crash, and the way back."""

from collections.abc import Iterable
from typing import Any

import msgspec
from django.conf import settings
from django.db import models

from seo_meta.core.html_edit import Edit as Splice


class ApplyRun(models.Model):
    """Edits that were made together, and are undone together."""

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="apply_runs")
    run = models.ForeignKey("seo_meta.Run", models.SET_NULL, null=True, related_name="apply_runs")
    """The audit whose proposals they are."""
    root = models.CharField(max_length=1000)
    """The real path of the folder."""
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    client = models.CharField(max_length=20)
    unreviewed = models.BooleanField(default=False)
    """Whether proposals were written that nobody had approved."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Apply run {self.pk} on {self.root}"


class Edit(models.Model):
    """The edit of one file, for all proposals about it.

    The row comes before the bytes (`planned`, `undoing`, `taking-back`) and is settled after them, so that a process
    may die anywhere in between: the bytes then tell what is true (`services.journal`).
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        WRITTEN = "written"
        UNDOING = "undoing"
        UNDONE = "undone"
        TAKING_BACK = "taking-back"
        TAKEN_BACK = "taken-back"
        """Undone by us, since the page was no better; `note` says in what."""
        STALE = "stale"
        """The file was neither as before nor as after when the edit was to be settled; nobody touched it since."""

    apply_run = models.ForeignKey(ApplyRun, models.CASCADE, related_name="edits")
    proposals = models.ManyToManyField("seo_meta.Proposal", related_name="edits")
    versions = models.JSONField()
    """The id of each of them, as text, to the version that was planned with."""
    file = models.TextField()
    """Relative to the root, without links."""
    before_sha256 = models.CharField(max_length=64)
    after_sha256 = models.CharField(max_length=64)
    splices = models.JSONField()
    """[start, end, new bytes in Base64] into the file as it was."""
    inverse = models.JSONField()
    """The same into the file as it became: what undoes it."""
    state = models.CharField(max_length=11, choices=State, default=State.PLANNED)
    note = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("apply_run", "file"), name="one_edit_a_file_and_apply_run"),)
        indexes = (
            models.Index(
                fields=("apply_run",),
                condition=models.Q(state__in=("planned", "undoing", "taking-back")),
                name="edit_unsettled",
            ),
        )

    def __str__(self) -> str:
        return f"Edit of {self.file}"

    def read_inverse(self) -> tuple[Splice, ...]:
        return unpack_splices(self.inverse)


def pack_splices(splices: Iterable[Splice]) -> Any:
    return msgspec.to_builtins([(one.start, one.end, one.replacement) for one in splices])


def unpack_splices(packed: Any) -> tuple[Splice, ...]:
    return tuple(Splice(*one) for one in msgspec.convert(packed, list[tuple[int, int, bytes]]))
