from django.db import models
from django.db.models import Q


class Job(models.Model):
    """Work on a run, under way or over: reading and judging it, or making its proposals. Ordered jobs wait in a queue,
    commands begin theirs at once. This row is the truth about the work; a task in a queue only points here."""

    class Kind(models.TextChoices):
        AUDIT = "audit"
        PROPOSE = "propose"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    run = models.ForeignKey("seo_meta.Run", models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.AUDIT)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    order = models.JSONField(default=dict)
    """What was asked for: `services.order_run.AuditOrder` or `ProposalOrder`; empty for a command."""
    requested_by = models.CharField(max_length=150, blank=True)
    """The user who ordered it; empty for a command."""
    cancelled_by = models.CharField(max_length=150, blank=True)
    """Who wants it to end; the process at work looks here every second."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it failed, or was begun again."""
    task = models.CharField(max_length=64, blank=True)
    """The id of the task in the queue."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often a worker began it, since one read pages of it."""
    stage = models.CharField(max_length=100, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    """How much there is to do in this stage, where that is known."""
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField()
    """When it was last heard of."""
    finished_at = models.DateTimeField(null=True)

    UNFINISHED = (State.QUEUED, State.RUNNING)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=["run"], condition=Q(state__in=("queued", "running")), name="seo_meta_job_one_unfinished"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.run}"
