"""The tests of search need its packages and the app enabled, which is what `make test-ml` does."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ALWAYS = "test_checks.py"

if "ml_search" not in settings.INSTALLED_APPS:
    names = (file.name for file in Path(__file__).parent.glob("test_*.py"))
    collect_ignore = ["browser", *(name for name in names if name != ALWAYS)]


@pytest.fixture(autouse=True)
def _vocabularies_anew() -> None:
    """Tests roll back, so that ids come again with other words."""
    if "ml_search" in settings.INSTALLED_APPS:
        from ml_search.services import understand

        understand._vocabulary.cache_clear()


@pytest.fixture(scope="session")
def pgvector_url() -> Iterator[str]:
    """Of the test database when its server has the extension, else of a server that is started for this."""
    from ml_search.tests import vector_stores

    url = os.environ.get("TEST_DATABASE_URL", "")
    if vector_stores.has_pgvector(url):
        yield url
        return
    with vector_stores.pgvector_server() as url:
        yield url


@pytest.fixture
def searching(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index of its own, searched exactly, with queries encoded by the hashing encoder however long that takes."""
    from ml_search import encoders
    from ml_search.services.query_vector import forget_failure

    from .indexed import ENCODER

    settings.SITEAGENT_INDEX_DIR = str(tmp_path / "index")
    settings.SITEAGENT_VECTOR_STORE = "exact"
    monkeypatch.setattr(encoders, "query_encoder", lambda: ENCODER)
    monkeypatch.setattr("ml_search.api.schemas.PATIENCE", 30.0)
    forget_failure()
