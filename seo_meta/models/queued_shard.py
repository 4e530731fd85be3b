from django.db import models


class QueuedShard(models.Model):
    """A piece of a run that is split among the workers of a queue: some files, or some URLs. It may be done twice.

    The job of the run makes it and takes in what came of it; rows go when the run is over.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"
        DONE = "done"

    run = models.ForeignKey("seo_meta.Run", models.CASCADE, related_name="shards")
    key = models.CharField(max_length=32)
    """The hash of `content`: unique within the run, so that a job that begins again finds what is done."""
    kind = models.CharField(max_length=10)
    """What is to be done with it: a name in `services.shard_kinds`."""
    content = models.BinaryField()
    """What is to be done, as MessagePack; empty once it is."""
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    holder = models.CharField(max_length=32, blank=True)
    """Who took it (`services.shard_hand`); a lock of that name tells whether that process is still there."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often it was taken."""
    task = models.CharField(max_length=64, blank=True)
    """The id of the task in the queue that points here."""
    queued_at = models.DateTimeField()
    """When it was put into the queue last."""
    outcome = models.BinaryField(default=bytes)
    """What came of it, as MessagePack."""

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "key"), name="one_shard_a_content_and_run"),)
        indexes = (models.Index(fields=("run", "state", "id"), name="shard_by_run_and_state"),)

    def __str__(self) -> str:
        return f"Shard {self.pk} of run {self.run_id}"
