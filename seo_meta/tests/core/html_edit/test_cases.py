"""The nasty inputs of the research, row by row (research/meta_flow.md, section 6.2): what becomes of every byte.

In a source, `[old=>new]` marks what the edit has to change; all else has to stay.
"""

# ruff: noqa: E501 - one row of the table a line

import re
from typing import NamedTuple

import pytest

from seo_meta.core.html_edit import Change, Reason, Refused, apply, plan

MARK = re.compile(rb"\[([^\[\]]*?)=>([^\[\]]*?)\]", re.DOTALL)
TITLE, DESCRIPTION, CANONICAL = "title", "meta:name=description", "canonical"
URL = "https://example.com/"


class Case(NamedTuple):
    row: str
    """The number in the table, with words."""
    source: bytes
    value: str | None = "New"
    field: str = TITLE
    warned: str = ""
    http_charset: str = ""


class Refusal(NamedTuple):
    row: str
    source: bytes
    reason: Reason
    value: str | None = "New"
    field: str = TITLE
    content_type: str = "text/html"


def page(head: bytes, body: bytes = b"<p>Text</p>") -> bytes:
    return b'<!doctype html>\n<html>\n<head>\n  <meta charset="utf-8">%s\n</head>\n<body>%s</body>\n</html>\n' % (
        head,
        body,
    )


def titled(before: bytes, after: bytes = b"") -> bytes:
    """A page whose real title stands between."""
    return page(before + b"\n  <title>[Old=>New]</title>" + after)


def inserting(body: bytes, title: bytes = b"New") -> bytes:
    return page(b"[=>\n  <title>%s</title>]" % title, body)


INSERTED = b'[=>\n  <meta name="description" content="New">]'

