from django.db import models


class Site(models.Model):
    """A website, known by the URL that all its pages share."""

    base_url = models.CharField(max_length=500, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("base_url",)

    def __str__(self) -> str:
        return self.base_url
