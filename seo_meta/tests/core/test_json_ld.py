import json

import pytest

from seo_meta.core.json_ld import MAX_NODES, Graph, graph
from seo_meta.tests.factories import facts_of

SCHEMA = '"@context": "https://schema.org"'


def things(*blocks: str) -> Graph:
    return graph(facts_of("".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)))


def types(*blocks: str) -> list[tuple[str, ...]]:
    return [node.types for node in things(*blocks).nodes]


def test_objects_inside_properties_are_things_too_outer_before_inner() -> None:
    found = things(
        f'{{{SCHEMA}, "@type": "Product", "offers": [{{"@type": "Offer", "seller": {{"@type": "Person"}}}}]}}'
    )
    assert [(node.types, node.via) for node in found.nodes] == [
        (("Product",), ""),
        (("Offer",), "offers"),
        (("Person",), "seller"),
    ]
    assert [node.is_main for node in found.nodes] == [True, False, False]


@pytest.mark.parametrize(
    "context",
    ['"http://schema.org"', '"https://www.schema.org/"', '{"@vocab": "https://schema.org/"}', '["https://schema.org"]'],
)
def test_every_way_to_name_schema_org_is_understood(context: str) -> None:
    (node,) = things(f'{{"@context": {context}, "@type": "https://schema.org/Article"}}').nodes
    assert (node.types, node.strict) == (("Article",), True)


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ('["https://schema.org", {"roast": "https://example.com/roast"}]', (("Article",), False)),
        ('"https://www.w3.org/ns/activitystreams"', ((), False)),
        ('{"schema": "http://schema.org/"}', ((), False)),
        ("null", ((), False)),
    ],
)
def test_names_of_other_vocabularies_are_not_taken_for_those_of_schema_org(
    context: str, expected: tuple[tuple[str, ...], bool]
) -> None:
    (node,) = things(f'{{"@context": {context}, "@type": "Article"}}').nodes
    assert (node.types, node.strict) == expected


def test_prefixed_names_are_those_of_schema_org_in_any_context() -> None:
    block = '{"@context": {"schema": "http://schema.org/"}, "@type": "schema:Article", "schema:headline": "Tea"}'
    (node,) = things(block).nodes
    assert node.types == ("Article",)
    assert node.properties["headline"] == "Tea"


def test_objects_with_one_id_are_one_thing_across_blocks() -> None:
    found = things(
        f'{{{SCHEMA}, "@type": "Product", "@id": "#tea", "name": "Tea"}}',
        f'{{{SCHEMA}, "@type": "Product", "@id": "#tea", "name": "Other", "sku": "1"}}',
    )
    (product,) = found.nodes
    assert (product.properties["name"], product.properties["sku"]) == ("Tea", "1")


def test_a_reference_leads_to_the_thing_that_the_page_describes() -> None:
    found = things(
        f'{{{SCHEMA}, "@type": "Article", "author": {{"@id": "#a"}}, "publisher": {{"@id": "#elsewhere"}}}}',
        f'{{{SCHEMA}, "@type": "Person", "@id": "#a", "name": "A. Kestrel"}}',
    )
    article, person = found.nodes
    assert found.nodes_of(article, "author") == [person]
    assert found.nodes_of(article, "publisher") == []


def test_values_come_without_their_wrappers_and_empty_ones_do_not_come() -> None:
    names = '[{"@value": "Tea"}, {"@list": ["Leaf", ["Cup"]]}, "", null, " ", {}]'
    found = things(f'{{{SCHEMA}, "@type": "Article", "name": {names}}}')
    assert found.values(found.nodes[0], "name") == ["Tea", "Leaf", "Cup"]
    assert found.missing(found.nodes[0], ("name", "url|name", "image|logo")) == ["image|logo"]


def test_a_block_that_is_no_json_describes_nothing_and_spoils_no_other() -> None:
    assert types("{", f'{{{SCHEMA}, "@type": "Person", "age": NaN}}', f'{{{SCHEMA}, "@type": "Person"}}') == [
        ("Person",)
    ]


def test_repeated_keys_are_told_once_a_block() -> None:
    found = things(f'{{{SCHEMA}, "name": "a", "name": "b", "author": {{"name": "c"}}, "name": "d"}}')
    assert [key for key, _ in found.repeated_keys] == ["name"]


def test_nesting_as_deep_as_json_allows_is_walked() -> None:
    depth = 400
    block = '{"a": [' * depth + "1" + "]}" * depth
    assert len(things(block).nodes) == depth


@pytest.mark.parametrize("identifier", ['"@id": "#one", ', ""])
def test_a_data_dump_is_looked_at_up_to_a_limit(identifier: str) -> None:
    dump = ",".join(f'{{{identifier}"p{number}": 1}}' for number in range(MAX_NODES + 500))
    found = things(f"[{dump}]")
    assert sum(len(node.properties.keys() - {"@id"}) for node in found.nodes) == MAX_NODES


@pytest.mark.parametrize(
    "value", [7, "text", None, True, [], {}, {"@graph": 7}, {"@type": 7}, {"@type": [{}]}, {"@id": []}]
)
def test_what_makes_no_sense_is_no_reason_to_stop(value: object) -> None:
    found = things(json.dumps({"@context": value, "@type": value, "author": value}), json.dumps(value))
    assert all(node.types == () for node in found.nodes)
