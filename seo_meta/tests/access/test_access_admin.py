from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from seo_meta.core.access import Action, Role
from seo_meta.models import ApiKey, AuditEntry, Run, Site, SiteRole
from seo_meta.services.audit_log import record
from seo_meta.tests.access.people import OTHER, key_of, run_of_another_site, staff
from seo_meta.tests.factories import BASE, facts_of
from seo_meta.tests.stored import stored_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    return stored_run(facts_of("", "tea.html"))


def page(client: Client, path: str) -> str:
    response = client.get(f"/admin/seo_meta/{path}")
    assert response.status_code == 200
    return response.content.decode()


def last_entry() -> dict[str, Any]:
    return AuditEntry.objects.values("actor", "action", "object_text", "site", "details")[0]


def test_a_role_for_one_site_shows_its_rows_and_no_others(client: Client, run: Run) -> None:
    hidden = run_of_another_site()
    client.force_login(staff("ana", Role.VIEWER, run.site))
    assert "/admin/seo_meta/run/" in client.get("/admin/").content.decode()
    for model in ("site", "run", "page", "finding"):
        listed = page(client, f"{model}/")
        assert "1 " in listed or "2 " in listed
        assert OTHER not in listed
        assert f"{hidden.pk}: other" not in listed
    for path in (f"run/{hidden.pk}", f"site/{hidden.site_id}"):
        assert client.get(f"/admin/seo_meta/{path}/change/").status_code == 302  # to the index: it is not there
    assert "tea.html" in page(client, f"page/?run={run.pk}")


@pytest.mark.parametrize("role", Role)
def test_no_role_may_touch_keys_roles_users_or_the_audit_log(client: Client, role: Role) -> None:
    client.force_login(staff("ana", role))
    for path in ("seo_meta/apikey/", "seo_meta/siterole/", "seo_meta/auditentry/", "auth/user/", "auth/group/"):
        assert client.get(f"/admin/{path}").status_code == 403


def test_keys_are_listed_without_their_secret_and_revoked(admin_client: Client) -> None:
    key, header = key_of(Action.READ)
    listed = page(admin_client, "apikey/") + page(admin_client, f"apikey/{key.pk}/change/")
    assert f"sa_{key.prefix}_…" in listed
    assert key.hash not in listed
    data = {"action": "revoke", "_selected_action": [key.pk]}
    admin_client.post("/admin/seo_meta/apikey/", data)
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert Client().get("/api/v1/runs", headers=header).status_code == 401
    assert last_entry() | {"object_text": ""} == {
        "actor": "user:admin",
        "action": "key.revoked",
        "object_text": "",
        "site": "",
        "details": {},
    }


def test_who_may_only_look_at_keys_cannot_revoke_one(client: Client) -> None:
    key, _ = key_of(Action.READ)
    user = staff()
    user.user_permissions.add(Permission.objects.get(codename="view_apikey"))
    client.force_login(user)
    assert f"sa_{key.prefix}_…" in page(client, "apikey/")
    client.post("/admin/seo_meta/apikey/", {"action": "revoke", "_selected_action": [key.pk]})
    assert ApiKey.objects.get().revoked_at is None


def test_the_audit_log_is_only_looked_at(admin_client: Client) -> None:
    entry = record("user:\u202eana", "login", "<script>alert(1)</script>")
    listed = page(admin_client, "auditentry/")
    assert "&lt;script&gt;alert(1)" in listed
    assert "user:\\u202eana" in listed
    for path in ("add", f"{entry.pk}/change", f"{entry.pk}/delete"):
        assert admin_client.post(f"/admin/seo_meta/auditentry/{path}/", {"post": "yes"}).status_code == 403


def test_a_role_for_a_site_that_is_given_changed_or_taken_is_in_the_audit_log(admin_client: Client, run: Run) -> None:
    ana = staff()
    data = {"user": ana.pk, "site": run.site_id, "role": "viewer"}
    admin_client.post("/admin/seo_meta/siterole/add/", data)
    expected = {"actor": "user:admin", "object_text": f"ana is viewer of {BASE}", "site": BASE}
    assert last_entry() == {**expected, "action": "role.given", "details": {"role": "viewer"}}
    role = SiteRole.objects.get()
    admin_client.post(f"/admin/seo_meta/siterole/{role.pk}/change/", {**data, "role": "publisher"})
    expected["object_text"] = f"ana is publisher of {BASE}"
    assert last_entry() == {**expected, "action": "role.changed", "details": {"role": "publisher"}}
    admin_client.post(f"/admin/seo_meta/siterole/{role.pk}/delete/", {"post": "yes"})
    assert last_entry() == {**expected, "action": "role.taken", "details": {"role": "publisher"}}


def test_what_changes_the_rights_of_a_user_is_in_the_audit_log(admin_client: Client) -> None:
    ana = staff("ana", Role.VIEWER)
    data = {
        "username": "ana",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [Group.objects.get(name="publisher").pk],
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
    }
    admin_client.post(f"/admin/auth/user/{ana.pk}/change/", data)
    assert last_entry() == {
        "actor": "user:admin",
        "action": "user.rights",
        "object_text": "ana",
        "site": "",
        "details": {"is_superuser": [False, True], "groups": [["viewer"], ["publisher"]]},
    }
    entries = AuditEntry.objects.count()
    admin_client.post(f"/admin/auth/user/{ana.pk}/change/", {**data, "first_name": "Ana"})
    assert User.objects.get(pk=ana.pk).first_name == "Ana"
    assert AuditEntry.objects.count() == entries


def test_what_a_group_may_do_and_who_is_deleted_is_in_the_audit_log(admin_client: Client) -> None:
    permission = Permission.objects.get(codename="publish")
    admin_client.post("/admin/auth/group/add/", {"name": "editors", "permissions": [permission.pk]})
    assert last_entry()["action"] == "group.rights"
    assert last_entry()["details"] == {"permissions": [None, ["publish"]]}
    ana = staff()
    admin_client.post(f"/admin/auth/user/{ana.pk}/delete/", {"post": "yes"})
    assert (last_entry()["action"], last_entry()["object_text"]) == ("user.deleted", "ana")
    assert not User.objects.filter(username="ana").exists()


def test_two_roles_of_one_user_for_one_site_are_refused(admin_client: Client) -> None:
    site = Site.objects.create(base_url=BASE)
    ana = staff("ana", Role.VIEWER, site)
    data = {"user": ana.pk, "site": site.pk, "role": "publisher"}
    assert admin_client.post("/admin/seo_meta/siterole/add/", data).status_code == 200
    assert SiteRole.objects.get().role == "viewer"
