from datetime import datetime

from django.db import models


class ApiKey(models.Model):
    """What a program shows in place of a login. Its secret is not stored, only what tells whether one is right."""

    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=8, unique=True)
    """The part that is no secret, which lists and logs show."""
    hash = models.CharField(max_length=64)
    """SHA-256 of the secret. It is random, so it needs no salt and no slow hash."""
    scopes = models.JSONField(default=list)
    """`core.access.Action`s."""
    all_sites = models.BooleanField()
    """Kept apart from `sites`: a key whose last site is deleted must not become one for all."""
    sites = models.ManyToManyField("seo_meta.Site", blank=True, related_name="api_keys")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=200)
    """As `AuditEntry.actor`."""
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    """To the minute."""
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = "API key"

    def __str__(self) -> str:
        return f"{self.name} (sa_{self.prefix}_…)"

    def why_invalid(self, now: datetime) -> str:
        """Why the key opens nothing any more; empty when it still does."""
        if self.revoked_at is not None:
            return f"was revoked on {self.revoked_at:%Y-%m-%d}"
        if self.expires_at is not None and self.expires_at <= now:
            return f"expired on {self.expires_at:%Y-%m-%d}"
        return ""
