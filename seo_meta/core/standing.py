"""Where a finding stands: beside the baseline, and under the waivers. Neither is stored: both files may change."""

from .baseline import Baseline, State
from .findings import Outcome
from .policy import Policy, page_path
from .waivers import Waived, Waivers


class Standings:
    """To be asked about the findings of one run, one after another."""

    def __init__(self, policy: Policy, base_url: str, today: str, baseline: Baseline | None = None) -> None:
        self.baseline = baseline
        self.waivers = Waivers(policy.waivers, today) if policy.waivers else None
        self._base_url = base_url

    def state(self, rule: str, version: int, outcome: Outcome, fingerprint: str) -> State | None:
        """None without a baseline."""
        return self.baseline.state(rule, version, outcome, fingerprint) if self.baseline else None

    def waived(self, rule: str, url: str | None, file: str | None, evidence: str, fingerprint: str) -> Waived | None:
        """None when no waiver holds. A finding about the site as a whole stands at the path of the home page."""
        if self.waivers is None:
            return None
        path = page_path(url or self._base_url, self._base_url, file or "")
        return self.waivers.covering(rule, path, evidence, fingerprint)
