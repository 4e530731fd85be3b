"""Third-party vectors and real pages, read from the folder beside the checkout; they are never committed.

Where they are absent the tests skip with the reason; under CI=true their absence fails.
"""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"


def shared(path: str) -> Path:
    """The file or folder below `../shared`, or skip; fail under CI."""
    found = SHARED / path
    if found.exists():
        return found
    reason = f"{found} is absent: these vectors do not come with the repository"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
