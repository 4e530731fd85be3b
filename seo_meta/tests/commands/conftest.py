"""A GitHub and a repository for the nights of a site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from seo_meta.tests.github_server import REPOSITORY, TOKEN, GitHubServer, github
from seo_meta.tests.nights import Nights


@pytest.fixture
def hub(settings: LazySettings) -> Iterator[GitHubServer]:
    with github() as server:
        settings.GITHUB_API_URL = server.url
        settings.GITHUB_SERVER_URL = "https://github.com"
        settings.GITHUB_REPOSITORY = REPOSITORY
        settings.SITEAGENT_GITHUB_TOKEN = TOKEN
        settings.GITHUB_OUTPUT = settings.GITHUB_STEP_SUMMARY = ""
        settings.GITHUB_ACTIONS = False
        yield server


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Nights:
    nights = Nights(tmp_path)
    monkeypatch.chdir(nights.here)
    return nights
