"""GitHub's REST API, as far as one rolling pull request needs it: https://docs.github.com/en/rest/pulls

Each request is answered whole within the deadline or not at all, no redirect is followed, and the token goes into one
header and into no message.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from seo_meta.core import defang
from seo_meta.errors import FetchError, GitHubError

from .guard import Access, place_of

if TYPE_CHECKING:
    from .client import Fetched, Fetcher

TIMEOUT = 30.0
"""Seconds for a request."""
PAGE = 50
"""Their bodies may have 65,536 characters each, and a page of them must fit into an answer."""
MAX_PAGES = 6
"""Of closed pull requests: what was closed before the last three hundred is old enough to be asked again."""
MAX_MESSAGE = 200
OK = (200, 201)
PERMISSIONS = (
    "Give the job `permissions: contents: write, pull-requests: write`, and let Actions create pull requests "
    "(Settings, Actions, General)."
)

T = TypeVar("T")


class Account(msgspec.Struct, frozen=True):
    """Whose repository is asked for, where and as whom. `repository` is `owner/name`."""

    api_url: str
    repository: str
    token: str

    def __repr__(self) -> str:
        return f"Account({self.api_url!r}, {self.repository!r}, ...)"

    def __rich_repr__(self) -> list[tuple[str, str]]:
        return [("api_url", self.api_url), ("repository", self.repository)]


class _Named(msgspec.Struct):
    full_name: str


class _Head(msgspec.Struct):
    ref: str
    sha: str = ""
    repo: _Named | None = None


class Pull(msgspec.Struct):
    """A pull request."""

    number: int
    head: _Head
    title: str = ""
    body: str | None = None
    merged_at: str | None = None


class _Comment(msgspec.Struct):
    body: str | None = None


class GitHub:
    """Every method raises GitHubError with what to do about it."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def open_pull(self, branch: str) -> Pull | None:
        """The one from this branch of the repository itself; forks may have a branch of that name too."""
        return next(iter(self._pulls(branch, "open", 1)), None)

    def closed_pulls(self, branch: str) -> list[Pull]:
        """Those that were merged or refused, the latest first."""
        found: list[Pull] = []
        for page in range(1, MAX_PAGES + 1):
            pulls = self._pulls(branch, "closed", page)
            found += pulls
            if len(pulls) < PAGE:
                break
        return found

    def create(self, branch: str, base: str, title: str, body: str, *, draft: bool) -> Pull:
        sent = {"head": branch, "base": base, "title": title, "body": body, "draft": draft}
        return _read(self._send("POST", "/pulls", sent, "create the pull request"), Pull)

    def update(self, number: int, **changed: str) -> None:
        """Give it another `title` or `body`."""
        self._send("PATCH", f"/pulls/{number}", changed, f"update pull request #{number}")

    def label(self, number: int, labels: Sequence[str]) -> None:
        self._send("POST", f"/issues/{number}/labels", {"labels": list(labels)}, f"label pull request #{number}")

    def comment_once(self, number: int, mark: str, text: str) -> None:
        """Comment unless one of the first comments has the mark, which is a hidden one."""
        path = f"/issues/{number}/comments"
        known = _read(self._get(path, {"per_page": PAGE}, f"read the comments of #{number}"), list[_Comment])
        if not any(mark in (comment.body or "") for comment in known):
            self._send("POST", path, {"body": f"{text}\n\n{mark}"}, f"comment on pull request #{number}")

    def _pulls(self, branch: str, state: str, page: int) -> list[Pull]:
        owner = self._account.repository.partition("/")[0]
        asked = {"head": f"{owner}:{branch}", "state": state, "per_page": PAGE, "page": page}
        found = _read(self._get("/pulls", asked, "list pull requests"), list[Pull])
        ours = self._account.repository.lower()
        return [pull for pull in found if pull.head.ref == branch and (not pull.head.repo or _is(pull.head.repo, ours))]

    def _get(self, path: str, query: Mapping[str, Any], doing: str) -> bytes:
        url = f"{self._url(path)}?{urlencode(query)}"
        with self._fetcher() as fetcher:
            answer = self._asked(doing, lambda: fetcher.fetch(url, headers=self._headers(), follow=_nowhere))
        return self._good(answer, doing)

    def _send(self, method: Literal["POST", "PATCH"], path: str, sent: object, doing: str) -> bytes:
        body, headers = msgspec.json.encode(sent), {**self._headers(), "Content-Type": "application/json"}
        with self._fetcher() as fetcher:
            answer = self._asked(doing, lambda: fetcher.post(self._url(path), body, headers=headers, method=method))
        return self._good(answer, doing)

    def _asked(self, doing: str, ask: "Callable[[], Fetched]") -> "Fetched":
        try:
            return ask()
        except FetchError as error:
            raise GitHubError(f"GitHub could not be asked to {doing}: {error}. Try again.") from error

    def _good(self, answer: "Fetched", doing: str) -> bytes:
        if answer.status not in OK:
            raise GitHubError(_why(answer, doing, self._account.repository))
        if answer.truncated:
            raise GitHubError(f"GitHub's answer was too large when asked to {doing}.")
        return answer.body

    def _fetcher(self) -> "Fetcher":
        # Here, since httpx takes a tenth of a second to import, and most runs open no pull request.
        from .client import Fetcher

        # Whoever runs the job names the address, which may be a GitHub Enterprise Server inside the house.
        return Fetcher(TIMEOUT, access=Access(private_hosts=frozenset((place_of(self._account.api_url),))))

    def _url(self, path: str) -> str:
        return f"{self._account.api_url}/repos/{quote(self._account.repository)}{path}"

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._account.token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }


