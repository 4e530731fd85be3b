from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from seo_meta.core.propose import Field
from seo_meta.core.review import RejectReason, Scope


class Rejection(models.Model):
    """What is not to be proposed again for one field of one page: a value, or anything at all."""

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="rejections")
    folder = models.CharField(max_length=1000, blank=True)
    """As `Proposal.folder`."""
    proposal = models.ForeignKey("seo_meta.Proposal", models.SET_NULL, null=True, related_name="rejections")
    key = models.BinaryField(max_length=8)
    url = models.TextField()
    field = models.CharField(max_length=20, choices=[(field.value, field.value) for field in Field])
    value = models.TextField(null=True)
    """None, with every scope but `value`: whatever the field may be offered."""
    value_key = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=20, choices=[(reason.value, reason.value) for reason in RejectReason])
    scope = models.CharField(max_length=10, choices=[(scope.value, scope.value) for scope in Scope])
    note = models.TextField(blank=True)
    content_hash = models.CharField(max_length=32, blank=True)
    """Of the main text that the page had, as `signature` (`core.text`)."""
    signature = models.CharField(max_length=512, blank=True)
    expires_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    lifted_by_name = models.CharField(max_length=150, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("site", "field", "key"), name="rejection_by_place"),)

    def __str__(self) -> str:
        return f"{self.reason} for {self.field} of {self.url}"

    @staticmethod
    def holding(now: datetime) -> Q:
        """Those that nobody lifted and that have not run out."""
        return Q(lifted_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
