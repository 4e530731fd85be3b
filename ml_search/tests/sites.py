"""Folders that are audited and indexed, for tests of what searches them."""

from pathlib import Path

from ml_search.encoders import Encoder
from ml_search.services.index import Indexed, index
from ml_search.stores.exact import ExactStore
from ml_search.tests.hashing import HashingEncoder
from seo_meta.fetch.reach import Reach
from seo_meta.models import Run
from seo_meta.tests.applying import audited


class Silent:
    """Progress that nobody watches."""

    def start(self, stage: str, total: int | None) -> None: ...

    def advance(self, count: int) -> None: ...


def write_page(folder: Path, name: str, title: str, *blocks: str, head: str = "") -> None:
    """A page whose blocks are HTML."""
    folder.mkdir(parents=True, exist_ok=True)
    html = f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>{head}<body><h1>{title}</h1>"
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(html + "".join(blocks))


def indexed(folder: Path, run: Run | None = None, encoder: Encoder | None = None) -> Indexed:
    """The index of a folder, audited first unless a run is given; its vectors lie beside it."""
    run = run or audited(folder)
    return index(run, encoder or HashingEncoder(), store_at(folder), Reach(), Silent())


def store_at(folder: Path) -> ExactStore:
    return ExactStore(folder.with_name(f"{folder.name}.index"))
