"""What a site has decided about its audit, and what of it holds for one page."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import unquote

import msgspec

from .findings import Severity
from .limits import Limits
from .profile import Profile
from .scope import Scope
from .waivers import Waiver


class AnyRule(Protocol):
    """What a policy needs to know of a rule."""

    id: str
    severity: Severity
    on: bool


class Override(msgspec.Struct, frozen=True):
    """What is different on some pages: those that match `path` and `language`, as far as each is given."""

    path: tuple[str, ...] = ()
    """Patterns as in .gitignore."""
    language: tuple[str, ...] = ()
    """Language ranges: `ja` is Japanese wherever it is spoken (RFC 4647, basic filtering)."""
    limits: Mapping[str, int] = {}
    severities: Mapping[str, Severity] = {}
    off: tuple[str, ...] = ()


class Policy(msgspec.Struct, frozen=True):
    """Limits, severities by rule id, and the rules that are off; a run keeps it to be judged again alike."""

    limits: Limits = Limits()
    severities: Mapping[str, Severity] = {}
    off: frozenset[str] = frozenset()
    overrides: tuple[Override, ...] = ()
    """In order; the last one that matches a page wins."""
    profile: Profile = Profile.PRODUCTION
    brand: str = ""
    """The name that the site's titles end with."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def runs(self, rule: AnyRule) -> bool:
        return rule.id not in self.off and (rule.on or rule.id in self.severities)

    def runs_anywhere(self, rule: AnyRule) -> bool:
        """Whether the rule runs, or an override asks for it on some pages."""
        return self.runs(rule) or any(rule.id in override.severities for override in self.overrides)

    def severity(self, rule: AnyRule) -> Severity:
        return self.severities.get(rule.id, rule.severity)

    def with_override(self, override: Override) -> "Policy":
        """This policy where the override holds too."""
        return msgspec.structs.replace(
            self,
            limits=msgspec.structs.replace(self.limits, **override.limits),
            severities={**self.severities, **override.severities},
            off=(self.off - override.severities.keys()) | set(override.off),
        )


class PagePolicies:
    """The policy of each page. Pages to which the same overrides apply share one, made once."""

    def __init__(self, policy: Policy, base_url: str) -> None:
        self.everywhere = policy
        self._base_url = base_url
        self._scopes = [Scope(override.path) for override in policy.overrides]
        self._made: dict[tuple[int, ...], Policy] = {(): policy}

    def of(self, url: str, file: str = "", language: str | None = "") -> Policy:
        """The policy of the page at `url`, read from `file` if it came from a folder."""
        if not self._scopes:
            return self.everywhere
        matching = self.matching(url, file, language)
        if matching not in self._made:
            policy = self.everywhere
            for place in matching:
                policy = policy.with_override(policy.overrides[place])
            self._made[matching] = policy
        return self._made[matching]

    def matching(self, url: str, file: str = "", language: str | None = "") -> tuple[int, ...]:
        """Which overrides hold for a page, as places in `Policy.overrides`."""
        path = page_path(url, self._base_url, file)
        return tuple(
            place
            for place, override in enumerate(self.everywhere.overrides)
            if self._scopes[place].allows(path) and speaks(language or "", override.language)
        )


def page_path(url: str, base_url: str, file: str = "") -> str:
    """What patterns are held against: the file in the folder, or for a live page the decoded path below the host.

    A live path that ends with a slash counts as its `index.html`, so that a pattern fits both ways of reading a site.
    """
    path = file or unquote(url.removeprefix(base_url.rstrip("/")).partition("?")[0]).lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def speaks(language: str, ranges: tuple[str, ...]) -> bool:
    """Whether a language tag is in one of the ranges; without ranges every page is."""
    tag = language.strip().lower()
    return not ranges or any(tag == wanted or tag.startswith(f"{wanted}-") for wanted in map(str.lower, ranges))
