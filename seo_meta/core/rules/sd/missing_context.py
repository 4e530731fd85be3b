from collections.abc import Iterator
from typing import Any

from seo_meta.core import urls
from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import top_level_nodes
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class SdMissingContext(PageRule):
    id = "sd.missing-context"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "Structured data does not say which vocabulary it uses"
    remedy = 'Add "@context": "https://schema.org" to the object.'
    source = "https://www.w3.org/TR/json-ld11/#the-context"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for block in page.json_ld:
            node = next((node for node in top_level_nodes(block.text) if not _names_vocabulary(node.context)), None)
            if node is None:
                continue
            if isinstance(node.context, str) and node.context.strip():
                message = f'The JSON-LD block has "@context": "{node.context}", which is not an absolute URL.'
                yield Failure(message, node.context, block.line)
            else:
                kind = node.properties.get("@type")
                yield Failure("The JSON-LD block has no @context.", kind if isinstance(kind, str) else "", block.line)


def _names_vocabulary(context: Any) -> bool:
    """Whether it defines terms, or gives the absolute URL of a document that does: schema.org or any other."""
    parts = context if isinstance(context, list) else [context]
    return any(urls.is_http(part.strip().lower()) if isinstance(part, str) else bool(part) for part in parts)
