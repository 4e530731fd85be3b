"""What the read stage stores besides pages."""

import gzip
from pathlib import Path

import pytest

from seo_meta.core.site import SitemapEntry, TextFile
from seo_meta.errors import SourceError
from seo_meta.models import Run
from seo_meta.selectors import StoredSite
from seo_meta.services import crawl
from seo_meta.services.crawl import Reading, new_run, open_source, read_source
from seo_meta.tests.loopback import answer, serving


class Silent:
    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...


def stored(source: str) -> StoredSite:
    reading = Reading(source, allow_private=True)
    opened = open_source(reading)
    with new_run(reading, opened) as run:
        read_source(run, opened, Silent(), audit=False)
    return StoredSite(Run.objects.get(pk=run.pk))


@pytest.mark.django_db
def test_robots_txt_llms_txt_and_sitemaps_of_a_folder_are_stored(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(crawl, "SITEMAP_BATCH", 2)
    base = "https://example.com/"
    urls = "".join(
        f"<url><loc>{base}{number}</loc><lastmod>2026-01-0{number}</lastmod></url>" for number in range(1, 6)
    )
    (tmp_path / "index.html").write_text(f'<title>x</title><link rel="canonical" href="{base}">')
    (tmp_path / "robots.txt").write_text(f"# \0\nSitemap: {base}s.xml.gz")
    (tmp_path / "llms.txt").write_text("# Example")
    (tmp_path / "s.xml.gz").write_bytes(gzip.compress(f"<urlset>{urls}</urlset>".encode()))
    site = stored(str(tmp_path))
    assert site.robots == TextFile(f"{base}robots.txt", "ok", None, f"# \nSitemap: {base}s.xml.gz", 41)
    assert site.llms.text == "# Example"
    assert [(file.url, file.entries, file.declared) for file in site.sitemaps] == [(f"{base}s.xml.gz", 5, True)]
    entries = list(site.sitemap_entries())
    assert entries[0] == SitemapEntry(f"{base}s.xml.gz", f"{base}1", site.key(f"{base}1"), "2026-01-01")
    assert [entry.url for entry in entries] == [f"{base}{number}" for number in range(1, 6)]


def test_a_private_address_is_read_only_when_that_was_allowed() -> None:
    with serving({"/": answer("<title>x</title>")}) as live:
        with pytest.raises(SourceError, match=r"its address is not a public one .* --allow-private"):
            open_source(Reading(live.url))
        assert live.connections == 0
        assert open_source(Reading(live.url, allow_private=True)).base_url == live.url


@pytest.mark.django_db
def test_robots_txt_and_sitemaps_of_a_live_site_are_stored() -> None:
    with serving() as live:
        live.routes |= {
            "/": answer("<title>x</title>"),
            "/robots.txt": answer("User-agent: *\nDisallow: /private", content_type="text/plain"),
            "/sitemap.xml": answer(f"<urlset><url><loc>{live.url}</loc></url></urlset>"),
        }
        site = stored(live.url)
    assert (site.robots.state, site.robots.status, site.robots.text) == ("ok", 200, "User-agent: *\nDisallow: /private")
    assert (site.llms.state, site.llms.status) == ("absent", 404)
    assert [entry.key for entry in site.sitemap_entries()] == [site.home]
