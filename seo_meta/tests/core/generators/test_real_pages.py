"""Pages of the web as their authors left them: what is proposed must not break what was in order."""

from pathlib import Path

import pytest

from seo_meta.core.decode import decode
from seo_meta.core.propose import Abstain, Field, SiteProfile, Subject, generators
from seo_meta.tests.applied import failing, with_value
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.vectors import SHARED, shared

PAGES = sorted((SHARED / "data/web_pages").glob("*.html"))
TOPICS = ("canonical", "og", "twitter", "hreflang", "sd")
SITE = SiteProfile(BASE, clean_urls=True)


def test_the_pages_are_at_hand() -> None:
    assert len(list(shared("data/web_pages").glob("*.html"))) == 130


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_value_makes_a_page_fail_a_rule_that_it_passed(path: Path) -> None:
    html, _, _ = decode(path.read_bytes(), "")
    page = facts_of(html)
    for id, field in (("canonical", Field.CANONICAL), ("social", Field.SOCIAL), ("json-ld", Field.JSON_LD)):
        try:
            found = list(generators[id].candidates(field, Subject(page, (), False, page.title, page.description), SITE))
        except Abstain:
            continue
        for candidate in found:
            after = facts_of(with_value(html, field, candidate.value))
            assert failing(after, *TOPICS) <= failing(page, *TOPICS)
