from django.db import models

from seo_meta.core.crawl_scope import UrlState


class FrontierUrl(models.Model):
    """A URL that the crawl of a live site met: waiting, read, or left unread for a reason.

    A row changes its state in the transaction that stores the page, so a crawl that dies goes on where the last batch
    ended. Rows of URLs that were read go when the crawl is over.
    """

    run = models.ForeignKey("seo_meta.Run", models.CASCADE, related_name="frontier")
    url = models.TextField()
    """As it was linked, without fragment."""
    key = models.BinaryField(max_length=8)
    """`key64` of `url`: unique within the run."""
    depth = models.PositiveIntegerField()
    """Links between the start and it; redirects are none."""
    hops = models.PositiveSmallIntegerField(default=0)
    """Redirects in a row that led to it."""
    state = models.PositiveSmallIntegerField(choices=[(state.value, state.name.lower()) for state in UrlState])
    tries = models.PositiveSmallIntegerField(default=0)
    """How often it was asked for in vain."""
    due = models.FloatField(default=0)
    """Unix time before which it is not asked for again."""
    unparsed = models.CharField(max_length=200, blank=True)
    """Why its HTML is not to be parsed: a worker that did so was killed."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it was not read, or not whole."""

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "key"), name="one_frontier_row_a_url_and_run"),)
        indexes = (models.Index(fields=("run", "state", "depth", "id"), name="frontier_by_state_and_depth"),)

    def __str__(self) -> str:
        return self.url