CASES = [
    Case("1 an icon's title before the page's", page(b"<svg><title>icon</title></svg><title>[Old=>New]</title>"), warned="in the body"),
    Case("1 an icon's title, and none in the head", inserting(b"<svg><title>icon</title></svg>")),
    Case("1 an icon's title after the head's", titled(b"").replace(b"<p>", b"<svg><title>icon</title></svg><p>")),
    Case("2 a title in a comment", titled(b"<!-- <title>old</title> -->")),
    Case("2 a comment that ends in --!>", titled(b"<!-- <title>old</title> --!>")),
    Case("2 comments that end at once", titled(b"<!--><!--->")),
    Case("3 a title in a conditional comment", titled(b"<!--[if IE]><title>IE</title><![endif]-->")),
    Case("4 a title between downlevel-revealed marks", page(b"<![if !IE]><title>[x=>New]</title><![endif]>")),
    Case("5 a title in a script", titled(b'<script>var t="<title>x</title>"</script>')),
    Case("5 a title in a style", titled(b"<style>/* <title>x</title> */</style>")),
    Case("6 a script in a comment in a script", titled(b"<script><!-- <script></script> <title>no</title> --></script>")),
    Case("6 a script that only opens a comment", titled(b"<script><!-- <title>no</title></script>")),
    Case("6 a script's comment that ends at once", titled(b"<script><!--> <script></script>")),
    *(
        Case(f"7 a title in {name.decode()}", inserting(b"<%s><title>x</title></%s>" % (name, name)))
        for name in (b"textarea", b"xmp", b"iframe", b"noembed", b"noframes")
    ),
    Case("7 a title in plaintext", inserting(b"<plaintext><title>x</title>")),
    Case("8 a title in a template", titled(b"<template><title>t</title></template>")),
    Case("8 a title in a template in a template", titled(b"<template><template></template><title>t</title></template>")),
    Case("8 a declarative shadow root", inserting(b'<div><template shadowrootmode="open"><title>t</title></template></div>')),
    Case("9 a noscript title after the real one", titled(b"", b"<noscript><title>x</title></noscript>")),
    Case("10 a title in srcdoc", inserting(b'<iframe srcdoc="<title>x</title>"></iframe>')),
    Case("11 a title in SVG's HTML", page(b"", b"<svg><foreignObject><title>[x=>New]</title></foreignObject></svg>"), warned="in the body"),
    Case("11 a title in MathML's HTML", page(b"", b"<math><mtext><title>[x=>New]</title></mtext></math>"), warned="in the body"),
    Case("11 a title in SVG's HTML after the real one", titled(b"").replace(b"<p>", b"<svg><desc><title>x</title></desc></svg><p>"), warned="2 elements"),
    Case("11 a CDATA section of SVG", inserting(b"<svg><![CDATA[<title>x</title></svg><title>x</title>]]></svg>")),
    Case("12 two titles", titled(b"", b"\n  <title>Second</title>"), warned="2 elements"),
    Case("13 two descriptions", page(b'<meta name=description content="[a=>New]"><meta name=description content="b">'), field=DESCRIPTION, warned="2 elements"),
    Case("14 content first, single quotes, self-closing", page(b"<meta content='[d=>New]' name='description'/>"), field=DESCRIPTION),
    Case("15 no quotes", page(b'<meta name=description content=[old=>"New"]>'), field=DESCRIPTION),
    Case("15 no quotes, before a slash that is part of the value", page(b'<meta name=description content=[old/=>"New"]>'), field=DESCRIPTION),
    Case("16 spaces around the equals sign", page(b'<meta name = "description"  content = "[old=>New]" >'), field=DESCRIPTION),
    Case("17 capitals", page(b'<META NAME="DESCRIPTION" CONTENT="[d=>New]">'), field=DESCRIPTION),
    Case("18 an apostrophe between double quotes", page(b'<meta name="description" content="[It\'s ok=>New]">'), field=DESCRIPTION),
    Case("18 a double quote between single quotes", page(b"<meta name='description' content='[say \"hi\"=>It&#39;s \"N\"]'>"), 'It\'s "N"', DESCRIPTION),
    Case("18 a double quote into double quotes", page(b'<meta name="description" content="[d=>It\'s &quot;N&quot;]">'), 'It\'s "N"', DESCRIPTION),
    Case("19 > inside quotes", page(b'<meta name="description" content="[a > b=>New]">'), field=DESCRIPTION),
    Case("20 a repeated attribute", page(b'<meta name="description" content="[a=>New]" content="b">'), field=DESCRIPTION),
    Case("21 a title with attributes", page(b'<title data-x=">">[Real=>New]</title>')),
    Case("22 a description without content", page(b'<meta name="description"[=> content="New"]>'), field=DESCRIPTION),
    Case("22 content without a value", page(b'<meta content[=>="New"] name="description">'), field=DESCRIPTION),
    Case("22 content with an equals sign only", page(b'<meta name="description" content=[=>"New"]>'), field=DESCRIPTION),
    Case("22 empty content", page(b'<meta name="description" content="[=>New]">'), field=DESCRIPTION),
    *(
        Case(f"23 {words}", page(INSERTED + b"\n  <meta %s content='x'>" % attribute), field=DESCRIPTION, warned="looks like a description")
        for words, attribute in (
            ("a property", b'property="description"'),
            ("an itemprop", b'itemprop="description"'),
            ("Dublin Core", b'name="dc.description"'),
            ("two names", b'name="og:description description"'),
        )
    ),
    Case("26 end tags with a space or a line", page(b"<title>[Old=>New]</title >")),
    Case("26 an end tag in capitals with a line", page(b"<title>[Old=>New]</TITLE\n>")),
    Case("26 an end tag with attributes", page(b"<title>[Old=>New]</title a='>'>")),
    Case("27 a bare less-than sign", page(b"<title>[a < b & c=>1 &lt; 2 &amp; 3 > 2]</title>"), "1 < 2 & 3 > 2"),
    Case("27 references are escaped once", page(b"<title>[AT&T &amp;amp; &copy;=>AT&amp;amp;T]</title>"), "AT&amp;T"),
    Case("28 markup is text", page(b"<title>[Old=>&lt;/title>&lt;script>]</title>"), "</title><script>"),
    Case("28 markup in an attribute", page(b'<meta name="description" content="[d=>&quot;>&lt;/title>&lt;script>]">'), '"></title><script>', DESCRIPTION),
    Case("28 what a pattern would take for a group", page(rb"<title>[Old=>\1 $1 \g0]</title>"), r"\1 $1 \g0"),
    Case("29 a digit first", page(b"<title>[Old=>2024 report]</title>"), "2024 report"),
    Case("31 no head", b"<!doctype html>[=>\n<title>New</title>]\n<h1>Text</h1>\n"),
    Case("31 no head, but html", b"<!doctype html>\n<html>[=><title>New</title>]<h1>Text</h1>"),
    Case("31 <header> only", b"<!doctype html>[=><title>New</title>]<header>Text</header>"),
    Case("31 no head, but a title", b'<!doctype html>\n<title>A</title>[=>\n<meta name="description" content="New">]\n<p>Text', field=DESCRIPTION),
    Case("31 no head, below comments", b"<!doctype html>\n<!-- a -->\n<html>\n<!-- b -->[=>\n<title>New</title>]\n<h1>Text</h1>"),
    Case("32 a head after stray text", b'<!doctype html>\n<html>[=>\n<meta name="description" content="New">]\nstray<head><title>A</title></head>', field=DESCRIPTION),
    Case("32 a title after a div that ended the head", page(b"<div></div><title>[Old=>New]</title>"), warned="in the body"),
    Case("32 inserted before the div", page(INSERTED + b"<div></div><title>Old</title>"), field=DESCRIPTION),
    Case("33 a description in the body", page(b"", b'<meta name="description" content="[d=>New]">'), field=DESCRIPTION, warned="in the body"),
    Case("34 a byte-order mark", b"\xef\xbb\xbf" + titled(b"")),
    Case("34 a byte-order mark and no title", b"\xef\xbb\xbf" + inserting(b"")),
    Case("36 windows-1252", b"<!doctype html><meta charset=windows-1252><title>[\xfcber=>\x93N\xe9w\x94 &#8364;]</title><p>\x80".replace(b"&#8364;", b"\x80"), "“Néw” €"),
    Case("36 windows-1252 lacks a character", b"<!doctype html><meta charset=windows-1252><title>[\xfc=>\xe9 &#8805; &#127744;]</title>", "é ≥ 🌀"),
    Case("36 Shift_JIS", b"<!doctype html><meta charset=shift_jis><title>[\x83\x5c=>\x95\x5c\x8e\xa6 &#8364;]</title><p>\x83\x5c", "表示 €"),
    Case("36 GBK", b"<!doctype html><meta charset=gbk><title>[\xd6\xd0=>\xce\xc4]</title>", "文"),
    Case("36 EUC-KR", b"<!doctype html><meta charset=euc-kr><title>[x=>\xb0\xa1]</title>", "가"),
    Case("36 KOI8-R", b"<!doctype html><meta charset=koi8-r><title>[x=>\xd1]</title>", "я"),
    Case("37 bytes that are not of the declared encoding", b"<!doctype html><meta charset=utf-8><title>[x=>N&#233;w]</title>\xff", "Néw", warned="not certain"),
    Case("37 two encodings", b"<!doctype html><meta charset=utf-8><meta charset=koi8-r><title>[x=>N&#233;w]</title>", "Néw", warned="not certain"),
    Case("37 no encoding", b"<!doctype html><title>[x=>N&#233;w]</title>", "Néw", warned="not certain"),
    Case("37 another encoding in the header", b"<!doctype html><meta charset=utf-8><title>[x=>N&#233;w]</title>", "Néw", warned="not certain", http_charset="koi8-r"),
    Case("37 an encoding after byte 1,024", b"<!doctype html><!--%s--><meta charset=utf-8><title>[x=>N&#233;w]</title>" % (b" " * 1024), "Néw", warned="not certain"),
    Case("38 invalid bytes elsewhere", titled(b"").replace(b"Text", b"\xff\xfe\x80")),
    Case("39 CRLF", page(INSERTED).replace(b"\n", b"\r\n"), field=DESCRIPTION),
    Case("39 CR", page(INSERTED).replace(b"\n", b"\r"), field=DESCRIPTION),
    Case("39 CRLF and LF", b'<!doctype html>\n<html>\r\n<head>\n\t<meta charset=utf-8>\r\n\t<title>A</title>[=>\r\n\t<meta name="description" content="New">]\n</head>\r\n', field=DESCRIPTION),
    Case("40 no newline at the end", titled(b"").rstrip()),
    Case("41 tabs", page(INSERTED).replace(b"  ", b"\t"), field=DESCRIPTION),
    Case("41 four spaces", page(INSERTED).replace(b"  ", b"    "), field=DESCRIPTION),
    Case("41 one line", b'<!doctype html><html><head><meta charset="utf-8"/>[=><meta name="description" content="New"/>]</head><body></body></html>', field=DESCRIPTION),
    Case("41 self-closing with a space", page(INSERTED.replace(b'">', b'" />')).replace(b'utf-8">', b'utf-8" />'), field=DESCRIPTION),
    Case("41 an empty head", b"<!doctype html>\n<html>\n  <head>[=>\n    <title>New</title>]\n  </head>\n</html>"),
    Case("41 an empty head with tabs", b"<!doctype html>\r\n\t<head>[=>\r\n\t\t<title>New</title>]\r\n\t</head>"),
    Case("42 white space, form feeds and NULs", page(b"\f\t <title>\t[Old=>New] \n</title>  \t", b"\x00 \f \x00  \t\n")),
    Case("43 bidi marks, joiners, combining marks", page("<title>[e\u0301=>\u200fא \U0001f469\u200d\U0001f680 e\u0301]</title><p>e\u0301".encode()), "\u200fא \U0001f469\u200d\U0001f680 e\u0301"),
    *(
        Case(f"45 {mark.decode()}", page(b'<meta %s name="description" content="[d=>New]">' % mark), field=DESCRIPTION, warned="A script of the page")
        for mark in (b'data-hid="d"', b'data-rh="true"', b'data-react-helmet="true"', b'vmid="d"', b'data-n-head="ssr"')
    ),
    Case("45 hydration data", titled(b"").replace(b"<p>", b'<script id="__NEXT_DATA__">{"title":"Old"}</script><p>'), warned="client-side framework"),
    Case("53 soft hyphens and no-break spaces", page(b"<title>[A&shy;B&nbsp;C=>New]</title>")),
    Case("54 one of several relations", page(b'<link href="[/a=>https://example.com/]" rel="alternate canonical">'), URL, CANONICAL, warned="something else"),
    Case("54 capitals", page(b'<link rel=CANONICAL href="[/=>https://example.com/]">'), URL, CANONICAL),
    Case("54 a base", page(b'<base href="/a/"><link rel=canonical href="[x=>https://example.com/]">'), URL, CANONICAL),
    Case("54 an ampersand", page(b'<link rel=canonical href="[x=>https://example.com/?a=1&amp;copy=2]">'), URL + "?a=1&copy=2", CANONICAL),
    Case("54 none", page(b'\n  <title>A</title>[=>\n  <link rel="canonical" href="https://example.com/">]'), URL, CANONICAL),
    Case("55 a document", page(rb'[=>%s  <script type="application/ld+json">{"name":"\u003c/script>\u003c!--"}</script>]' % b"\n"), '{"name":"</script><!--"}', "json-ld"),
    Case("55 a value of a block", page(b'<script type="application/ld+json">{ "a": {"n" : "[x\\u00e9=>y]"}, "b": 1.0 }</script>'), '"y"', "json-ld:1/a/n"),
    Case("55 true is not 1", page(b'<script type="application/ld+json">{"a": [1=>true]}</script>'), "true", "json-ld:1/a"),
    Case("55 a block of several", page(b'<script type="application/ld+json">{}</script>\n<script type="application/ld+json">\n  [{"a":1}=>{"b":2}]\n</script>'), '{"b":2}', "json-ld:2"),
    Case("55 a character that the encoding lacks", b'<!doctype html><meta charset=koi8-r><script type="application/ld+json">[{}=>{"a":"\\u00e9\\ud83c\\udf00\xd1"}]</script>', '{"a":"é🌀я"}', "json-ld:1"),
    Case("56 name in place of property", page(b'<meta name="og:title" content="[a=>New]">'), field="meta:property=og:title"),
    Case("56 property in place of name", page(b'<meta property="twitter:title" content="[a=>New]">'), field="meta:name=twitter:title"),
    Case("56 groups of images", page(b'<meta property="og:image" content="[a=>New]"><meta property="og:image:alt" content="x"><meta property="og:image" content="b">'), field="meta:property=og:image"),
    Case("56 a new one goes to its kind", page(b'\n  <meta property="og:type" content="website">[=>\n  <meta property="og:title" content="New">]\n  <meta name="twitter:card" content="summary">'), field="meta:property=og:title"),
    Case("59 JSON-LD below a policy", page(b'\n  <meta http-equiv="Content-Security-Policy" content="x">[=>\n  <script type="application/ld+json">{}</script>]'), "{}", "json-ld", warned="Content-Security-Policy"),
    Case("a language replaced", b'<!doctype html><html class=x lang="[de=>en-GB]"><title>A</title>', "en-GB", "lang"),
    Case("a language added", b'<!doctype html><html class=x[=> lang="en"]><title>A</title>', "en", "lang"),
    Case("a language deleted", b'<!doctype html><html[ lang=en=>] class=x><title>A</title>', None, "lang"),
    Case("a text for the second image", page(b"", b'<img src=a alt=x><svg></svg><img src=b[=> alt="New"]>'), field="alt:2"),
    Case("a text for an image by its source", page(b"", b'<img src=a alt=x><img alt="[=>New]" src="/b?c&amp;d">'), field="alt:/b?c&d"),
    Case("an image without meaning", page(b"", b'<img src=a alt="[x=>]">'), "", "alt:1"),
    Case("a title deleted with its line", page(b"\n[  <title>Old</title>\n=>]  <link rel=icon href=x>"), None),
    Case("a title deleted amid a line", page(b"[<title>Old</title>=>]<link rel=icon href=x>"), None),
    Case("a description deleted with its line, CRLF", page(b'\n[  <meta name="description"\n content="d">\n=>]  <link rel=icon href=x>').replace(b"\n", b"\r\n"), None, DESCRIPTION),
    Case("a JSON-LD block deleted", page(b'\n[  <script type="application/ld+json">{}</script>\n=>]  <link rel=icon href=x>'), None, "json-ld:1"),
]  # fmt: skip

