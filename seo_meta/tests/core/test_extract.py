import json

import pytest

from seo_meta.core.extract import MAX_HTML_BYTES, extract
from seo_meta.core.types import Document
from seo_meta.tests.factories import facts_of
from seo_meta.tests.vectors import shared


def test_a_title_says_where_it_stands() -> None:
    page = facts_of("<head><title> Our\n coffee </title></head><body><title>Late</title></body>")
    assert [(title.text, title.in_head) for title in page.titles] == [("Our coffee", True), ("Late", False)]


def test_a_title_in_a_drawing_or_a_template_is_not_the_pages() -> None:
    page = facts_of("<svg><g><title>A bean</title></g></svg><template><title>Later</title><a href=/x>x</a></template>")
    assert (page.titles, page.anchors) == ((), ())


def test_a_byte_order_mark_does_not_push_the_head_into_the_body() -> None:
    page = facts_of(b"\xef\xbb\xbf<title>Coffee</title><meta name=description content=x>")
    assert page.titles[0].in_head
    assert page.metas[0].in_head


def test_a_noscript_in_the_head_does_not_end_it() -> None:
    page = facts_of("<head><noscript><img src=pixel.gif></noscript><link rel=canonical href=/a></head>")
    assert page.canonicals[0].in_head
    assert page.head_break is None
    assert page.images == ()


def test_the_element_that_ends_the_head_early_is_named() -> None:
    page = facts_of("<head>\n<title>x</title>\n<div></div>\n<link rel=canonical href=/a>\n</head>")
    assert (page.head_break.tag, page.head_break.line) == ("div", 3)
    assert not page.canonicals[0].in_head


@pytest.mark.parametrize(
    ("head", "tag"),
    [
        ("<iframe></iframe>", "iframe"),
        ("stray text", "#text"),
        ("<title>a < b</title><script>'<div>'</script><noscript><img></noscript><!-- <p> -->", None),
    ],
)
def test_only_what_may_not_stand_in_a_head_breaks_it(head: str, tag: str | None) -> None:
    page = facts_of(f"<!doctype html><html><head>{head}<meta name=robots content=noindex></head><body><p>x")
    assert (page.head_break and page.head_break.tag) == tag
    assert page.metas[0].in_head == (tag is None)


def test_a_document_without_a_head_end_tag_has_no_broken_head() -> None:
    assert facts_of("<title>x</title><p>text").head_break is None


def test_a_redirect_says_where_it_leads() -> None:
    page = facts_of("", status=301, headers={"location": "/new#top"})
    assert page.redirect_url == "https://example.com/new"


def test_urls_resolve_against_the_base_element() -> None:
    page = facts_of('<base href="/docs/"><a href="a.html#top">a</a><img src="b.png"><a href="http://[">bad</a>')
    assert page.base_url == "https://example.com/docs/"
    assert page.anchors[0].url == "https://example.com/docs/a.html"
    assert page.anchors[0].fragment == "top"
    assert page.images[0].url == "https://example.com/docs/b.png"
    assert page.anchors[1].url is None


def test_an_absent_an_empty_and_a_written_alt_are_three_things() -> None:
    page = facts_of("<img src=a><img src=b alt><img src=c alt=''><img src=d alt=Dog>")
    assert [image.alt for image in page.images] == [None, "", "", "Dog"]


def test_a_linked_image_names_its_link() -> None:
    page = facts_of("<a href=/dog><img src=d alt=' A dog '></a><a href=/cat>Cat <img src=c alt=x></a>")
    assert [(anchor.text, anchor.image_alt) for anchor in page.anchors] == [("", "A dog"), ("Cat", None)]
    assert [image.only_in_link for image in page.images] == [True, False]


def test_headings_keep_their_order_and_fall_back_to_image_alt() -> None:
    page = facts_of("<h2>Second</h2><h1><img alt=Logo></h1><h3> </h3>")
    headings = [(heading.level, heading.text, heading.from_alt) for heading in page.headings]
    assert headings == [(2, "Second", False), (1, "Logo", True), (3, "", False)]


