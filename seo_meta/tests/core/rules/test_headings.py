from seo_meta.core.findings import Failure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.h1.empty import H1Empty
from seo_meta.core.rules.h1.multiple import H1Multiple
from seo_meta.core.rules.headings.skipped_level import HeadingsSkippedLevel
from seo_meta.tests.factories import facts_of


def test_every_skip_is_a_finding_at_its_heading() -> None:
    facts = facts_of("<h1>A</h1>\n<h3>B</h3>\n<h4>C</h4>\n<h2>D</h2>\n<h6>E</h6>")
    assert list(HeadingsSkippedLevel().check(facts, Limits())) == [
        Failure("An H3 follows an H1.", "B", 2),
        Failure("An H6 follows an H2.", "E", 5),
    ]


def test_surplus_h1_are_one_finding_at_the_second_with_text() -> None:
    facts = facts_of("<h1>A</h1>\n<h1></h1>\n<h1>B</h1>\n<h1>C</h1>")
    assert list(H1Multiple().check(facts, Limits())) == [Failure("The page has 3 H1 headings.", "B", 3)]


def test_each_empty_h1_is_a_finding() -> None:
    facts = facts_of("<h1></h1>\n<h1>A</h1>\n<h1> </h1>")
    assert [failure.line for failure in H1Empty().check(facts, Limits())] == [1, 3]
