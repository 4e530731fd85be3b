from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import HttpRequest
from ninja import File, Router, UploadedFile

from seo_meta.core.defang import clip, visible
from seo_meta.errors import SearchConsoleError
from seo_meta.selectors import Action
from seo_meta.services.search_console import import_search_console

from .access import acting
from .reach import readable_site
from .schemas import ImportOut

router = Router(tags=["imports"])
MAX_BYTES = 50 * 1024 * 1024
"""Of an upload; larger exports are for the command."""


@router.post(
    "/sites/{site_id}/search-console",
    response=ImportOut,
    operation_id="import_search_console",
    summary="Import an export of Search Console for a site, in place of the one before",
)
def import_export(request: HttpRequest, site_id: int, file: File[UploadedFile]) -> dict[str, object]:
    """A CSV file, or the ZIP that Search Console makes. 422, and nothing changed, for one that cannot be read."""
    site = readable_site(request, site_id)
    acting(request, Action.RUN, site)
    if (file.size or 0) > MAX_BYTES:
        raise SearchConsoleError(f"The file is larger than {MAX_BYTES // 2**20} MB. Use the command seo_import_gsc.")
    with TemporaryDirectory() as folder:
        # The name only tells a ZIP from a CSV file; what a client calls it is no path.
        path = Path(folder, "export.zip" if (file.name or "").lower().endswith(".zip") else "export.csv")
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        done = import_search_console(path, site.base_url)
    unread = [clip(visible(str(row)), 300) for row in done.shown]
    counts = {"rows": done.rows, "unread": done.unread, "pages": done.pages, "queries": done.queries}
    return {**counts, "outside": len(done.outside), "matched": done.matched, "unread_rows": unread}
