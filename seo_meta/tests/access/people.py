"""Users, keys and a second site, for tests of who may do what."""

from django.contrib.auth.models import Group, User

from seo_meta.core.access import Action, Role
from seo_meta.models import ApiKey, Run, Site, SiteRole
from seo_meta.services.api_keys import create_key

OTHER = "https://other.example/"


def staff(name: str = "ana", role: Role | None = None, site: Site | None = None) -> User:
    """A user who may log in; with a role for all sites, or for one."""
    user = User.objects.create_user(name, password="correct horse", is_staff=True)
    if role is not None and site is None:
        user.groups.add(Group.objects.get(name=role))
    elif role is not None:
        SiteRole.objects.create(user=user, site=site, role=role)
    return user


def key_of(*scopes: Action, sites: tuple[str, ...] = ()) -> tuple[ApiKey, dict[str, str]]:
    """A key and the header that shows it."""
    key, text = create_key("ci", scopes, by="command:test", sites=sites)
    return key, {"Authorization": f"Bearer {text}"}


def run_of_another_site() -> Run:
    site = Site.objects.create(base_url=OTHER)
    return Run.objects.create(site=site, source="other", kind="folder", state="done", complete=True, version="0")
