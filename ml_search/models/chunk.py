from django.db import models


class Chunk(models.Model):
    """A passage of a page, the unit that is searched. Its id is the id of its vector in every store."""

    page = models.ForeignKey("ml_search.IndexedPage", models.CASCADE, related_name="chunks")
    ordinal = models.PositiveIntegerField()
    """Its place on the page, from 0."""
    headings = models.TextField(blank=True)
    """The headings above it and its own, the outermost first, a line each."""
    anchor = models.TextField(blank=True)
    """The fragment that leads to it; empty for the top of the page."""
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=16)
    """Of the text that is encoded (`core.chunking.encoded_text`): chunks with one hash share a vector."""

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("page", "ordinal"), name="one_chunk_a_page_and_place"),)
        indexes = (models.Index(fields=("hash",), name="chunk_by_hash"),)

    def __str__(self) -> str:
        return f"{self.page_id}#{self.ordinal}"
