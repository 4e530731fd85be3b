"""The tests of search need its packages and the app enabled, which is what `make test-ml` does."""

from pathlib import Path

from django.conf import settings

ALWAYS = "test_checks.py"

if "ml_search" not in settings.INSTALLED_APPS:
    collect_ignore = [file.name for file in Path(__file__).parent.glob("test_*.py") if file.name != ALWAYS]
