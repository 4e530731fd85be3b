from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.management import call_command

from seo_meta.core.access import ACTIONS, Action, Role
from seo_meta.errors import AccessError
from seo_meta.models import Site
from seo_meta.selectors import may, require, sites_for
from seo_meta.tests.access.people import key_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site.objects.create(base_url="https://example.com/")


@pytest.fixture
def other() -> Site:
    return Site.objects.create(base_url="https://other.example/")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_a_role_allows_its_actions_on_all_sites_or_on_one(site: Site, other: Site, role: Role, action: Action) -> None:
    everywhere, here = staff("ana", role), staff("bo", role, site)
    allowed = action in ACTIONS[role]
    assert [may(everywhere, action, one) for one in (site, other, None)] == [allowed, allowed, allowed]
    assert [may(here, action, one) for one in (site, other, None)] == [allowed, False, allowed]
    assert list(sites_for(everywhere, action)) == ([site, other] if allowed else [])
    assert list(sites_for(here, action)) == ([site] if allowed else [])


def test_each_role_may_do_more_than_the_one_before() -> None:
    levels = [ACTIONS[role] for role in Role]
    assert all(less < more for less, more in pairwise(levels))
    assert (levels[0], levels[-1]) == ({Action.READ}, set(Action))


@pytest.mark.parametrize("action", Action)
def test_a_superuser_may_do_everything_and_others_without_a_role_nothing(site: Site, action: Action) -> None:
    assert may(User.objects.create_superuser("root"), action, site)
    assert not may(staff("bo"), action)
    assert not may(AnonymousUser(), action)
    assert may(True, action, site)


def test_a_user_who_was_switched_off_may_do_nothing(site: Site) -> None:
    for user in (staff("ana", Role.PUBLISHER), staff("bo", Role.PUBLISHER, site)):
        user.is_active = False
        user.save()
        assert not may(User.objects.get(pk=user.pk), Action.READ, site)


@pytest.mark.parametrize("action", Action)
def test_a_key_may_do_what_its_scopes_say_on_its_sites(site: Site, other: Site, action: Action) -> None:
    full, _ = key_of(*Action)
    narrow, _ = key_of(action, sites=(site.base_url,))
    assert may(full, action, other)
    assert [may(narrow, action, one) for one in (site, other, None)] == [True, False, True]
    assert not any(may(narrow, another, site) for another in Action if another != action)


def test_a_key_whose_last_site_is_deleted_opens_nothing(site: Site, other: Site) -> None:
    key, _ = key_of(Action.READ, sites=(site.base_url,))
    site.delete()
    key.refresh_from_db()
    assert not may(key, Action.READ)
    assert not may(key, Action.READ, other)


def test_what_is_missing_is_named(site: Site) -> None:
    key, _ = key_of(Action.READ)
    with pytest.raises(AccessError, match=r"API key ci \(sa_\w{8}_…\) lacks the scope publish"):
        require(key, Action.PUBLISH)
    with pytest.raises(AccessError, match="is not for this site"):
        require(key_of(Action.READ, sites=(site.base_url,))[0], Action.READ, Site(pk=0, base_url="https://x.example/"))
    with pytest.raises(AccessError, match=r"This needs the role reviewer of https://example\.com/"):
        require(staff("ana", Role.VIEWER), Action.REVIEW, site)


def test_migrating_again_gives_the_groups_of_the_roles_what_belongs_to_them_and_no_more() -> None:
    group = Group.objects.get(name="reviewer")
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.set(Permission.objects.filter(codename__in=["publish", "delete_site"]))
    Group.objects.get(name="viewer").delete()
    call_command("migrate", verbosity=0)
    assert set(group.permissions.values_list("codename", flat=True)) == before
    assert before == {"view_site", "suggest", "review", "run_audits"}
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(Role)
