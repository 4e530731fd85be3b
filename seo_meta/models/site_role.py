from django.conf import settings
from django.db import models

from seo_meta.core.access import Role


class SiteRole(models.Model):
    """What a user may do with one site. What a user may do with all sites are ordinary permissions."""

    site = models.ForeignKey("seo_meta.Site", models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="site_roles")
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])

    class Meta:
        ordering = ("site", "user")
        constraints = (models.UniqueConstraint(fields=("site", "user"), name="one_role_a_site_and_user"),)

    def __str__(self) -> str:
        return f"{self.user} is {self.role} of {self.site}"
