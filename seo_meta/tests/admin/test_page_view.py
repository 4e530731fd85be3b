import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from seo_meta.core.propose import Field
from seo_meta.core.review import Move, RejectReason
from seo_meta.models import Page
from seo_meta.services.review import decide
from seo_meta.tests.factories import facts_of
from seo_meta.tests.injection import HOSTILE, payloads, storable
from seo_meta.tests.stored import reviewer, stored_proposal, stored_run

from .screens import forbidden, pages, seen, staff

pytestmark = pytest.mark.django_db

HTML = """<html lang=en><title>Guji</title><meta name=description content=Floral>
<link rel=canonical href=/guji><meta property=og:title content="Guji, shared">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Product", "name": "Guji"}</script>
<h1>Guji natural</h1><p>Grown at 2,000 metres.<img src=a.png>"""


def view(client: Client, page: Page) -> str:
    return seen(client, f"/admin/seo_meta/page/{page.pk}/view/")


def test_everything_that_the_page_says_can_be_read(admin_client: Client) -> None:
    page = stored_run(facts_of(HTML, "guji.html", file="guji.html")).read_pages.get()
    html = view(admin_client, page)
    for text in ("Guji natural", "Floral", "https://example.com/guji", "Guji, shared", "Product", "Grown at 2,000"):
        assert text in html
    assert "<code>guji.html</code>" in html
    assert "1, 1 without alt" in html


def test_findings_stand_with_their_remedies_the_worst_first(admin_client: Client) -> None:
    page = stored_run(facts_of("", "a.html")).read_pages.get()
    html = view(admin_client, page)
    assert html.index("title.missing") < html.index("description.missing")


def test_proposals_stand_with_their_history(admin_client: Client) -> None:
    (page,) = pages("a")
    proposal = stored_proposal(page, "New title of the harbour")
    decide(proposal.pk, proposal.version, Move.REJECT, reviewer("ada"), reason=RejectReason.OTHER, note="Not ours.")
    html = view(admin_client, page)
    assert f"/admin/seo_meta/proposal/{proposal.pk}/history/" in html
    assert "<strong>reject</strong> title by ada" in html
    assert "Not ours." in html


def test_its_previews_are_framed_without_rights(admin_client: Client) -> None:
    (page,) = pages("a")
    html = view(admin_client, page)
    assert html.count("<iframe sandbox ") == 2
    assert f'src="/admin/seo_meta/page/{page.pk}/preview/serp/"' in html


def test_the_page_is_followed_through_the_runs(admin_client: Client) -> None:
    (before,) = pages("a")
    (now,) = stored_run(facts_of("<title>Another title</title>", "a.html")).read_pages.all()
    html = view(admin_client, now)
    assert f"/admin/seo_meta/page/{before.pk}/view/" in html
    assert "<ins>Another title</ins>" in html.replace("\n", "")


def test_it_costs_the_same_few_queries_however_much_there_is(admin_client: Client) -> None:
    def queries(page: Page) -> int:
        with CaptureQueriesContext(connection) as captured:
            view(admin_client, page)
        return len(captured)

    (page,) = pages("a")
    few = queries(page)
    for _ in range(5):
        (page,) = pages("a")
    for field in (Field.TITLE, Field.DESCRIPTION, Field.CANONICAL):
        stored_proposal(page, "https://example.com/new", field=field)
    assert queries(page) == few <= 10


def test_text_of_a_page_is_shown_and_never_run(admin_client: Client) -> None:
    for text in storable(*HOSTILE, *payloads("admin_html", "html_source", "admin_link_href")):
        metas = "".join(f'<meta property="{name}" content="{{0}}">' for name in ("og:title", "og:image"))
        hidden = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        page = stored_run(
            facts_of(f"<title>{hidden}</title>{metas.format(hidden)}<h1>{hidden}</h1><p>{hidden}", "a.html")
        ).read_pages.get()
        stored_proposal(page, text, state="rejected")
        html = view(admin_client, page)
        assert forbidden(html) == []
        assert "\u202e" not in html
        page.run.delete()


def test_it_is_for_those_who_may_view_pages(client: Client) -> None:
    (page,) = pages("a")
    assert staff(client).get(f"/admin/seo_meta/page/{page.pk}/view/").status_code == 403
