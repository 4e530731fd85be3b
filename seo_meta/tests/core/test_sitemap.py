import pytest

from seo_meta.core import sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*locations: str, namespace: str = NAMESPACE) -> bytes:
    entries = "".join(f"<url><loc>{location}</loc></url>" for location in locations)
    return f"<urlset {namespace}>{entries}</urlset>".encode()


def locations(body: bytes) -> list[str]:
    return [entry.loc for entry in sitemap.parse(body).entries]


def test_a_urlset_lists_pages():
    found = sitemap.parse(urlset("https://e.test/a", "https://e.test/b?x=1&amp;y=2"))
    assert (found.is_index, found.count) == (False, 2)
    assert [entry.loc for entry in found.entries] == ["https://e.test/a", "https://e.test/b?x=1&y=2"]


def test_lastmod_comes_with_its_page():
    body = (
        f"<urlset {NAMESPACE}><url><lastmod> 2026-01-02 </lastmod><loc>https://e.test/a</loc></url>"
        "<url><loc>https://e.test/b</loc></url>"
        "<url><loc>https://e.test/c</loc><lastmod>2026-01-03</lastmod><lastmod>2000-01-01</lastmod></url></urlset>"
    )
    assert [(entry.loc, entry.lastmod) for entry in sitemap.parse(body.encode()).entries] == [
        ("https://e.test/a", "2026-01-02"),
        ("https://e.test/b", ""),
        ("https://e.test/c", "2026-01-03"),
    ]


def test_a_lastmod_without_end_is_cut():
    body = f"<urlset><url><loc>https://e.test/a</loc><lastmod>{'2' * 9_000_000}</lastmod></url></urlset>"
    assert len(sitemap.parse(body.encode()).entries[0].lastmod) == 40


def test_an_index_lists_sitemaps():
    body = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://e.test/s1.xml</loc></sitemap></sitemapindex>".encode()
    assert sitemap.parse(body) == sitemap.Sitemap(True, (sitemap.Entry("https://e.test/s1.xml"),), 1)


@pytest.mark.parametrize(
    ("feed", "lastmod"),
    [
        ("<rss><channel><link>https://e.test/</link><item><link>https://e.test/a</link></item></channel></rss>", ""),
        (
            (
                '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://e.test/"/><entry>'
                '<link rel="enclosure" href="https://e.test/a.mp3"/><link href="https://e.test/a"/>'
                "<updated>2026-01-02T03:04:05Z</updated></entry></feed>"
            ),
            "2026-01-02T03:04:05Z",
        ),
    ],
)
def test_a_feed_lists_its_items(feed, lastmod):
    assert sitemap.parse(feed.encode()).entries == (sitemap.Entry("https://e.test/a", lastmod),)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_lists_one_page_a_line(mark):
    body = f"{mark}https://e.test/a\r\n\nnot a URL\nhttps://e.test/b".encode()
    assert locations(body) == ["https://e.test/a", "https://e.test/b"]


@pytest.mark.parametrize(
    "namespace", ["", 'xmlns="http://www.google.com/schemas/sitemap/0.84"', 'xmlns="https://typo.test/"']
)
def test_any_namespace_will_do(namespace):
    assert locations(urlset("https://e.test/a", namespace=namespace)) == ["https://e.test/a"]


def test_prefixes_white_space_and_cdata_are_read():
    body = (
        '  \n<?xml version="1.0"?><s:urlset xmlns:s="x"><s:url><s:loc>\n <![CDATA[https://e.test/?a=1&b=2]]> '
        "</s:loc></s:url></s:urlset>"
    )
    assert locations(body.encode()) == ["https://e.test/?a=1&b=2"]


def test_utf_16_is_read():
    body = "\ufeff" + urlset("https://e.test/é").decode()
    assert locations(body.encode("utf-16-le")) == ["https://e.test/%C3%A9"]


@pytest.mark.parametrize(
    ("written", "kept"), [("HTTPS://E.test", "https://e.test/"), ("http://e.test/a b", "http://e.test/a%20b")]
)
def test_two_spellings_of_a_url_are_one(written, kept):
    assert locations(urlset(written)) == [kept]


def test_the_locations_of_images_are_no_pages():
    body = (
        f'<urlset {NAMESPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>'
        "<image:image><image:loc>https://e.test/i.png</image:loc></image:image><loc>https://e.test/a</loc>"
        "<other><loc>https://e.test/deeper</loc></other></url></urlset>"
    )
    assert locations(body.encode()) == ["https://e.test/a"]


@pytest.mark.parametrize("location", ["/relative", "javascript:alert(1)", "file:///etc/passwd", ""])
def test_what_is_no_absolute_http_url_is_kept_as_written_and_not_listable(location):
    assert locations(urlset(location, "https://e.test/a")) == [location, "https://e.test/a"]
    assert not sitemap.is_listable(location)


def test_a_url_of_more_than_usual_length_is_cut_and_not_listable():
    (location,) = locations(urlset("https://e.test/" + "a" * 9_000_000))
    assert len(location) == 2049
    assert not sitemap.is_listable(location)


def test_urls_after_the_50000th_are_only_counted():
    body = urlset(*(f"https://e.test/{number}" for number in range(50_001)))
    for found in (sitemap.parse(body), sitemap.parse(b"https://e.test/\n" * 50_001)):
        assert (len(found.entries), found.count) == (50_000, 50_001)


def test_bytes_after_50_mb_are_ignored(monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_BYTES", 100_000)
    body = urlset(*(f"https://e.test/{number}" for number in range(10_000)))
    assert 0 < sitemap.parse(body).count < 10_000
    assert 0 < sitemap.parse(b"https://e.test/\n" * 10_000).count < 10_000


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "neither XML nor a text"),
        (b"hello", "neither XML nor a text"),
        (b"\x89PNG\r\n", "neither XML nor a text"),
        (b"\n<!DOCTYPE html><title>Not found</title>", "an HTML page"),
        (b"<html><body/></html>", "an HTML page"),
        (b"<opml><body/></opml>", "neither urlset nor sitemapindex"),
        (urlset("https://e.test/a")[:-3], "not well-formed XML"),
        (urlset("https://e.test/?a=1&b=2"), "not well-formed XML"),
        (b"<urlset><url><loc>https://e.test/\x00</loc></url></urlset>", "not well-formed XML"),
        (b'<?xml version="1.0" encoding="klingon"?>' + urlset("https://e.test/a"), "not well-formed XML"),
    ],
)
def test_what_is_no_sitemap_is_refused_with_a_sentence(body, sentence):
    with pytest.raises(ValueError, match=sentence):
        sitemap.parse(body)


@pytest.mark.parametrize(
    "definition",
    [
        '<!DOCTYPE u [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE u [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE u SYSTEM "http://127.0.0.1:1/u.dtd">',
        '<!DOCTYPE u [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]>',
    ],
)
def test_a_document_type_definition_is_refused(definition):
    with pytest.raises(ValueError, match="document type definition"):
        sitemap.parse(definition.encode() + urlset("https://e.test/&b;"))


def test_deep_nesting_ends_without_a_page():
    with pytest.raises(ValueError, match="not well-formed"):
        sitemap.parse(b"<urlset>" + b"<a>" * 100_000)
