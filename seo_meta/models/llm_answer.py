import msgspec
from django.db import models

from seo_meta.core.prompt import Answer


class LlmAnswer(models.Model):
    """What a language model answered, so that nobody pays for the same question twice; all sites and runs share it."""

    key = models.CharField(max_length=32, unique=True)
    """Of the endpoint and all that was sent: model, temperature, instructions, style and text of the page."""
    model = models.CharField(max_length=200)
    answer = models.BinaryField()
    """`core.prompt.Answer` as JSON; read it with `read`. Bytes, since a model may write what no text column takes."""
    prompt_tokens = models.PositiveIntegerField()
    completion_tokens = models.PositiveIntegerField()
    latency_ms = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.model} {self.key}"

    def read(self) -> Answer:
        return msgspec.json.decode(self.answer, type=Answer)
