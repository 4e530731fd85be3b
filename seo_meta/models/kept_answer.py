from django.db import models


class KeptAnswer(models.Model):
    """What the API answered to a request with an Idempotency-Key, for when the request is sent again."""

    owner = models.CharField(max_length=40)
    """Whose key it is: two clients may well choose the same."""
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=32)
    body = models.JSONField(null=True)
    """None while the first request is still at work."""
    etag = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "key"), name="one_answer_a_key"),)
        indexes = (models.Index(fields=("created_at",), name="answer_by_age"),)

    def __str__(self) -> str:
        return f"{self.key} of {self.owner}"
