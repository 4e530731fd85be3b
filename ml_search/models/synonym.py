from django.db import models


class Synonym(models.Model):
    """Words of a site that mean the same: a search for one also finds the others, at a lower weight."""

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    """Words or phrases between commas, in lower case."""

    class Meta:
        ordering = ("words",)
        constraints = (models.UniqueConstraint(fields=("site", "words"), name="one_synonym_line_a_site"),)

    def __str__(self) -> str:
        return self.words
