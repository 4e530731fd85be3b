import subprocess
import sys

from seo_meta.core.topics.rich_results import RICH_RESULTS
from seo_meta.core.vocabulary import schema_org


def test_a_type_is_all_that_stands_above_it() -> None:
    assert schema_org().ancestors("NewsArticle") == {"NewsArticle", "Article", "CreativeWork", "Thing"}
    assert schema_org().is_a("CafeOrCoffeeShop", "Organization")
    assert schema_org().is_a("CafeOrCoffeeShop", "Place")
    assert schema_org().ancestors("Cafe") == frozenset()


def test_a_type_has_the_properties_of_the_types_above_it() -> None:
    assert schema_org().has_property(("NewsArticle",), "name")
    assert not schema_org().has_property(("Offer",), "headline")
    assert schema_org().has_property(("Offer", "Article"), "headline")


def test_members_of_enumerations_are_known_and_spellings_found() -> None:
    assert schema_org().knows(("InStock", "Product"))
    assert not schema_org().knows(("Instock",))
    assert schema_org().spelling("instock") == "InStock"


def test_every_relation_leads_to_a_type_of_the_table() -> None:
    vocabulary = schema_org()
    related = {parent for parents in vocabulary.types.values() for parent in parents}
    for property in vocabulary.properties.values():
        related |= property.domain | property.range
    related |= {enumeration for enumerations in vocabulary.members.values() for enumeration in enumerations}
    assert related - vocabulary.types.keys() == set()


def test_rich_results_ask_for_properties_that_their_types_have() -> None:
    for type, result in RICH_RESULTS.items():
        for name in (part for names in (*result.required, *result.recommended) for part in names.split("|")):
            assert schema_org().has_property((type,), name), f"{type}.{name}"


def test_retired_rich_results_ask_for_nothing() -> None:
    retired = {type: result for type, result in RICH_RESULTS.items() if result.state == "retired"}
    assert {"FAQPage", "HowTo", "SearchAction"} <= retired.keys()
    assert all(not (result.required or result.recommended) for result in retired.values())


def test_the_table_is_not_loaded_before_a_page_needs_it() -> None:
    program = (
        "import sys; from seo_meta.core.rules import load; load();"
        "print([name for name in sys.modules if name.startswith('seo_meta.core.vocabulary')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['seo_meta.core.vocabulary']"
