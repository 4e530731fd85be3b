"""Random spellings of one page and random values: what is read back is what was meant, and nothing else changed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from seo_meta.core.extract import extract
from seo_meta.core.html_edit import Change, Refused, apply, plan
from seo_meta.core.text import collapse
from seo_meta.core.types import Document, PageFacts

SPACES = st.sampled_from([b" ", b"  ", b"\n", b"\r\n", b"\t", b" \f ", b"\r"])
MAYBE_SPACES = st.one_of(st.just(b""), SPACES)
NAMES = st.sampled_from([str.lower, str.upper, str.title])
OLD = st.sampled_from(["old", "a > b", "it's", 'say "hi"', "AT&amp;T", "&copy=1", "", "é", "<b>", "  padded \n"])
NOISE = st.sampled_from([
    b"", b"<!-- <title>c</title> -->", b"<script>'<title>s</title>'</script>", b"<style></style>", b"\n", b"\r\n  ",
    b"<script><!-- <script></script> --></script>", b"<template><title>t</title></template>", b"<base href=/>",
    b"<meta name=keywords content='<title>'>", b"<link rel=icon href=x>", b"<!doctype html>", b"<![if !IE]>",
    b'<meta property="og:title" content=x>', b"<noscript><link rel=x></noscript>", b"</p>", b"<head>",
])  # fmt: skip
BODIES = st.sampled_from([
    b"", b"text", b"<p>x", b"<svg><title>i</title></svg>", b"<textarea><title>x</title></textarea>", b"\x00", b"\f",
    b"<iframe srcdoc='<title>x</title>'></iframe>", b"<table><tr><td>x", b"<svg><desc><p>x</p></desc></svg>", b"<<a <b",
])  # fmt: skip
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"])
VALUES = st.text(st.sampled_from("&<>\"'=/ \\;#xé≥🌀") | CHARACTERS, min_size=1, max_size=40).filter(str.strip)
FIELDS = st.sampled_from(["title", "meta:name=description", "meta:property=og:description", "lang"])


@st.composite
def attributes(draw: st.DrawFn, values: dict[str, str]) -> bytes:
    """Attributes in any order, case, spacing and quotes that hold."""
    written = b""
    for name in draw(st.permutations(sorted(values))):
        value = values[name]
        quotes = [quote for quote in "\"'" if quote not in value]
        if value and not set(value) & set(" \t\n\f\r\"'>=<`/"):
            quotes.append("")
        quote = draw(st.sampled_from(quotes))
        name = draw(NAMES)(name)
        equals = draw(MAYBE_SPACES) + b"=" + draw(MAYBE_SPACES)
        written += draw(SPACES) + name.encode() + equals + f"{quote}{value}{quote}".encode()
    return written


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    title, description = draw(OLD.filter(lambda text: "<b>" not in text)), draw(OLD)
    name = draw(NAMES)
    parts = [
        f"<{name('title')}>{title}</{name('title')}".encode() + draw(MAYBE_SPACES) + b">",
        f"<{name('meta')}".encode()
        + draw(attributes({"name": "description", "content": description}))
        + draw(st.sampled_from([b">", b" >", b" />"])),
    ]
    head = draw(st.permutations([part for part in parts if draw(st.booleans())]))
    noise = [draw(NOISE) for _ in range(len(head) + 1)]
    mixed = b"".join(before + part for before, part in zip(noise, [*head, b""], strict=True))
    charset = draw(st.sampled_from([b"<meta charset=utf-8>", b'\n\t<meta charset="UTF-8" />', b""]))
    opening = draw(
        st.sampled_from(
            [b"<!doctype html>", b"\xef\xbb\xbf<!DOCTYPE html>\r\n<html lang=de>\r\n<head>", b"<html>\n<head>\n"]
        )
    )
    return opening + charset + mixed + draw(BODIES)


def read(source: bytes) -> PageFacts:
    return extract(Document("https://example.com/", source, headers={"content-type": "text/html"}))


def value_of(page: PageFacts, field: str) -> str | None:
    if field == "title":
        return page.titles[0].text if page.titles else None
    if field == "lang":
        return page.lang
    name = field.partition("=")[2]
    found = [meta.content or "" for meta in page.metas if name in (meta.name, meta.property)]
    return collapse(found[0]) if found else None


@given(pages(), FIELDS, VALUES)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(source: bytes, field: str, value: str) -> None:
    value = "en-GB" if field == "lang" else value
    try:
        planned = plan(source, [Change(field, value)])
    except Refused:
        return
    result = planned.result
    assert value_of(read(result), field) == collapse(value)
    assert apply(result, planned.inverse) == source
    assert plan(result, [Change(field, value)]).edits == ()


@given(pages(), FIELDS)
@settings(max_examples=100, deadline=None)
def test_deleting_what_was_inserted_gives_the_page_back(source: bytes, field: str) -> None:
    if value_of(read(source), field) is not None or field == "lang":
        return
    try:
        inserted = plan(source, [Change(field, "New")]).result
        deleted = plan(inserted, [Change(field, None)]).result
    except Refused:
        return
    assert b"".join(deleted.split()) == b"".join(source.split())


@given(pages(), st.integers(0, 400))
@settings(max_examples=100, deadline=None)
def test_a_page_cut_anywhere_is_edited_right_or_refused(source: bytes, length: int) -> None:
    try:
        planned = plan(source[:length], [Change("title", "New"), Change("meta:name=description", "New")])
    except Refused:
        return
    page = read(planned.result)
    assert (value_of(page, "title"), value_of(page, "meta:name=description")) == ("New", "New")


@given(st.binary(max_size=60), VALUES)
@settings(max_examples=100, deadline=None)
def test_no_bytes_break_it(noise: bytes, value: str) -> None:
    try:
        planned = plan(b"<!doctype html><html>" + noise, [Change("title", value)])
    except Refused:
        return
    assert value_of(read(planned.result), "title") == collapse(value)
