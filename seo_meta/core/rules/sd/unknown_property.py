from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Node, graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts
from seo_meta.core.vocabulary import Vocabulary, schema_org

ACTION_LIMITS = ("-input", "-output")
"""https://schema.org/docs/actions.html: what an action needs is written behind the name of the property."""


@page_rules.register
class SdUnknownProperty(PageRule):
    id = "sd.unknown-property"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "A type of structured data does not have the property"
    remedy = "Write the property as schema.org spells it, move it to the object that has it, or leave it out."
    source = "https://schema.org/docs/datamodel.html"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        vocabulary = schema_org()
        seen: set[tuple[tuple[str, ...], str]] = set()
        for node in graph(page).nodes:
            if not (node.strict and node.types and vocabulary.knows(node.types)):
                continue
            for name in node.properties:
                if (node.types, name) not in seen and not _has(node, name, vocabulary):
                    seen.add((node.types, name))
                    yield Failure(_message(node, name, vocabulary), f"{node.label}.{name}", node.line)


def _has(node: Node, name: str, vocabulary: Vocabulary) -> bool:
    if name.startswith("@") or ":" in name or name.endswith(ACTION_LIMITS):
        return True
    if name == node.via and node.is_a("Role"):
        # A role stands between a thing and its property, which it repeats: https://schema.org/Role
        return True
    return name in vocabulary.properties and vocabulary.has_property(node.types, name)


def _message(node: Node, name: str, vocabulary: Vocabulary) -> str:
    if name in vocabulary.properties:
        return f'{node.label} does not have the property "{name}" in schema.org {vocabulary.version}.'
    spelling = vocabulary.spelling(name)
    meant = f", but {spelling} is" if spelling in vocabulary.properties else ""
    return f'"{shown(name)}" is no property of schema.org {vocabulary.version}{meant}.'
