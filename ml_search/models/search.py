from django.db import models


class Search(models.Model):
    """One search and what came of it. No word about who searched."""

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    query = models.CharField(max_length=300)
    """As it was compared: lower case, white space collapsed."""
    hits = models.PositiveIntegerField()
    filtered = models.BooleanField(default=False)
    """Whether a filter was set: nothing found may then be the filter's doing."""
    clicked = models.ForeignKey("ml_search.IndexedPage", models.SET_NULL, null=True, related_name="+")
    place = models.PositiveSmallIntegerField(null=True)
    """Of the clicked hit in the list, from 1."""

    class Meta:
        verbose_name_plural = "searches"
        ordering = ("-id",)
        indexes = (models.Index(fields=("site", "query"), name="search_by_query"),)

    def __str__(self) -> str:
        return self.query
