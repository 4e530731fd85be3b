import pytest

from seo_meta.core import sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*locations: str, namespace: str = NAMESPACE) -> bytes:
    entries = "".join(f"<url><loc>{location}</loc></url>" for location in locations)
    return f"<urlset {namespace}>{entries}</urlset>".encode()


def read(body: bytes) -> sitemap.Sitemap:
    return sitemap.parse([body])


def locations(body: bytes) -> list[str]:
    return [entry.loc for entry in read(body).entries]


def test_a_urlset_lists_pages():
    found = read(urlset("https://e.test/a", "https://e.test/b?x=1&amp;y=2"))
    assert (found.is_index, found.count) == (False, 2)
    assert [entry.loc for entry in found.entries] == ["https://e.test/a", "https://e.test/b?x=1&y=2"]


def test_lastmod_comes_with_its_page():
    body = (
        f"<urlset {NAMESPACE}><url><lastmod> 2026-01-02 </lastmod><loc>https://e.test/a</loc></url>"
        "<url><loc>https://e.test/b</loc></url>"
        "<url><loc>https://e.test/c</loc><lastmod>2026-01-03</lastmod><lastmod>2000-01-01</lastmod></url></urlset>"
    )
    assert [(entry.loc, entry.lastmod) for entry in read(body.encode()).entries] == [
        ("https://e.test/a", "2026-01-02"),
        ("https://e.test/b", ""),
        ("https://e.test/c", "2026-01-03"),
    ]


def test_a_lastmod_without_end_is_cut():
    body = f"<urlset><url><loc>https://e.test/a</loc><lastmod>{'2' * 9_000_000}</lastmod></url></urlset>"
    assert len(read(body.encode()).entries[0].lastmod) == 40


def test_an_index_lists_sitemaps():
    body = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://e.test/s1.xml</loc></sitemap></sitemapindex>".encode()
    assert read(body) == sitemap.Sitemap(True, (sitemap.Entry("https://e.test/s1.xml"),), 1, len(body))


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
    assert read(feed.encode()).entries == (sitemap.Entry("https://e.test/a", lastmod),)


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


def test_after_the_50000th_url_it_is_only_known_that_there_are_more():
    body = urlset(*(f"https://e.test/{number}" for number in range(50_100)))
    for found in (read(body), read(b"https://e.test/\n" * 50_100)):
        assert (len(found.entries), found.count) == (50_000, 50_001)


def test_bytes_after_50_mb_are_ignored(monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_BYTES", 100_000)
    body = urlset(*(f"https://e.test/{number}" for number in range(10_000)))
    assert 0 < read(body).count < 10_000
    assert 0 < read(b"https://e.test/\n" * 10_000).count < 10_000


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
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
    assert sentence in read(body).error


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
    found = read(definition.encode() + urlset("https://e.test/&b;"))
    assert "document type definition" in found.error
    assert found.entries == ()


def test_deep_nesting_ends_without_a_page():
    assert "more than 100 elements" in read(b"<urlset>" + b"<a>" * 100_000).error


XHTML = 'xmlns:x="http://www.w3.org/1999/xhtml"'


def alternates(links: str) -> tuple[tuple[str, str], ...]:
    body = f"<urlset {NAMESPACE} {XHTML}><url><loc>https://e.test/a</loc>{links}</url><url/></urlset>"
    first, second = read(body.encode()).entries
    assert second.alternates == ()
    assert first.loc == "https://e.test/a"
    return first.alternates


def test_the_translations_of_a_page_are_kept():
    assert alternates(
        '<x:link rel="alternate" hreflang="de-CH" href="HTTPS://e.test/ä"/>'
        '<x:link rel="alternate" hreflang=" x-default " href=" https://e.test/ "></x:link>'
    ) == (("de-CH", "https://e.test/%C3%A4"), ("x-default", "https://e.test/"))


@pytest.mark.parametrize(
    "link",
    [
        '<x:link rel="alternate" href="https://m.e.test/a" media="only screen and (max-width: 640px)"/>',
        '<x:link rel="canonical" hreflang="de" href="https://e.test/de"/>',
        '<x:link rel="alternate" hreflang="de" href="/de"/>',
        '<x:link rel="alternate" hreflang="de"/>',
        '<link rel="alternate" hreflang="de" href="https://e.test/de"/>',
        f'<x:link rel="alternate" hreflang="de" href="https://e.test/{"d" * 2048}"/>',
        '<other><x:link rel="alternate" hreflang="de" href="https://e.test/de"/></other>',
    ],
)
def test_what_is_no_translation_is_none(link):
    assert alternates(link) == ()


def test_the_translations_of_a_page_and_of_a_file_have_an_end(monkeypatch):
    link = '<x:link rel="alternate" hreflang="de" href="https://e.test/de"/>'
    assert len(alternates(link * 101)) == 100
    monkeypatch.setattr(sitemap, "MAX_ALL_ALTERNATES", 3)
    body = f"<urlset {XHTML}>" + f"<url>{link * 2}</url>" * 3 + "</urlset>"
    assert [len(entry.alternates) for entry in read(body.encode()).entries] == [2, 1, 0]


def test_what_stands_before_a_fault_is_kept():
    body = urlset("https://e.test/a", "https://e.test/b?x=1&y=2")
    assert locations(body) == ["https://e.test/a"]


@pytest.mark.parametrize("size", [1, 3, 1000, 20_000])
def test_pieces_of_any_size_are_one_file(size):
    addresses = [f"https://e.test/{number}" for number in range(1000)]
    for body in (urlset(*addresses), "\r\n".join(addresses).encode(), ("\ufeff" + "\n".join(addresses)).encode()):
        found = sitemap.parse(body[start : start + size] for start in range(0, len(body), size))
        assert [entry.loc for entry in found.entries] == addresses
        assert found.byte_size == len(body)


def test_a_line_without_end_is_no_address():
    pieces = [b"https://e.test/a\nhttps://e.test/", *[b"b" * 1000] * 1000, b"\nhttps://e.test/c"]
    assert [entry.loc for entry in sitemap.parse(pieces).entries] == ["https://e.test/a", "https://e.test/c"]
