from django.db import models
from django.db.models import Q


class SearchStat(models.Model):
    """How a page of a site did in Google's results, for one query or altogether: what the last import said."""

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="search_stats")
    url = models.TextField()
    """In WHATWG form, without fragment."""
    key = models.BinaryField(max_length=8)
    """`key64` of the look-up key of `url` on a live site, and below as in a built folder: a site may have runs of both
    kinds."""
    folder_key = models.BinaryField(max_length=8)
    query = models.TextField(blank=True)
    """Empty for the total of the page, which counts the queries too that Google withholds."""
    query_hash = models.CharField(max_length=32, blank=True)
    """`text.content_hash` of `query`."""
    clicks = models.PositiveBigIntegerField()
    impressions = models.PositiveBigIntegerField()
    position = models.FloatField()
    """The mean over the impressions, from 1."""
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    """Both days count; None when nobody said."""
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("site", "key", "query_hash"), name="one_stat_a_page_and_query"),)
        indexes = (
            models.Index(fields=("site", "folder_key"), name="stat_by_folder_key"),
            models.Index(fields=("site",), condition=Q(query_hash=""), name="stat_of_whole_pages"),
        )

    def __str__(self) -> str:
        return f"{self.query or 'all queries'}: {self.url}"
