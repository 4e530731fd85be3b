"""What the caller may read. The rest is answered as if it were not there."""

from django.db.models import QuerySet
from django.http import HttpRequest

from seo_meta.errors import NoProposal, RunError
from seo_meta.models import Proposal, Run, Site
from seo_meta.selectors import Action, find_run, sites_for, within_reach

from .authentication import caller_of


def readable_sites(request: HttpRequest) -> QuerySet[Site]:
    return sites_for(caller_of(request), Action.READ)


def readable_runs(request: HttpRequest) -> QuerySet[Run]:
    return within_reach(Run.objects.all(), caller_of(request), Action.READ, "site")


def readable_run(request: HttpRequest, id: int) -> Run:
    """Raises RunError, which the API answers with 404."""
    return find_run(id, among=readable_runs(request))


def readable_proposals(request: HttpRequest) -> QuerySet[Proposal]:
    return within_reach(Proposal.objects.all(), caller_of(request), Action.READ, "site")


def readable_proposal(request: HttpRequest, id: int) -> Proposal:
    """Raises NoProposal."""
    proposal = readable_proposals(request).filter(pk=id).select_related("site").first()
    if proposal is None:
        raise NoProposal(f"There is no proposal {id}.")
    return proposal


def readable_site(request: HttpRequest, id: int) -> Site:
    """Raises RunError."""
    site = readable_sites(request).filter(pk=id).first()
    if site is None:
        raise RunError(f"There is no site {id}.")
    return site
