"""Which site a screen is about: `?site=3`."""

from django.http import HttpRequest

from seo_meta.core.defang import visible
from seo_meta.selectors import Action, sites_for

MAX_SITES = 200


class SitePicker:
    """The sites to choose from, and the one that is chosen; None without a choice."""

    def __init__(self, request: HttpRequest) -> None:
        self.sites = list(sites_for(request.user, Action.READ).order_by("base_url")[:MAX_SITES])
        wanted = request.GET.get("site", "")
        self.chosen = next((site for site in self.sites if str(site.pk) == wanted), None)

    @property
    def options(self) -> list[tuple[int, str, bool]]:
        """(id, name, whether it is chosen)."""
        return [
            (site.pk, visible(site.base_url.partition("//")[2].rstrip("/")) or site.base_url, site == self.chosen)
            for site in self.sites
        ]

    @property
    def query(self) -> str:
        return f"site={self.chosen.pk}" if self.chosen else ""