@pytest.mark.parametrize(
    ("source", "error", "line"),
    [
        ('{"@type": "Thing"}', "", None),
        ('{"@type":\n "Thing",}', "Expecting property name enclosed in double quotes", 2),
        ("", "Expecting value", 1),
        ('{"price": NaN}', "NaN is not JSON", None),
        ("[" * 100_000, "Nested too deeply", None),
    ],
)
def test_json_ld_is_kept_with_the_place_of_its_error(source: str, error: str, line: int | None) -> None:
    block = facts_of(f'<script type="application/ld+json">{source}</script>').json_ld[0]
    assert (block.text, block.error, block.error_line) == (source, error, line)


def test_robots_directives_come_from_meta_and_header() -> None:
    page = facts_of(
        '<meta name="ROBOTS" content="NoIndex , max-snippet: 0">',
        headers={"x-robots-tag": "googlebot: nofollow, unavailable_after: Wed, 03 Dec 2025 13:09:53 GMT"},
    )
    assert [(token.agent, token.token, token.origin) for token in page.robots] == [
        ("robots", "noindex", "meta"),
        ("robots", "max-snippet:0", "meta"),
        ("googlebot", "nofollow", "header"),
        ("googlebot", "unavailable_after:wed, 03 dec 2025 13:09:53 gmt", "header"),
    ]
    assert not page.indexable


def test_main_text_leaves_navigation_and_frame_out() -> None:
    frame = "<header>Brand</header><nav>Home About</nav>{}<footer>Imprint</footer>"
    alone = facts_of("<p>one two three four</p>")
    framed = facts_of(frame.format("<p>one  two\nthree four</p>"))
    in_main = facts_of(frame.format("<div>Offer</div><main><nav>x</nav><p>one two three four</p></main>"))
    assert alone.word_count == framed.word_count == in_main.word_count == 4
    assert alone.content_hash == framed.content_hash == in_main.content_hash
    assert alone.signature == framed.signature


def test_words_of_scripts_without_spaces_are_counted_by_character() -> None:
    assert facts_of("<p>コーヒー豆を焙煎する</p>").word_count >= 10


def test_lines_point_at_the_start_tags() -> None:
    page = facts_of(
        "<!doctype html>\n<html>\n<head>\n<title>x</title>\n<!-- <img> -->\n<meta\nname=a>\n</head>\n<p>\n<img>\n<a>"
    )
    assert (page.html_line, page.titles[0].line, page.metas[0].line) == (2, 4, 6)
    assert (page.images[0].line, page.anchors[0].line) == (10, 11)


def test_a_line_that_cannot_be_trusted_is_not_told() -> None:
    # The parser closes and reopens the first link, so there are more elements than start tags.
    page = facts_of("<a href=/1>one<p><a href=/2>two")
    assert len(page.anchors) > 2
    assert {anchor.line for anchor in page.anchors} == {None}


def test_ids_and_names_are_the_targets_of_fragments() -> None:
    assert facts_of("<h2 id=why>Why</h2><a name=old></a><p id=why>again</p>").ids == ("why", "old")


def test_a_document_that_is_no_html_keeps_only_its_headers() -> None:
    page = extract(
        Document("https://example.com/a.pdf", b"%PDF <title>x</title>", headers={"content-type": "application/pdf"})
    )
    assert (page.titles, page.is_html, page.indexable, page.content_type) == ((), False, False, "application/pdf")


def test_the_title_and_anchors_of_the_html5lib_trees_are_found() -> None:
    """Facts derived from html5lib's expected trees. The parser differs from them on a few recorded cases."""
    cases = json.loads(shared("vectors/html5lib-tests/title_anchor_expectations.json").read_text())
    titles = anchors = 0
    for case in cases:
        page = extract(Document("https://example.com/", case["data"].encode("utf-8", "surrogatepass")))
        found = page.titles[0].text if page.titles else None
        expected = None if case["title"] is None else " ".join(case["title"].split())
        titles += found == expected
        anchors += len(page.anchors) == case["n_a"]
    assert len(cases) == 1592
    assert titles >= 1580
    assert anchors >= 1580


