from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import graph, shown
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts


@page_rules.register
class SdDuplicateKeys(PageRule):
    id = "sd.duplicate-keys"
    kind = Kind.SPEC
    severity = Severity.WARNING
    summary = "An object of structured data has a key twice"
    remedy = "Keep one of the values, or put both into a list under one key."
    source = "https://www.rfc-editor.org/rfc/rfc8259#section-4"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.json_ld)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for key, line in graph(page).repeated_keys:
            yield Failure(
                f'An object has the key "{shown(key)}" more than once; only one of the values is read.', key, line
            )
