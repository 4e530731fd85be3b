from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import JsonLd, PageFacts

AROUND = 40
"""Characters of evidence on each side of the error."""


@page_rules.register
class SdJsonParseError(PageRule):
    id = "sd.json-parse-error"
    kind = Kind.SPEC
    severity = Severity.ERROR
    summary = "Structured data is not valid JSON"
    remedy = "Correct the JSON at the place named, or have a JSON library write it instead of a template."
    source = "https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents"

    def applies(self, page: PageFacts) -> bool:
        # In XHTML a CDATA section is markup, and no part of the JSON.
        return bool(page.json_ld) and page.content_type != "application/xhtml+xml"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        for block in page.json_ld:
            # A blank script is a place that another script fills.
            if block.error and block.text.strip():
                yield _failure(block)


def _failure(block: JsonLd) -> Failure:
    reason = block.error.removesuffix(" at")
    if block.error_line is None or block.error_column is None:
        return Failure(f"The JSON-LD block is not valid JSON: {reason}.", block.text.strip()[: 2 * AROUND], block.line)
    source = block.text.split("\n")[block.error_line - 1]
    start = max(0, block.error_column - 1 - AROUND)
    evidence = source[start : block.error_column - 1 + AROUND].strip()
    # The first line of the block shares its line of the file with the start tag, whose width is not known.
    place = f"column {block.error_column}" if block.error_line > 1 else f"character {block.error_column} of the block"
    if block.line is None:
        return Failure(f"The JSON-LD block is not valid JSON: {reason}, at {place}.", evidence)
    line = block.line + block.error_line - 1
    return Failure(f"The JSON-LD block is not valid JSON: {reason}, at line {line}, {place}.", evidence, line)
