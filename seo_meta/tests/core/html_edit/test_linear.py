"""Hostile pages: the time that an edit or its refusal takes grows no faster than the page."""

from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest

from seo_meta.core.html_edit import Change, Reason, Refused, plan

HEAD = b"<!doctype html><head>"
KB = 1024
CHANGES = [Change("title", "New"), Change("meta:name=description", "New"), Change("meta:property=og:image", "New")]


def repeated(piece: bytes, before: bytes = b"", after: bytes = b"") -> Callable[[int], bytes]:
    return lambda size: HEAD + before + piece * (size // len(piece)) + after


@pytest.mark.parametrize(
    "build",
    [
        *map(
            repeated, [b"<", b"<a", b"<a ", b"<a>", b"</", b"<!", b"<!--", b"<p a='", b'<p a="', b"<?", b"&", b"<a b="]
        ),
        *map(
            repeated, [b"<title>", b"<title></title", b"<script>", b"<script><!--", b"<style></style>", b"<template>"]
        ),
        repeated(b"-", b"<!--"),
        repeated(b"<script >", b"<script><!--"),
        repeated(b"<svg>"),
        repeated(b"<![CDATA[", b"<svg>"),
        repeated(b"</x>", b"<svg><desc><div>" + b"<i>" * 90),
        repeated(b"<svg><desc></svg>"),
        repeated(b"<meta name=description content=x>"),
        repeated(b"<meta property=og:image content=x>\n"),
        repeated(b"<link rel=canonical>"),
        repeated(b"<noscript><title></title></noscript>"),
        repeated(b" "),
        repeated(b"\t", b"\n"),
        repeated(b"a ", b"<meta "),
        repeated(b" ", b"<meta a"),
        repeated(b"&a", b'<meta name=description content="', b'">'),
        repeated(b"&amp", b"<title>", b"</title>"),
    ],
)
def test_time_grows_no_faster_than_the_page(build: Callable[[int], bytes]) -> None:
    small, large = (seconds(build(size)) for size in (16 * KB, 16 * 16 * KB))
    # A quadratic step would take 256 times as long.
    assert large < 80 * small + 0.2


def seconds(source: bytes) -> float:
    begin = process_time()
    with suppress(Refused):
        plan(source, CHANGES)
    return process_time() - begin


def test_five_thousand_metas_are_edited() -> None:
    source = HEAD + b"<meta charset=utf-8>" + b"<meta name=a content=b>" * 5_000 + b"<title>x</title>"
    assert plan(source, [Change("title", "New")]).result == source.replace(b"<title>x", b"<title>New")


def test_a_million_open_brackets_are_text() -> None:
    source = HEAD + b"<title>x</title><body>" + b"<" * 1_000_000
    assert plan(source, [Change("title", "New")]).result == source.replace(b"<title>x", b"<title>New")


def test_a_page_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(Refused, match="16 MB") as refused:
        plan(HEAD + b" " * (16 * KB * KB), CHANGES)
    assert refused.value.reason is Reason.SIZE
