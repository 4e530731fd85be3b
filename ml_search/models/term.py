from django.db import models


class Term(models.Model):
    """In how many chunks of a site a word stands: stemmed, for ranking; as it is written, for correcting typos.

    Indexing counts up. A trigger of the database counts down when chunks are deleted, whoever deletes them.
    """

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="+", db_index=False)
    term = models.TextField()
    """A stem, a word, or both. The empty term stands for the site: `chunks` has how many it has, and `written` how many
    terms stand in them, repetitions included."""
    chunks = models.PositiveIntegerField(default=0)
    """That hold it as a stem."""
    written = models.PositiveBigIntegerField(default=0)
    """Chunks that hold it as it is written."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("site", "term"), name="one_term_a_site"),)
        indexes = (models.Index(fields=("site",), name="unused_terms", condition=models.Q(chunks=0, written=0)),)

    def __str__(self) -> str:
        return self.term
