"""Read and index the example in an empty database, and say who may log in, as JSON.

Run as a program, as `tests/browser/seed.py` is."""

import json
import sys
from pathlib import Path
from typing import Any

import django

from tests.browser.seed import reviewer_with_session

HOSTILE = '</script><img src=x onerror="alert(1)"><b>Bold</b> coffee \u202e'


def seed(work: Path) -> dict[str, Any]:
    from django.core.management import call_command

    from ml_search.encoders import index_encoder
    from ml_search.models import IndexedPage, Search
    from ml_search.services.publish import publish
    from ml_search.stores import store_of

    call_command("migrate", verbosity=0)
    sessions = {name: reviewer_with_session(name) for name in ("ana", "ben")}
    call_command("meta_auto", str(work / "site"), fail_on="never", out=work / "report", verbosity=0)
    call_command("ml_index", verbosity=0)
    page = IndexedPage.objects.get(url__endswith="/about.html")
    IndexedPage.objects.filter(pk=page.pk).update(title=HOSTILE)
    IndexedPage.objects.get(url__endswith="/de/").delete()
    publish(page.site_id, index_encoder(), store_of(page.site_id))
    for query in ("gift cards", "gift cards", HOSTILE, "opening hours in Leith"):
        Search.objects.create(site_id=page.site_id, query=query[:300], hits=0)
    return {"sessions": sessions}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(seed(Path(sys.argv[1]))))  # noqa: T201
