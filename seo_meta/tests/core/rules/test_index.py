import pytest

from seo_meta.core.audit import Inconclusive, Policy, audit_page
from seo_meta.core.findings import Failure, Outcome
from seo_meta.core.limits import Limits
from seo_meta.core.rules.index.head_broken import IndexHeadBroken
from seo_meta.core.rules.index.html_too_big import IndexHtmlTooBig
from seo_meta.core.rules.index.noindex import IndexNoindex
from seo_meta.core.rules.index.robots_meta_invalid_token import IndexRobotsMetaInvalidToken
from seo_meta.core.rules.index.robots_multiple import IndexRobotsMultiple
from seo_meta.tests.factories import facts_of

INDEX = '<meta name="robots" content="index">'


def test_noindex_in_the_header_is_said_to_be_there() -> None:
    page = facts_of("<title>Tea</title>", headers={"x-robots-tag": "noindex"})
    (failure,) = IndexNoindex().check(page, Limits())
    assert failure == Failure("The X-Robots-Tag header says noindex, so the page stays out of search.", "noindex")


def test_the_header_can_contradict_the_meta_element() -> None:
    page = facts_of(INDEX, headers={"x-robots-tag": "none"})
    (failure,) = IndexRobotsMultiple().check(page, Limits())
    assert (failure.evidence, failure.line) == ("index, none", 1)


def test_a_header_for_one_crawler_contradicts_no_other() -> None:
    page = facts_of(INDEX, headers={"x-robots-tag": "examplebot: noindex, nofollow"})
    assert list(IndexRobotsMultiple().check(page, Limits())) == []


def test_all_against_none_are_two_contradictions() -> None:
    page = facts_of('<meta name="robots" content="all"><meta name="robots" content="none">')
    assert [failure.evidence for failure in IndexRobotsMultiple().check(page, Limits())] == ["all, none"] * 2


@pytest.mark.parametrize(
    "token", ["max-snippet:", "max-snippet:-2", "max-image-preview", "unavailable_after:", "no index"]
)
def test_a_directive_without_a_right_value_is_unknown(token: str) -> None:
    page = facts_of(f'<meta name="robots" content="{token}">')
    assert [failure.evidence for failure in IndexRobotsMetaInvalidToken().check(page, Limits())] == [token]


def test_what_a_header_tells_an_unknown_crawler_is_not_judged() -> None:
    page = facts_of("<title>Tea</title>", headers={"x-robots-tag": "examplebot: nosnow"})
    assert list(IndexRobotsMetaInvalidToken().check(page, Limits())) == []


def test_all_that_was_lost_below_the_break_is_named_once() -> None:
    page = facts_of(
        '<head><meta name="description" content="Green">\n<div></div>\n<title>Tea</title>'
        '<link rel="canonical" href="/"><link rel="alternate" hreflang="de" href="/de">'
        '<link rel="alternate" hreflang="fr" href="/fr"></head><body></body>'
    )
    assert list(IndexHeadBroken().check(page, Limits())) == [
        Failure("<div> ends the head, so the body got: title, canonical, hreflang.", "<div>", 2)
    ]


def test_a_page_that_was_cut_short_is_too_big_when_what_was_read_is() -> None:
    page = facts_of("<p>" + "tea " * 100, truncated=True)
    assert len(list(IndexHtmlTooBig().check(page, Limits(html_max_bytes=100)))) == 1
    with pytest.raises(Inconclusive):
        list(IndexHtmlTooBig().check(page, Limits()))


def test_the_size_of_an_error_page_does_not_matter() -> None:
    page = facts_of("<p>" + "tea " * 100, status=404)
    verdicts = audit_page(page, [IndexHtmlTooBig()], Policy(limits=Limits(html_max_bytes=100)))
    assert verdicts.outcomes["index.html-too-big", Outcome.NOT_APPLICABLE] == 1
