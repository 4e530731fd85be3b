"""What the read stage stores besides pages."""

import gzip
from pathlib import Path

import pytest

from seo_meta.core.site import SitemapEntry, TextFile
from seo_meta.errors import SourceError
from seo_meta.fetch.guard import Access
from seo_meta.fetch.reach import Reach
from seo_meta.models import Run
from seo_meta.selectors import StoredSite
from seo_meta.services import read_folder
from seo_meta.services.crawl import Reading, reading_run
from seo_meta.tests.crawling import Silent, reading_of
from seo_meta.tests.loopback import answer, serving


def stored(reading: Reading) -> StoredSite:
    with reading_run(reading, Silent(), audit=False) as run:
        return StoredSite(Run.objects.get(pk=run.pk))


@pytest.mark.django_db
def test_robots_txt_llms_txt_and_sitemaps_of_a_folder_are_stored(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(read_folder, "ENTRIES_AT_ONCE", 2)
    base = "https://example.com/"
    urls = "".join(
        f"<url><loc>{base}{number}</loc><lastmod>2026-01-0{number}</lastmod></url>" for number in range(1, 6)
    )
    (tmp_path / "index.html").write_text(f'<title>x</title><link rel="canonical" href="{base}">')
    (tmp_path / "robots.txt").write_text(f"# \0\nSitemap: {base}s.xml.gz")
    (tmp_path / "llms.txt").write_text("# Example")
    (tmp_path / "s.xml.gz").write_bytes(gzip.compress(f"<urlset>{urls}</urlset>".encode()))
    site = stored(Reading(str(tmp_path)))
    assert site.robots == TextFile(f"{base}robots.txt", "ok", None, f"# \nSitemap: {base}s.xml.gz", 41)
    assert site.llms.text == "# Example"
    assert [(file.url, file.entries, file.declared) for file in site.sitemaps] == [(f"{base}s.xml.gz", 5, True)]
    entries = list(site.sitemap_entries())
    assert entries[0] == SitemapEntry(f"{base}s.xml.gz", f"{base}1", site.key(f"{base}1"), "2026-01-01")
    assert [entry.url for entry in entries] == [f"{base}{number}" for number in range(1, 6)]


@pytest.mark.django_db
def test_a_private_address_is_read_only_when_that_was_allowed() -> None:
    with serving({"/": answer("<title>x</title>")}) as live:
        with pytest.raises(SourceError, match=r"its address is not a public one .* --allow-private"):
            stored(Reading(live.url, reach=Reach(Access(hosts=live.access.private_hosts))))
        assert live.connections == 0
        assert stored(reading_of(live)).base_url == live.url


@pytest.mark.django_db
def test_robots_txt_and_sitemaps_of_a_live_site_are_stored() -> None:
    with serving() as live:
        live.routes |= {
            "/": answer("<title>x</title>"),
            "/robots.txt": answer("User-agent: *\nDisallow: /private", content_type="text/plain"),
            "/sitemap.xml": answer(f"<urlset><url><loc>{live.url}</loc></url></urlset>"),
        }
        site = stored(reading_of(live))
    assert (site.robots.state, site.robots.status, site.robots.text) == ("ok", 200, "User-agent: *\nDisallow: /private")
    assert (site.llms.state, site.llms.status) == ("absent", 404)
    assert [entry.key for entry in site.sitemap_entries()] == [site.home]