TEMPLATES = [
    b"{{ title }}", b"{% block title %}x{% endblock %}", b"<%= title %>", b"<?php echo $t ?>", b"{{> title}}", b"%TITLE%",
    b"[[ title ]]", b"@Model.Title", b"${title}", b"#{title}", b"__TITLE__",
]  # fmt: skip

REFUSALS = [
    Refusal("11 an SVG that HTML breaks out of, which only one parser knows", page(b"", b"<svg><p><title>x</title></p></svg>"), Reason.VERIFICATION),
    Refusal("9 a title in noscript", page(b"<noscript><title>x</title></noscript>"), Reason.AMBIGUOUS),
    Refusal("9 a title in noscript before the real one", page(b"<noscript><title>x</title></noscript><title>y</title>"), Reason.AMBIGUOUS),
    Refusal("13 which of two is to be deleted", page(b"<title>a</title><title>b</title>"), Reason.AMBIGUOUS, None),
    Refusal("24 a title that is not closed", page(b"<title>Old"), Reason.UNCLOSED),
    Refusal("24 a description before such a title", page(b'<meta name=description content=x><title>Old'), Reason.UNCLOSED, field=DESCRIPTION),
    Refusal("25 <title/>", page(b"<title/>"), Reason.UNCLOSED),
    Refusal("25 <title/> that is closed later", page(b"<title/>", b"<svg><title>x</title></svg>"), Reason.UNCLOSED),
    Refusal("25 XHTML", page(b"<title/>"), Reason.XHTML, content_type="application/xhtml+xml"),
    *(
        Refusal(f"28 {value!r}", page(b"<title>x</title>"), Reason.VALUE, value)
        for value in ("a\0b", "a\ud800b", "a\u2028b", "a\nb", "a\x1bb", "\ufffe", " ")
    ),
    *(Refusal(f"44 {value} as a new value", page(b""), Reason.VALUE, value) for value in ("{{ x }}", "{% x %}", "${x}")),
    Refusal("31 a fragment", b"<header><title>x</title></header>", Reason.FRAGMENT),
    Refusal("31 an empty file", b"", Reason.FRAGMENT),
    *(
        Refusal(f"35 {encoding}", codecs_bom + page(b"").decode().encode(encoding), Reason.ENCODING)
        for encoding, codecs_bom in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"))
    ),
    Refusal("35 ISO-2022-JP", page(b"").replace(b"utf-8", b"iso-2022-jp"), Reason.ENCODING),
    Refusal("37 a declaration that would move", page(b"").replace(b"<head>", b"<head>" + b" " * 950 + b"<title>x</title>"), Reason.CHARSET_MOVED, "New title"),
    *(Refusal(f"44 {value.decode()}", page(b"<title>%s</title>" % value), Reason.TEMPLATE) for value in TEMPLATES),
    Refusal("44 a partial in the head", page(b"{{> head}}"), Reason.TEMPLATE),
    Refusal("44 a block around the title", page(b"{% block title %}<title>x</title>{% endblock %}"), Reason.TEMPLATE),
    Refusal("44 code before the doctype", b"<?php include 'a' ?>" + page(b"<title>x</title>"), Reason.TEMPLATE),
    Refusal("44 code in the body", page(b"<title>x</title>", b"<?php echo 1 ?>"), Reason.TEMPLATE),
    Refusal("52 depth", page(b"", b"<div>" * 10_001), Reason.SIZE),
    Refusal("52 attributes", page(b"", b"<p " + b" a" * 5_000), Reason.SIZE),
    Refusal("54 a relation that would go along", page(b'<link href="/a" rel="alternate canonical">'), Reason.SHARED, None, CANONICAL),
    Refusal("54 a canonical that depends on the base", page(b""), Reason.VALUE, "/a", CANONICAL),
    Refusal("54 a canonical that is no URL", page(b""), Reason.VALUE, "javascript:alert(1)", CANONICAL),
    Refusal("55 a comma too many", page(b'<script type="application/ld+json">{"a":1,}</script>'), Reason.JSON, '{"b":1}', "json-ld:1"),
    Refusal("55 a comment in JSON", page(b'<script type="application/ld+json"><!-- {} --></script>'), Reason.JSON, "{}", "json-ld:1"),
    Refusal("55 a script's end in a string", page(b'<script type="application/ld+json">{"a":"</script>"}</script>'), Reason.JSON, "2", "json-ld:1/a"),
    Refusal("55 a new document that is no JSON", page(b""), Reason.JSON, "{", "json-ld"),
    Refusal("55 a value that is not there", page(b'<script type="application/ld+json">{}</script>'), Reason.NO_PLACE, "1", "json-ld:1/a"),
    Refusal("55 a block that is not there", page(b""), Reason.NO_PLACE, "1", "json-ld:1/a"),
    Refusal("55 a document without end", page(b""), Reason.JSON, "[" * 100_000, "json-ld"),
    Refusal("56 a tag that is both", page(b'<meta name="description" property="og:description" content="x">'), Reason.SHARED, None, DESCRIPTION),
    Refusal("no such image", page(b""), Reason.NO_PLACE, "x", "alt:1"),
    Refusal("two images of one source", page(b"", b"<img src=a><img src=a>"), Reason.AMBIGUOUS, "x", "alt:a"),
    Refusal("a language without html", b"<!doctype html><title>x</title>", Reason.NO_PLACE, "en", "lang"),
    Refusal("a language that is none", page(b""), Reason.VALUE, "English!", "lang"),
    Refusal("a field that is none", page(b""), Reason.FIELD, "x", "h1"),
]  # fmt: skip

