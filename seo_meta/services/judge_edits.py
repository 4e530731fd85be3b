"""Whether a page is better for an edit: what its proposals answer is gone, and nothing new is wrong."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from seo_meta.core.audit import audit_page, page_rules, site_rules
from seo_meta.core.field_edits import TOPICS
from seo_meta.core.findings import Finding, Outcome
from seo_meta.core.guardrails import BLOCKING, broken_rules, fails_at
from seo_meta.core.guardrails import TOPICS as GUARDED
from seo_meta.core.policy import PagePolicies, Policy
from seo_meta.core.propose import Field
from seo_meta.core.review import Move, State
from seo_meta.core.site import SitePage
from seo_meta.core.text import key64
from seo_meta.core.types import PageFacts
from seo_meta.models import Proposal, Run
from seo_meta.selectors import StoredSite, site_proposals

TEXTS = (Field.TITLE, Field.DESCRIPTION)


class Edited(msgspec.Struct, frozen=True):
    """A page before and after the edit that its proposals make together."""

    before: PageFacts
    after: PageFacts
    proposals: tuple[Proposal, ...]


class Judge:
    """Knows the rules and the pages of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._policies = PagePolicies(run.read_policy(), run.site.base_url)

    def faults(self, pages: Sequence[Edited]) -> dict[int, str]:
        """What is against proposals, by their ids: a sentence. Those that nothing is against are not among them."""
        found: defaultdict[int, dict[str, None]] = defaultdict(dict)
        for page in pages:
            for proposal, fault in self._of_page(page):
                found[proposal.pk][fault] = None
        for proposal, fault in self._of_site(pages):
            found[proposal.pk][fault] = None
        return {id: " ".join(sentences) for id, sentences in found.items()}

    def _of_page(self, page: Edited) -> Iterator[tuple[Proposal, str]]:
        policy = self._policies.of(page.after.url, page.after.file, page.after.lang)
        after = [one for one in audit_page(page.after, page_rules, policy).findings if one.outcome is Outcome.FAIL]
        left = {one.rule for one in after}
        for proposal in page.proposals:
            for rule in sorted(left.intersection(proposal.rules)):
                if rule not in self._overridden(proposal, page.before, policy):
                    yield proposal, f"{rule} is still there."
        for rule in _new_rules(page.before, after, policy):
            for proposal in _blamed(rule, page.proposals):
                if rule not in self._overridden(proposal, page.before, policy):
                    yield proposal, f"It breaks {rule}."

    def _of_site(self, pages: Sequence[Edited]) -> Iterator[tuple[Proposal, str]]:
        """Titles and descriptions that another page has, will have, or gets in the same breath."""
        edited = {key64(page.after.key): page for page in pages}
        for field in TEXTS:
            texts = {
                key: (proposal, _text(field, page.after))
                for key, page in edited.items()
                for proposal in page.proposals
                if proposal.field == field
            }
            if texts:
                yield from self._shared(field, texts)

    def _shared(self, field: Field, texts: Mapping[bytes, tuple[Proposal, str]]) -> Iterator[tuple[Proposal, str]]:
        rule = site_rules[f"{field}.duplicate"]
        values = self._pending(field) | {key: text for key, (_, text) in texts.items()}
        ids = {id: bytes(key) for id, key in self._run.read_pages.filter(key__in=list(texts)).values_list("pk", "key")}
        failed_before = {failure.page for failure in rule.check(StoredSite(self._run), self._limits)}
        for failure in rule.check(_Rewritten(self._run, field, values), self._limits):
            if failure.page not in ids:
                continue
            proposal, _ = texts[ids[failure.page]]
            policy = self._policies.of(proposal.url, proposal.file, proposal.language)
            if not policy.runs(rule) or _was_overridden(proposal):
                continue
            if failure.page not in failed_before or rule.id in proposal.rules:
                yield proposal, f"It breaks {rule.id}: {failure.message}"

    @property
    def _limits(self) -> Any:
        return self._policies.everywhere.limits

    def _pending(self, field: Field) -> dict[bytes, str]:
        """What was written since the run."""
        written = site_proposals(self._run).filter(field=field, state=State.APPLIED)
        return {bytes(key): value for key, value in written.order_by().values_list("key", "value")}

    def _overridden(self, proposal: Proposal, before: PageFacts, policy: Policy) -> set[str]:
        """The rules that a reviewer passed over knowingly: what they asked for is not taken back for it."""
        field = Field(proposal.field)
        if field not in GUARDED or not _was_overridden(proposal):
            return set()
        return {one.rule for one in broken_rules(field, proposal.value, before, policy) if fails_at(BLOCKING, one)}


class _Rewritten(StoredSite):
    """The site with other titles, or other descriptions, by the keys of pages."""

    def __init__(self, run: Run, field: Field, values: Mapping[bytes, str]) -> None:
        super().__init__(run)
        self._field = field
        self._values = values

    def pages(self) -> Iterator[SitePage]:
        for page in super().pages():
            value = self._values.get(bytes(page.key))
            yield page if value is None else msgspec.structs.replace(page, **{self._field.value: value})


def _new_rules(before: PageFacts, after: Iterable[Finding], policy: Policy) -> list[str]:
    """The rules that failed less often before, and at a severity that counts."""
    counts = Counter(one.rule for one in after if one.severity in BLOCKING)
    if not counts:
        return []
    known = audit_page(before, [page_rules[id] for id in counts], policy).findings
    return sorted((counts - Counter(one.rule for one in known if one.outcome is Outcome.FAIL)).keys())


def _blamed(rule: str, proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """The proposals for the field that a rule is about, or all of the page."""
    about = tuple(one for one in proposals if rule.startswith(TOPICS[Field(one.field)]))
    return about or proposals


def _was_overridden(proposal: Proposal) -> bool:
    """An override needs a note, so without one nothing was passed over."""
    if proposal.state == State.OPEN:
        return False
    last = proposal.transitions.filter(move=Move.APPROVE).last()
    return last is not None and bool(last.note)


def _text(field: Field, page: PageFacts) -> str:
    return page.title if field is Field.TITLE else page.description
