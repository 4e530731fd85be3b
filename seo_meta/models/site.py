from django.db import models


class Site(models.Model):
    """A website, known by the URL that all its pages share."""

    base_url = models.CharField(max_length=500, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_until = models.FloatField(default=0, db_default=0)
    """Unix time, by the clock of the database, up to which requests to the site are promised to workers."""

    class Meta:
        ordering = ("base_url",)
        # Of all sites; `SiteRole` gives them for one. To read is Django's own `view_site`.
        permissions = (
            ("suggest", "Can suggest values"),
            ("review", "Can approve and reject proposals"),
            ("run_audits", "Can start and cancel audits"),
            ("publish", "Can publish what was approved"),
        )

    def __str__(self) -> str:
        return self.base_url
