import pytest

from seo_meta.core import sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*locations: str, namespace: str = NAMESPACE) -> bytes:
    entries = "".join(f"<url><loc>{location}</loc></url>" for location in locations)
    return f"<urlset {namespace}>{entries}</urlset>".encode()


def test_a_urlset_lists_pages():
    found = sitemap.parse(urlset("https://e.test/a", "https://e.test/b?x=1&amp;y=2"))
    assert found == sitemap.Sitemap(urls=("https://e.test/a", "https://e.test/b?x=1&y=2"))


def test_an_index_lists_sitemaps():
    body = f"<sitemapindex {NAMESPACE}><sitemap><loc>https://e.test/s1.xml</loc></sitemap></sitemapindex>".encode()
    assert sitemap.parse(body) == sitemap.Sitemap(sitemaps=("https://e.test/s1.xml",))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_lists_one_page_a_line(mark):
    found = sitemap.parse(f"{mark}https://e.test/a\r\n\nnot a URL\nhttps://e.test/b".encode())
    assert found.urls == ("https://e.test/a", "https://e.test/b")


@pytest.mark.parametrize(
    "namespace", ["", 'xmlns="http://www.google.com/schemas/sitemap/0.84"', 'xmlns="https://typo.test/"']
)
def test_any_namespace_will_do(namespace):
    assert sitemap.parse(urlset("https://e.test/a", namespace=namespace)).urls == ("https://e.test/a",)


def test_prefixes_white_space_and_cdata_are_read():
    body = (
        '  \n<?xml version="1.0"?><s:urlset xmlns:s="x"><s:url><s:loc>\n <![CDATA[https://e.test/?a=1&b=2]]> '
        "</s:loc></s:url></s:urlset>"
    )
    assert sitemap.parse(body.encode()).urls == ("https://e.test/?a=1&b=2",)


def test_utf_16_is_read():
    body = "\ufeff" + urlset("https://e.test/é").decode()
    assert sitemap.parse(body.encode("utf-16-le")).urls == ("https://e.test/é",)


def test_the_locations_of_images_are_no_pages():
    body = (
        f'<urlset {NAMESPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url>'
        "<image:image><image:loc>https://e.test/i.png</image:loc></image:image><loc>https://e.test/a</loc>"
        "<other><loc>https://e.test/deeper</loc></other></url></urlset>"
    )
    assert sitemap.parse(body.encode()).urls == ("https://e.test/a",)


@pytest.mark.parametrize(
    "location", ["/relative", "javascript:alert(1)", "file:///etc/passwd", "", "https://" + "a" * 2048]
)
def test_what_is_no_absolute_http_url_of_usual_length_is_left_out(location):
    assert sitemap.parse(urlset(location, "https://e.test/a")).urls == ("https://e.test/a",)


def test_urls_after_the_50000th_are_ignored():
    body = urlset(*(f"https://e.test/{number}" for number in range(50_001)))
    assert len(sitemap.parse(body).urls) == 50_000
    assert len(sitemap.parse(b"https://e.test/\n" * 50_001).urls) == 50_000


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "neither XML nor a text"),
        (b"hello", "neither XML nor a text"),
        (b"\x89PNG\r\n", "neither XML nor a text"),
        (b"<!doctype html><title>Not found</title>", "not well-formed XML"),
        (b"<html><body/></html>", "neither urlset nor sitemapindex"),
        (b"<rss><channel/></rss>", "neither urlset nor sitemapindex"),
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
