from typing import Any, NoReturn

from django.db import models


class AppendOnly(models.QuerySet["AuditEntry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit log is only added to.")

    def delete(self) -> NoReturn:
        raise TypeError("The audit log is only added to.")


class AuditEntry(models.Model):
    """Who did what, when and from where. Rows are added and never changed, and outlive what they tell of: names are
    copied, not referred to."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.CharField(max_length=200)
    """`user:NAME`, `key:PREFIX`, `command:NAME`, or `anyone` where DISABLE_AUTH is on."""
    action = models.CharField(max_length=50)
    """Such as `key.created`."""
    object_type = models.CharField(max_length=50, blank=True)
    object_id = models.CharField(max_length=50, blank=True)
    object_text = models.CharField(max_length=500, blank=True)
    site = models.CharField(max_length=500, blank=True)
    """Its base URL."""
    ip = models.CharField(max_length=45, blank=True)
    details = models.JSONField(default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"
        indexes = (models.Index(fields=("action", "id"), name="audit_entries_by_action"),)

    def __str__(self) -> str:
        return f"{self.actor} {self.action} {self.object_text}".rstrip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The audit log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit log is only added to.")
