from django.db import models

from seo_meta.core.findings import Kind, Outcome, Severity


class Finding(models.Model):
    """One thing that a rule found in a run. Passed rules leave no finding; `Run.outcomes` counts them."""

    run = models.ForeignKey("seo_meta.Run", models.CASCADE, related_name="findings")
    page = models.ForeignKey("seo_meta.Page", models.CASCADE, null=True, related_name="findings")
    """None for a finding about the site as a whole."""
    rule = models.CharField(max_length=100)
    rule_version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    severity = models.CharField(max_length=8, choices=[(severity.value, severity.value) for severity in Severity])
    outcome = models.CharField(max_length=14, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    message = models.TextField()
    evidence = models.TextField(blank=True)
    line = models.PositiveIntegerField(null=True)
    fingerprint = models.CharField(max_length=32)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("run", "rule"), name="finding_by_run_and_rule"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"