ALREADY = [
    ("57 the same text", page(b"<title>New</title>"), TITLE, "New"),
    ("57 the same text in references", page(b"<title>AT&amp;T&#32;&copy</title>"), TITLE, "AT&T ©"),
    ("57 white space", page(b"<title>\r\n A\t B </title>"), TITLE, "A B"),
    ("53 no-break spaces", page(b"<title>A&nbsp;B</title>"), TITLE, "A B"),
    ("27 no reference in an attribute", page(b'<link rel=canonical href="https://e.com/?a&copy=1">'), CANONICAL, "https://e.com/?a&copy=1"),
    ("57 the same JSON", page(b'<script type="application/ld+json">{ "a" :1}</script>'), "json-ld", '{"a":1}'),
    ("57 nothing to delete", page(b""), TITLE, None),
    ("57 no attribute to delete", page(b"", b"<img src=a>"), "alt:1", None),
]  # fmt: skip


def marked(source: bytes) -> tuple[bytes, bytes]:
    return MARK.sub(rb"\1", source), MARK.sub(rb"\2", source)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.row)
def test_only_the_marked_bytes_change(case: Case) -> None:
    before, after = marked(case.source)
    planned = plan(before, [Change(case.field, case.value)], http_charset=case.http_charset)
    assert planned.result == after
    assert apply(planned.result, planned.inverse) == before
    assert any(case.warned in warning for warning in planned.warnings) if case.warned else not planned.warnings


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.row)
def test_a_page_that_cannot_be_edited_safely_is_refused_with_a_reason(case: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        plan(case.source, [Change(case.field, case.value)], content_type=case.content_type)
    assert refused.value.reason is case.reason
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(("row", "source", "field", "value"), ALREADY, ids=[case[0] for case in ALREADY])
def test_a_value_that_is_there_makes_no_edit(row: str, source: bytes, field: str, value: str | None) -> None:
    planned = plan(source, [Change(field, value)])
    assert planned.already == (field,)
    assert (planned.edits, planned.result) == ((), source)


def test_30_a_cdata_section_is_text_in_a_title() -> None:
    source = page(b"<title><![CDATA[Real]]></title>")
    assert plan(source, [Change("title", "New")]).result == page(b"<title>New</title>")


def test_58_changes_of_one_file_are_sorted_and_disjoint() -> None:
    source = b'<!doctype html>\n<html>\n<head>\n  <meta charset="utf-8">\n  <link rel="canonical" href="x">\n</head>\n</html>\n'
    changes = [
        Change("json-ld", "{}"),
        Change("canonical", None),
        Change("meta:property=og:title", "T"),
        Change("meta:name=description", "D"),
        Change("lang", "en"),
        Change("title", "T"),
    ]
    planned = plan(source, changes)
    assert [(edit.start, edit.end) for edit in planned.edits] == sorted(
        (edit.start, edit.end) for edit in planned.edits
    )
    assert planned.result == (
        b'<!doctype html>\n<html lang="en">\n<head>\n  <meta charset="utf-8">\n'
        b'  <title>T</title>\n  <meta name="description" content="D">\n  <meta property="og:title" content="T">\n'
        b'  <script type="application/ld+json">{}</script>\n</head>\n</html>\n'
    )
    assert apply(planned.result, planned.inverse) == source


def test_58_one_field_cannot_be_changed_twice() -> None:
    with pytest.raises(Refused, match="twice"):
        plan(page(b""), [Change("title", "a"), Change("title", "b")])
    with pytest.raises(Refused, match="twice"):
        plan(page(b""), [Change("meta:name=og:title", "a"), Change("meta:property=og:title", "a")])
