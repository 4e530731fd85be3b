"""What stands between a value and an approval: our own rules, other pages, and what reviewers said before."""

from collections.abc import Iterator

from django.utils import timezone

from seo_meta.core.distinct import Normal, normal_text, normal_title
from seo_meta.core.findings import Finding
from seo_meta.core.guardrails import BLOCKING, TOPICS, broken_rules, fails_at
from seo_meta.core.policy import PagePolicies, Policy
from seo_meta.core.propose import Field
from seo_meta.core.review import CURRENT, Scope, shape_fault, value_key
from seo_meta.core.site import SitePage
from seo_meta.core.topics.repeated import family
from seo_meta.core.types import PageFacts
from seo_meta.errors import BlockedByGuardrail, NotAllowed, Suppressed
from seo_meta.models import Page, Proposal, Run
from seo_meta.selectors import StoredSite, brand_of, holding_rejections

from .transitions import take_turn

SITE_PAGE = SitePage.__struct_fields__


def require_shape(proposal: Proposal, value: str) -> None:
    """Raises NotAllowed for what cannot be a value of the field, nor an improvement."""
    if fault := shape_fault(Field(proposal.field), value):
        raise NotAllowed(f"This cannot be the {proposal.field} of a page. {fault}")
    if value == proposal.current:
        raise NotAllowed(
            f"The page has this {proposal.field} already. To keep it, reject with the reason `intentional`."
        )


def require_wanted(proposal: Proposal, value: str, brand: str) -> None:
    """Raises Suppressed when a reviewer refused the value for this field, or pinned the field."""
    key = value_key(Field(proposal.field), value, brand)
    for rejection in holding_rejections(proposal, timezone.now()):
        if rejection.scope == Scope.VALUE and rejection.value_key != key:
            continue
        what = "this value" if rejection.scope == Scope.VALUE else f"whatever may be proposed for the {proposal.field}"
        raise Suppressed(
            f"{rejection.created_by_name} rejected {what} ({rejection.get_reason_display()}). "
            f"Lift rejection {rejection.pk} first, or override it with a note."
        )


def require_passing(proposal: Proposal, value: str) -> None:
    """Raises BlockedByGuardrail when our own rules would object to the page with the value in place."""
    found = [one for one in told(proposal, value) if fails_at(BLOCKING, one)]
    if found:
        rules = [one.rule for one in found]
        raise BlockedByGuardrail(
            f"The page would break {', '.join(rules)}: {found[0].message} Write it anew, or override with a note.",
            rules=rules,
        )


def told(proposal: Proposal, value: str) -> list[Finding]:
    """What our own rules would say of the page with the value in place; nothing about fields without guardrails."""
    field = Field(proposal.field)
    return broken_rules(field, value, _facts(proposal), _policy(proposal)) if field in TOPICS else []


def require_own(proposal: Proposal, value: str, *, among_pages: bool) -> None:
    """Raises BlockedByGuardrail when another page waits for the title or description or, with `among_pages`, has it.

    Two that decide about one site take turns, so that both cannot give one value away.
    """
    field = Field(proposal.field)
    if field not in TOPICS:
        return
    take_turn(proposal.site_id)
    for url, page in (*_waiting(proposal, value), *(_having(proposal, value) if among_pages else ())):
        if not _akin(proposal, page):
            rule = f"{field}.duplicate"
            raise BlockedByGuardrail(f"It would break {rule}: {url} has this {field} or waits for it.", rules=[rule])


def _facts(proposal: Proposal) -> PageFacts:
    """Of the page, or when its run was deleted of one of which only the URL and language are known."""
    if proposal.page_id is not None:
        return Page.objects.only("facts").get(pk=proposal.page_id).read_facts()
    return PageFacts(url=proposal.url, key="", lang=proposal.language or None)


def _policy(proposal: Proposal) -> Policy:
    if proposal.run is None:
        return Policy()
    policies = PagePolicies(proposal.run.read_policy(), proposal.site.base_url)
    return policies.of(proposal.url, proposal.file, proposal.language)


def _waiting(proposal: Proposal, value: str) -> Iterator[tuple[str, int | None]]:
    key = value_key(Field(proposal.field), value, brand_of(proposal.run))
    others = Proposal.objects.filter(
        site=proposal.site_id, folder=proposal.folder, field=proposal.field, value_key=key, state__in=CURRENT
    )
    return others.exclude(key=bytes(proposal.key)).order_by().values_list("url", "page_id").iterator()


def _having(proposal: Proposal, value: str) -> Iterator[tuple[str, int | None]]:
    """The pages of the proposal's run that have the value now, in any form that is one to a reader."""
    if proposal.run_id is None:
        return
    normal: Normal = normal_title(brand_of(proposal.run)) if proposal.field == Field.TITLE else normal_text
    wanted = normal(value)
    pages = Page.objects.filter(run=proposal.run_id, indexable=True, self_canonical=True)
    rows = pages.exclude(key=bytes(proposal.key)).order_by().values_list("url", "pk", proposal.field)
    yield from ((url, id) for url, id, text in rows.iterator() if normal(text) == wanted)


def _akin(proposal: Proposal, other: int | None) -> bool:
    """Whether two pages are versions of one for several regions, which may share a title."""
    kin = _family(proposal.run, proposal.page_id)
    return bool(kin) and kin == _family(proposal.run, other)


def _family(run: Run | None, page: int | None) -> str:
    if run is None or page is None:
        return ""
    row = Page.objects.filter(pk=page).exclude(alternates="").values_list(*SITE_PAGE).first()
    return family(StoredSite(run), SitePage(*row)) if row else ""
