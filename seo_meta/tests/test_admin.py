import re

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from seo_meta.core.audit import page_rules
from seo_meta.models import Finding, Page, Proposal, Run, Site
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_proposal, stored_run

pytestmark = pytest.mark.django_db

MODELS = {"site": Site, "run": Run, "page": Page, "finding": Finding, "proposal": Proposal}
HOSTILE = facts_of(
    "<title>&lt;script&gt;alert(1)&lt;/script&gt; \u202egpj.exe</title><h1>&lt;img src=x onerror=alert(2)&gt;</h1>",
    "a.html",
    file="a.html",
)


@pytest.fixture
def run() -> Run:
    run = stored_run(HOSTILE, facts_of("", "b.html"), skipped=[{"file": "<b>\x1b.html", "reason": "is not a file"}])
    page = run.read_pages.order_by("pk")[0]
    stored_proposal(page, "<script>alert(1)</script> \u202egpj.exe", current="<img src=x>")
    return run


def get(client: Client, path: str) -> str:
    response = client.get(f"/admin/seo_meta/{path}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_listed_and_shown(admin_client: Client, run: Run, model: str) -> None:
    listed = get(admin_client, f"{model}/")
    address = re.search(rf"/admin/seo_meta/({model}/\d+/change/)", listed)
    assert address is not None
    assert 'class="readonly"' in get(admin_client, address[1])


@pytest.mark.parametrize("model", MODELS)
def test_nothing_can_be_added_changed_or_deleted(admin_client: Client, run: Run, model: str) -> None:
    id = MODELS[model].objects.values_list("pk", flat=True)[0]
    for path in ("add", f"{id}/change", f"{id}/delete"):
        assert admin_client.post(f"/admin/seo_meta/{model}/{path}/", {"post": "yes"}).status_code == 403
    assert 'name="action"' not in get(admin_client, f"{model}/")


def test_text_of_a_page_is_shown_and_never_run(admin_client: Client, run: Run) -> None:
    page = run.read_pages.get(file="a.html")
    proposal = run.proposals.get()
    shown = ("page/", f"page/{page.pk}/change/", "proposal/", f"proposal/{proposal.pk}/change/")
    for html in (get(admin_client, path) for path in shown):
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "\u202e" not in html
        assert "\\u202egpj.exe" in html


def test_what_could_not_be_read_is_shown_with_its_reason(admin_client: Client, run: Run) -> None:
    assert "&lt;b&gt;\\x1b.html: is not a file" in get(admin_client, f"run/{run.pk}/change/")


def test_binary_columns_are_neither_shown_nor_read_by_lists(admin_client: Client, run: Run) -> None:
    with CaptureQueriesContext(connection) as captured:
        get(admin_client, "page/")
        get(admin_client, "finding/")
    read = " ".join(query["sql"] for query in captured)
    assert '"seo_meta_page"."url"' in read
    for column in ("facts", "links", "followed", "fragments", "ids", "resources"):
        assert f'"seo_meta_page"."{column}"' not in read


def test_a_finding_leads_to_its_page_and_its_run_and_says_what_to_do(admin_client: Client, run: Run) -> None:
    finding = Finding.objects.filter(rule="description.missing").first()
    assert finding is not None
    html = get(admin_client, f"finding/{finding.pk}/change/")
    assert f'href="/admin/seo_meta/page/{finding.page_id}/view/"' in html
    assert f'href="/admin/seo_meta/run/{run.pk}/change/"' in html
    assert escape(page_rules["description.missing"].remedy) in html


def test_a_finding_about_the_whole_site_is_shown(admin_client: Client, run: Run) -> None:
    finding = Finding.objects.create(
        run=run, rule="gone.rule", rule_version=1, kind="spec", severity="error", outcome="fail", message="Two homes."
    )
    assert "the whole site" in get(admin_client, "finding/")
    assert "Two homes." in get(admin_client, f"finding/{finding.pk}/change/")


def test_a_run_sums_up_its_findings_by_rule(admin_client: Client, run: Run) -> None:
    html = get(admin_client, f"run/{run.pk}/change/")
    assert f'<a href="/admin/seo_meta/finding/?run={run.pk}&amp;rule=description.missing">' in html


def test_a_run_shows_what_changed_since_the_one_before(admin_client: Client, run: Run) -> None:
    assert "Since run" not in get(admin_client, f"run/{run.pk}/change/")
    later = stored_run(HOSTILE, outcomes={"description.missing": {"fail": 1}})
    html = get(admin_client, f"run/{later.pk}/change/")
    assert f'Since run <a href="/admin/seo_meta/run/{run.pk}/change/">{run.pk}</a>' in html
    assert "description.missing</a></td><td>warning</td><td>0</td><td>1</td><td>1</td><td>0</td>" in html


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("rule=title.missing", 1),
        ("severity__exact=warning", 4),
        ("outcome__exact=crashed", 0),
        ("q=a.html", 2),
        ("run={run}", 5),
        ("run={other}", 0),
        ("run=x", 5),
    ],
)
def test_findings_are_filtered(admin_client: Client, run: Run, filters: str, shown: int) -> None:
    other = stored_run()
    html = get(admin_client, f"finding/?{filters.format(run=run.pk, other=other.pk)}")
    assert html.count('class="field-severity"') == shown


@pytest.mark.parametrize(("filters", "shown"), [("status=2", 2), ("status=4", 0), ("status=x", 2), ("q=b.html", 1)])
def test_pages_are_filtered(admin_client: Client, run: Run, filters: str, shown: int) -> None:
    assert get(admin_client, f"page/?{filters}").count('class="field-status"') == shown


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_number_of_queries_however_long_it_is(admin_client: Client, run: Run, model: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            get(admin_client, f"{model}/")
        return len(captured)

    few = queries()
    stored_run(*(facts_of("", f"{number}.html") for number in range(20)))
    assert queries() == few


def test_a_user_without_the_permission_to_view_sees_nothing(client: Client, run: Run) -> None:
    user = User.objects.create_user("clerk", is_staff=True)
    client.force_login(user)
    assert client.get("/admin/seo_meta/page/").status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_site"))
    assert client.get("/admin/seo_meta/page/").status_code == 200
