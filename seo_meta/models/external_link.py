from django.db import models

from seo_meta.core import external_links
from seo_meta.core.answers import AnswerClass
from seo_meta.core.external_links import Strikes


class ExternalLink(models.Model):
    """What was last found out about an address that sites link to; all sites and runs share it."""

    url = models.TextField()
    url_hash = models.CharField(max_length=32, unique=True)
    """`text.content_hash` of `url`."""
    answer = models.CharField(max_length=12, choices=[(answer.value, answer.value) for answer in AnswerClass])
    status = models.PositiveSmallIntegerField(null=True)
    """The rest but for the dates as in `core.external_links.ExternalLink`."""
    reason = models.CharField(max_length=300, blank=True)
    moved_to = models.TextField(blank=True)
    strikes = models.PositiveSmallIntegerField(default=0)
    struck_at = models.DateTimeField(null=True)
    """When `strikes` last rose."""
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.url

    def read(self) -> external_links.ExternalLink:
        return external_links.ExternalLink(
            AnswerClass(self.answer), self.status, self.reason, self.moved_to, self.url, self.strikes
        )

    def read_strikes(self) -> Strikes:
        return Strikes(self.strikes, self.struck_at)
