from django.http import HttpRequest

from ml_search.models import IndexedPage
from seo_meta.admin.pick_site import SitePicker


class IndexedSitePicker(SitePicker):
    """Without a choice, the first site that is indexed, or else the first."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        if self.chosen is None and self.sites:
            indexed = set(IndexedPage.objects.order_by().values_list("site", flat=True).distinct())
            self.chosen = next((site for site in self.sites if site.pk in indexed), self.sites[0])