def test_every_real_page_is_read() -> None:
    pages = sorted(shared("data/web_pages").glob("*.html"))
    facts = [extract(Document(f"https://example.com/{page.name}", page.read_bytes())) for page in pages]
    assert len(facts) == 130
    assert sum(1 for page in facts if page.title) >= 125
    assert all(page.word_count for page in facts if page.byte_size > 5_000)


def test_comments_before_the_doctype_are_passed_over_once() -> None:
    # A pattern that could try each of them in two ways would never come to an end.
    assert facts_of("<!---->\n" * 20_000 + "<!-x>").doctype == ""
    assert facts_of("<!-- a -- b --> <?xml?>" * 3 + "<!DOCTYPE html>").doctype == "html"


def cut_page(end: str, encoding: str = "utf-8") -> bytes:
    """Two megabytes of HTML, of which `end` is the last, and a heading behind them."""
    start = "<title>Tea</title><h1>Seen</h1><p>"
    room = MAX_HTML_BYTES - len((start + end).encode(encoding))
    return (start + "x" * room + end + "<h2 id=late>Not seen</h2>").encode(encoding)


def test_html_is_read_as_far_as_googlebot_reads() -> None:
    body = cut_page("</p>")
    page = facts_of(body)
    assert (page.cut, page.byte_size) == (True, len(body))
    assert ([heading.text for heading in page.headings], page.ids) == (["Seen"], ())
    whole = facts_of(body[:MAX_HTML_BYTES])
    assert (whole.cut, whole.byte_size) == (False, MAX_HTML_BYTES)


def test_what_is_no_html_is_never_cut() -> None:
    page = facts_of(bytes(MAX_HTML_BYTES + 1), headers={"content-type": "application/pdf"})
    assert (page.cut, page.byte_size) == (False, MAX_HTML_BYTES + 1)


@pytest.mark.parametrize("length", range(4))
def test_a_character_that_is_cut_in_two_does_not_change_the_encoding(length: int) -> None:
    character = "\U0001f375".encode()
    body = cut_page("")[:MAX_HTML_BYTES]
    page = facts_of(body[: MAX_HTML_BYTES - length] + character * 3)
    assert (page.cut, page.encoding) == (True, "utf-8")


def test_a_page_in_another_encoding_loses_no_more_than_a_character() -> None:
    assert facts_of(b"<title>Tea</title><p>" + b"\x80" * MAX_HTML_BYTES).title == "Tea"


def test_a_tag_or_script_that_is_cut_in_two_is_left_out() -> None:
    json_ld = '<script type="application/ld+json">{"@type": "Thing", "name": "'
    for half in ("<a href=/b", json_ld, json_ld.upper() + "<b>"):
        page = facts_of(cut_page(half))
        assert page.cut
        assert (page.anchors, page.json_ld, page.headings[0].text) == ((), (), "Seen")


def test_a_page_that_was_not_parsed_says_why_and_keeps_what_its_headers_say() -> None:
    headers = {"x-robots-tag": "noindex", "link": '</b>; rel="canonical"'}
    document = Document("https://example.com/a", b"<title>Tea</title>", headers=headers)
    page = extract(document, unparsed="parsing took longer than 2 seconds")
    assert (page.unparsed, page.title, page.byte_size) == ("parsing took longer than 2 seconds", "", 18)
    assert page.noindex
    assert page.links


def test_a_page_that_would_stop_the_parser_is_not_parsed() -> None:
    page = facts_of("<title>Tea</title>" + "<div>" * 100_000)
    assert (page.unparsed, page.title) == ("more than 10,000 elements are nested", "")


def test_what_is_no_html_needs_no_parser() -> None:
    document = Document("https://example.com/a.txt", b"<div>" * 100_000, headers={"content-type": "text/plain"})
    assert extract(document, unparsed="killed").unparsed == ""
