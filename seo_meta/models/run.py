from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import models
from django.utils import timezone

from seo_meta.core.audit import Policy
from seo_meta.core.limits import Limits


class Run(models.Model):
    """One reading of a site, with all that is needed to judge it again without reading again."""

    class Kind(models.TextChoices):
        FOLDER = "folder"
        HTTP = "http"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        READ = "read"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="runs")
    source = models.CharField(max_length=1000)
    """The folder or URL as it was given."""
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    complete = models.BooleanField(default=False)
    """Whether every page in scope was read whole; site rules are inconclusive otherwise."""
    stop_reason = models.CharField(max_length=300, blank=True)
    """Why the run is partial, failed or cancelled."""
    filtered = models.BooleanField(default=False)
    """Whether include or exclude left pages out of scope."""
    pages = models.PositiveIntegerField(default=0)
    reused = models.PositiveIntegerField(default=0)
    """Of the pages, how many are as in the run before."""
    skipped = models.JSONField(default=list)
    """What could not be read: objects with `file` or `url`, and `reason`."""
    files = models.BinaryField(default=bytes)
    """Packed keys (`core.site`) of what the folder holds besides the pages read."""
    robots = models.JSONField(default=dict)
    """robots.txt and llms.txt as `core.site.TextFile`, and the sitemaps as a list of `core.site.SitemapFile`."""
    llms = models.JSONField(default=dict)
    sitemaps = models.JSONField(default=list)
    seeded = models.BooleanField(default=False)
    """Whether the files above are stored and, of a live site, the first URLs, so that another process may go on from
    there; of a folder only when it is split."""
    options = models.JSONField(default=dict)
    """How a live site is read (`services.crawl.CrawlOptions`), without secrets."""
    policy = models.JSONField(default=dict)
    """Limits, severities and rules that are off, as they were for this run (`core.audit.Policy`)."""
    page_rules = models.JSONField(default=dict)
    """Rule id to version, of the page rules that judge the run; `Page.verdicts` has them in the order of ids."""
    site_rules = models.JSONField(default=dict)
    """The same of the rules about the whole site."""
    outcomes = models.JSONField(default=dict)
    """Rule id to outcome to how many pages."""
    external = models.JSONField(default=dict)
    """How many links to other sites were `checked` and are still `unchecked`; empty when none were to be checked."""
    styles = models.JSONField(default=list)
    """How the site writes its titles and descriptions, as far as proposals were made: `core.propose.HouseStyle`."""
    version = models.CharField(max_length=30)
    """Of SiteAgent."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"Run {self.pk} of {self.source}"

    @property
    def clean_urls(self) -> bool:
        """Whether `/about` and `/about.html` are one page, as on hosts of built folders."""
        return self.kind == self.Kind.FOLDER

    def read_policy(self) -> Policy:
        """As this version can follow it: an upgrade may have dropped limits that the run was judged with."""
        overrides = [_without_dropped_limits(override) for override in self.policy.get("overrides", ())]
        return msgspec.convert({**_without_dropped_limits(self.policy), "overrides": overrides}, Policy)


def _without_dropped_limits(stored: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in stored.get("limits", {}).items() if name in Limits.__struct_fields__}
    return {**stored, "limits": known}
