import re
from collections.abc import Iterator

from seo_meta.core.audit import Gate, PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.topics.anchors import addresses
from seo_meta.core.types import PageFacts

SHOWN = 4
FEWEST_CHARACTERS = 8
# What every pattern needs, since looking for plain strings is far faster.
MARKERS = ("AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat", "xox", "_live_", "AIza", "PRIVATE KEY")
PATTERNS = {
    "an AWS access key": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a GitHub token": re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{82})\b"),
    "a Slack token": re.compile(r"\bxox[abprs]-[0-9]{8,}-[0-9A-Za-z-]{10,}"),
    "a Stripe key": re.compile(r"\b[rs]k_live_[0-9A-Za-z]{24,}\b"),
    "a Google API key": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY(?: BLOCK)?-----\s*([0-9A-Za-z+/=\s]{64})"),
}


@page_rules.register
class SecLeakedSecret(PageRule):
    id = "sec.leaked-secret"
    kind = Kind.HEURISTIC
    severity = Severity.ERROR
    summary = "The page shows what looks like a secret key"
    remedy = "Revoke the key at once, since it must count as known; then take it out of the page."
    requires = Gate.ANY

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if not _holds_marker(page):
            return
        seen: set[str] = set()
        for where, text, line in _texts(page):
            for kind, pattern in PATTERNS.items():
                for found in pattern.findall(text):
                    if found not in seen and not _is_example(found):
                        seen.add(found)
                        # The report is read by more people than the page: it must not pass the key on.
                        yield Failure(f"The {where} holds what looks like {kind}.", f"{found[:SHOWN]}…", line)


def _holds_marker(page: PageFacts) -> bool:
    parts = [page.text, *[block.text for block in page.json_ld], *[meta.content or "" for meta in page.metas]]
    whole = "\n".join([*parts, *[href for href in addresses(page) if "=" in href]])
    return any(marker in whole for marker in MARKERS)


def _texts(page: PageFacts) -> Iterator[tuple[str, str, int | None]]:
    """(where, text, line) of what the page is known to say. Keys in a script's address are made to be public."""
    yield "text", page.text, None
    yield from (("structured data", block.text, block.line) for block in page.json_ld)
    yield from (("meta element", meta.content or "", meta.line) for meta in page.metas)
    with_query = (anchor for anchor in page.anchors if anchor.href and "=" in anchor.href)
    yield from (("address of a link", anchor.href or "", anchor.line) for anchor in with_query)


def _is_example(found: str) -> bool:
    """Whether it is what documentation shows: `AKIAIOSFODNN7EXAMPLE`, `ghp_xxxxxxxx…`."""
    return "EXAMPLE" in found.upper() or len(set(found[SHOWN:])) < FEWEST_CHARACTERS
