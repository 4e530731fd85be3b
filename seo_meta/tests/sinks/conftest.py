"""The one night of a job that several tests look at."""

import pytest

from .hostile_site import Job, job
from .pairs import all_payloads


@pytest.fixture(scope="session")
def night(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return job(tmp_path_factory.mktemp("hostile"), all_payloads())
