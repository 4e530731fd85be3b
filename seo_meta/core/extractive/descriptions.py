"""Descriptions out of the page's own sentences."""

from seo_meta.core.propose import Abstain, Candidate, SiteProfile, Subject


def descriptions(page: Subject, site: SiteProfile) -> list[Candidate]:
    """Raises Abstain."""
    raise Abstain("Descriptions are not made yet.")