def _nowhere(url: str, target: str) -> bool:
    return False


def _is(repository: _Named, name: str) -> bool:
    return repository.full_name.lower() == name


def _read(body: bytes, type: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=type)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise GitHubError("The answer is not one of GitHub's API. Is GITHUB_API_URL right?") from error


def _why(answer: "Fetched", doing: str, repository: str) -> str:
    """What an answer that is no good means, and what to do."""
    refused = f"GitHub refuses to {doing} ({answer.status})"
    match answer.status:
        case 401:
            return f"{refused}: it does not know the token. Renew SITEAGENT_GITHUB_TOKEN or GITHUB_TOKEN."
        case 403 | 429 if until := _limited_until(answer.headers):
            return f"{refused}: the limit of requests is used up. Try again {until}."
        case 403 | 429:
            return f"{refused}: the token may not. {PERMISSIONS}"
        case 404:
            return f"{refused}: there is no repository {repository}, or the token may not see it. {PERMISSIONS}"
        case 301 | 302 | 307 | 308:
            return f"{refused}: {repository} has moved. Set GITHUB_REPOSITORY to its new name."
        case 422:
            return f"{refused}: {_message(answer.body)}"
        case status if status >= 500:
            return f"GitHub failed when asked to {doing} ({status}). Try again."
    return f"{refused}: {_message(answer.body)}"


def _limited_until(headers: Mapping[str, str]) -> str:
    """https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api"""
    if (wait := headers.get("retry-after", "")).isdecimal():
        return f"in {wait} s"
    reset = headers.get("x-ratelimit-reset", "")
    if headers.get("x-ratelimit-remaining") != "0" or not (reset.isdecimal() and len(reset) < 12):
        return ""
    return f"after {datetime.fromtimestamp(int(reset), UTC):%Y-%m-%d %H:%M} UTC"


class _Fault(msgspec.Struct):
    message: str = ""


class _Refusal(msgspec.Struct):
    message: str = ""
    errors: list[_Fault] = []


def _message(body: bytes) -> str:
    try:
        told = msgspec.json.decode(body, type=_Refusal)
    except (msgspec.MsgspecError, RecursionError):
        return "it does not say why."
    said = "; ".join(filter(None, [told.message, *(fault.message for fault in told.errors)]))
    return defang.plain(defang.clip(said, MAX_MESSAGE)) or "it does not say why."
