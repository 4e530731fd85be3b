import shutil
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from seo_meta.errors import GitHubError


@register("installation", deploy=True)
def check_git(**kwargs: Any) -> Sequence[CheckMessage]:
    """git is there if pull requests are to be opened."""
    if not settings.GITHUB_REPOSITORY or shutil.which("git"):
        return []
    return [
        Error(
            f"Pull requests are to be opened in {settings.GITHUB_REPOSITORY}, but there is no git on this machine.",
            hint="Install git, or unset GITHUB_REPOSITORY.",
            id="seo_meta.E211",
        )
    ]


@register("installation", deploy=True)
def check_github_token(**kwargs: Any) -> Sequence[CheckMessage]:
    """There is a token if pull requests are to be opened."""
    if not settings.GITHUB_REPOSITORY or settings.SITEAGENT_GITHUB_TOKEN:
        return []
    return [
        CheckWarning(
            f"Pull requests are to be opened in {settings.GITHUB_REPOSITORY}, but there is no token.",
            hint="Set SITEAGENT_GITHUB_TOKEN, or SITEAGENT_GITHUB_TOKEN_FILE to a file that holds it.",
            id="seo_meta.W211",
        )
    ]


@register("network", deploy=True)
def check_github_answers(network: bool = False, **kwargs: Any) -> Sequence[CheckMessage]:
    """GitHub knows the token and the repository."""
    if not network or not settings.GITHUB_REPOSITORY or not settings.SITEAGENT_GITHUB_TOKEN:
        return []
    # Here, since every command registers the checks, and hardly any runs this one.
    from seo_meta.fetch.github import Account, GitHub
    from seo_meta.services.nightly import BRANCH

    account = Account(settings.GITHUB_API_URL, settings.GITHUB_REPOSITORY, settings.SITEAGENT_GITHUB_TOKEN)
    try:
        GitHub(account).open_pull(BRANCH)
    except GitHubError as error:
        return [Error(str(error), hint="Mend the token, GITHUB_REPOSITORY or GITHUB_API_URL.", id="seo_meta.E212")]
    return []
