import pytest

from seo_meta.core.findings import Failure
from seo_meta.core.json_ld import top_level_nodes
from seo_meta.core.limits import Limits
from seo_meta.core.rules.sd.json_parse_error import SdJsonParseError
from seo_meta.core.rules.sd.missing_context import SdMissingContext
from seo_meta.core.rules.sd.missing_type import SdMissingType
from seo_meta.core.types import PageFacts
from seo_meta.tests.factories import facts_of


def block(json: str) -> PageFacts:
    return facts_of(f'<title>Tea</title>\n<script type="application/ld+json">{json}</script>')


def test_the_place_of_an_error_is_that_in_the_file() -> None:
    assert list(SdJsonParseError().check(block('{\n  "name": Tea\n}'), Limits())) == [
        Failure("The JSON-LD block is not valid JSON: Expecting value, at line 3, column 11.", '"name": Tea', 3)
    ]


def test_on_the_line_of_the_tag_the_place_counts_from_the_start_of_the_block() -> None:
    (failure,) = SdJsonParseError().check(block('{"name": Tea}'), Limits())
    assert failure.message.endswith("Expecting value, at line 2, character 10 of the block.")


def test_the_evidence_of_a_long_line_is_what_stands_around_the_error() -> None:
    (failure,) = SdJsonParseError().check(
        block('{"a": "' + "x" * 500 + '" "b": 1, "c": "' + "y" * 500 + '"}'), Limits()
    )
    assert '" "b": 1' in failure.evidence
    assert len(failure.evidence) <= 80


@pytest.mark.parametrize("json", ['{"ratingValue": NaN}', "[" * 100_000])
def test_an_error_without_a_place_is_reported_at_the_script(json: str) -> None:
    (failure,) = SdJsonParseError().check(block(json), Limits())
    assert failure.line == 2


def test_nodes_come_in_order_with_the_context_that_holds_for_them() -> None:
    nodes = top_level_nodes(
        '[{"@context": "a", "@graph": [{"n": 1}, {"@context": "b", "n": 2}, {"@id": "#x"}]}, [{"n": 3}], {}, "n"]'
    )
    assert [(node.properties["n"], node.context) for node in nodes] == [(1, "a"), (2, "b"), (3, None)]


@pytest.mark.parametrize("json", ["", "null", "7", '"text"', "{", "[" * 900 + "]" * 900])
def test_what_holds_no_object_has_no_nodes(json: str) -> None:
    assert list(top_level_nodes(json)) == []


@pytest.mark.parametrize("context", ['""', "null", "[]", "{}", '["schema.org"]', '"//schema.org"'])
def test_a_context_that_names_nothing_fails(context: str) -> None:
    assert len(list(SdMissingContext().check(block(f'{{"@context": {context}, "@type": "Article"}}'), Limits()))) == 1


@pytest.mark.parametrize(
    "context", ['["https://schema.org", {"@language": "en"}]', '{"s": "https://schema.org/"}', '"HTTP://Schema.org"']
)
def test_a_context_in_any_of_its_forms_passes(context: str) -> None:
    assert list(SdMissingContext().check(block(f'{{"@context": {context}, "@type": "Article"}}'), Limits())) == []


def test_an_object_without_context_is_not_asked_for_its_type_too() -> None:
    page = block('{"name": "Tea"}')
    assert len(list(SdMissingContext().check(page, Limits()))) == 1
    assert list(SdMissingType().check(page, Limits())) == []
