from django.db import models


class IndexedPage(models.Model):
    """A page of a site as it was read for the index. Only indexable, canonical pages of status 200 are here.

    It outlives runs: the next reading replaces it when the page has changed, and leaves its chunks alone otherwise.
    """

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=8)
    """`key64` of the page's look-up key, as in `seo_meta.Page.key`."""
    page = models.ForeignKey("seo_meta.Page", models.SET_NULL, null=True, related_name="+")
    """The page in the latest run that had it; none after that run was deleted."""
    url = models.TextField()
    title = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    """The primary subtag, in lower case: `en`."""
    section = models.CharField(max_length=100, blank=True)
    """The first segment of the path; empty for pages in the root."""
    template = models.CharField(max_length=16, blank=True)
    """As in `seo_meta.Page.template`."""
    standing = models.CharField(max_length=10, blank=True)
    """The severity of the worst finding of its page; empty without any."""
    source = models.CharField(max_length=32)
    """Of all that the chunks were made from: it tells whether the page must be read again."""
    blocks = models.BinaryField(default=bytes)
    """The keys of its blocks of text, eight bytes each, by which text that pages share is known."""

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("site", "key"), name="one_indexed_page_a_site_and_key"),)

    def __str__(self) -> str:
        return self.url
