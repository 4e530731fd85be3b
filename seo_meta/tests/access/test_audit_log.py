import pytest
from django.db import transaction

from seo_meta.models import ApiKey, AuditEntry, Site
from seo_meta.services.audit_log import actor_of, record
from seo_meta.tests.access.people import staff

pytestmark = pytest.mark.django_db


def test_an_entry_outlives_what_it_tells_of() -> None:
    site = Site.objects.create(base_url="https://example.com/")
    record("user:ana", "site.renamed", site, site=site, ip="203.0.113.7", before="a", after="b")
    site.delete()
    assert AuditEntry.objects.values(
        "actor", "action", "object_type", "object_text", "site", "ip", "details"
    ).get() == {
        "actor": "user:ana",
        "action": "site.renamed",
        "object_type": "site",
        "object_text": "https://example.com/",
        "site": "https://example.com/",
        "ip": "203.0.113.7",
        "details": {"before": "a", "after": "b"},
    }


def test_an_entry_is_neither_changed_nor_deleted() -> None:
    entry = record("user:ana", "login")
    entry.actor = "user:bo"
    for change in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        AuditEntry.objects.filter(pk=entry.pk).delete,
        lambda: AuditEntry.objects.update(actor="user:bo"),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor"]),
    ):
        with pytest.raises(TypeError, match="only added to"), transaction.atomic():
            change()
    assert AuditEntry.objects.get().actor == "user:ana"


def test_an_actor_is_a_user_a_key_or_anyone() -> None:
    assert actor_of(staff("ana")) == "user:ana"
    assert actor_of(ApiKey(prefix="0a1b2c3d")) == "key:0a1b2c3d"
    assert actor_of(True) == "anyone"
