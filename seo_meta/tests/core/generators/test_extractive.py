import pytest

from seo_meta.core import generators as built_in
from seo_meta.core import rules
from seo_meta.core.audit import page_rules, site_rules
from seo_meta.core.propose import Field, SiteProfile, Subject, generators
from seo_meta.tests.factories import BASE, facts_of

built_in.load()
rules.load()


@pytest.mark.parametrize("field", [Field.TITLE, Field.DESCRIPTION])
def test_it_mends_what_rules_report(field: Field) -> None:
    known = {rule.id for rule in (*page_rules, *site_rules)}
    mended = generators["extractive"].mends[field]
    assert mended <= known
    assert all(rule.startswith(f"{field}.") for rule in mended)


def test_it_makes_titles() -> None:
    page = Subject(facts_of("<h1>Roasting at home</h1>"))
    [candidate] = generators["extractive"].candidates(Field.TITLE, page, SiteProfile(BASE))
    assert candidate.value == "Roasting at home"
