from typing import Any

from django.contrib import admin

from ml_search.errors import MlSearchError
from ml_search.models import IndexedPage
from seo_meta.admin.readonly import SiteBoundAdmin, link, page_text, table
from seo_meta.plugins import visible


@admin.register(IndexedPage)
class IndexedPageAdmin(SiteBoundAdmin):
    to_site = "site"
    list_display = ("url_text", "title_text", "language", "section", "standing", "chunks")
    list_filter = ("site", "language", "standing")
    search_fields = ("url", "title")
    search_help_text = "Part of a URL or title"
    fields = (*list_display, "template", "site", "related", "links")

    url_text = page_text("url")
    title_text = page_text("title")

    @admin.display(description="passages")
    def chunks(self, page: Any) -> int:
        count: int = page.chunks.count()
        return count

    @admin.display(description="related pages")
    def related(self, page: Any) -> str:
        # Here, since they load numpy, which Django must start without.
        from ml_search.services.related import related_pages

        try:
            found = related_pages(page)
        except MlSearchError as error:
            return str(error)
        return table(("Page", "Alike"), [(_link(one.page), f"{one.score:.0%}") for one in found])

    @admin.display(description="links that it could have")
    def links(self, page: Any) -> str:
        from ml_search.services.link_suggestions import link_suggestions

        try:
            found = link_suggestions(page)
        except MlSearchError as error:
            return str(error)
        rows = [(_link(one.target), visible(one.place.anchor_text), visible(one.place.sentence)) for one in found]
        return table(("To", "Words", "In the sentence"), rows) if rows else "None."


def _link(page: IndexedPage) -> str:
    return link(page, visible(page.title or page.url))
