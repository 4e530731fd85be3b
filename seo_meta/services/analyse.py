"""One document to one page with what the page rules say of it, within the limits of a worker."""

import msgspec

from seo_meta.core.audit import audit_page, page_rules
from seo_meta.core.extract import extract
from seo_meta.core.policy import PagePolicies
from seo_meta.core.types import Document, PageFacts
from seo_meta.core.validators import Validators, is_reusable
from seo_meta.models import Run

from .store import ReadPage
from .workers import MEMORY, watched

NONE = Validators()


class Analysis:
    """Ready for the documents of one run. A run without rules is only read."""

    def __init__(self, run: Run) -> None:
        self._rules = [page_rules[id] for id in sorted(run.page_rules)]
        self._policies = PagePolicies(run.read_policy(), run.site.base_url)
        self._clean_urls = run.clean_urls
        self._today = run.started_at.date().isoformat()

    def page(self, document: Document, item: int, unparsed: str, known: Validators) -> ReadPage:
        """`item` is the document's place in the task; `unparsed` says why its HTML must not be parsed, if so; `known`
        are its validators."""
        with watched(item):
            try:
                facts = self._extract(document, unparsed)
                return self._judged(facts, known)
            except MemoryError:
                facts = self._extract(document, f"more than {MEMORY // 2**20} MB of memory")
                return self._judged(facts)

    def again(self, facts: PageFacts, item: int, unparsed: str = "") -> ReadPage:
        """Judge facts that were stored."""
        with watched(item):
            return self._judged(msgspec.structs.replace(facts, unparsed=unparsed) if unparsed else facts)

    def _extract(self, document: Document, unparsed: str) -> PageFacts:
        return extract(document, clean_urls=self._clean_urls, read_on=self._today, unparsed=unparsed)

    def _judged(self, facts: PageFacts, known: Validators = NONE) -> ReadPage:
        """`known` are the validators of what the facts came from; a page that must be read again keeps none."""
        known = known if is_reusable(facts) else NONE
        if not self._rules:
            return ReadPage(facts, None, known)
        policy = self._policies.of(facts.url, facts.file, facts.lang)
        return ReadPage(facts, audit_page(facts, self._rules, policy), known)
