from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.json_ld import Graph, Node, graph
from seo_meta.core.limits import Limits
from seo_meta.core.topics.rich_results import RICH_RESULTS
from seo_meta.core.types import PageFacts


@page_rules.register
class SdFaq(PageRule):
    id = "sd.faq"
    kind = Kind.SPEC
    severity = Severity.INFO
    summary = "A question of an FAQ in structured data has no text or no answer"
    remedy = "Give each Question its name and an acceptedAnswer with text, or remove the FAQPage: Google shows none."
    source = "https://schema.org/FAQPage"

    def applies(self, page: PageFacts) -> bool:
        return any(graph(page).of_type("FAQPage"))

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        things = graph(page)
        ended = f"Google shows no FAQ results since {RICH_RESULTS['FAQPage'].retired}."
        for faq in things.of_type("FAQPage"):
            questions = things.nodes_of(faq, "mainEntity")
            incomplete = [question for question in questions if not _is_complete(things, question)]
            if not questions:
                yield Failure(f"The FAQPage has no questions. {ended}", "mainEntity", faq.line)
            elif incomplete:
                question = next(iter(things.texts(incomplete[0], "name")), "")
                count = f"{len(incomplete)} of {len(questions)} questions"
                yield Failure(f"Of the FAQPage, {count} lack their name or their answer. {ended}", question, faq.line)


def _is_complete(things: Graph, question: Node) -> bool:
    answers = things.nodes_of(question, "acceptedAnswer")
    return bool(things.values(question, "name")) and any(things.values(answer, "text") for answer in answers)
