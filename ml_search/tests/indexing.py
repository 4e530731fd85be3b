"""A site of a few pages, read and indexed as a real one is, with the encoder that needs no model."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ml_search.services.index import index
from ml_search.stores import store_of
from ml_search.tests.hashing import HashingEncoder
from seo_meta.fetch.reach import Reach
from seo_meta.models import Page, Run
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_run


class Quiet:
    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...


def page_html(title: str, body: str, h1: str = "", language: str = "en") -> str:
    return f"<!doctype html><html lang={language}><title>{title}</title><main><h1>{h1 or title}</h1>{body}</main>"


def read_site(folder: Path, pages: Mapping[str, str], **fields: Any) -> Run:
    """A finished run of a folder with these pages, by their paths; it is not indexed."""
    for path, html in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(html)
    facts = [facts_of(html, path, file=path) for path, html in pages.items()]
    return stored_run(*facts, source=str(folder), **fields)


def index_run(run: Run) -> None:
    index(run, HashingEncoder(), store_of(run.site_id), Reach(), Quiet())


def indexed_site(folder: Path, pages: Mapping[str, str]) -> Run:
    run = read_site(folder, pages)
    index_run(run)
    return run


def page_at(run: Run, path: str) -> Page:
    return run.read_pages.get(file=path)
