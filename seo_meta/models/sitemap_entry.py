from django.db import models


class SitemapEntry(models.Model):
    """One `<url>` of a sitemap that a run found (`core.site.SitemapEntry`)."""

    run = models.ForeignKey("seo_meta.Run", models.CASCADE, related_name="sitemap_entries")
    sitemap = models.TextField()
    url = models.TextField()
    lastmod = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.url
