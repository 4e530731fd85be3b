"""Small sites as generators write them: the sources, and the pages that would be built from them."""

from html import escape

from seo_meta.core.extract import extract
from seo_meta.core.source_of_truth import SourceFile, Sources, Tree, built_page
from seo_meta.core.types import Document

BASE = "https://example.com/"
NUMBERS = "first second third fourth fifth sixth".split()
TEXTS = {name: " ".join(f"{name} {cup} tastes of {name} and of {cup}." for cup in range(12)) for name in NUMBERS}
"""No five words of one stand in another."""


def page(title: str, description: str = "", h1: str = "", text: str = "", generator: str = "", more: str = "") -> str:
    meta = {"generator": generator, "description": description}
    metas = "".join(f'<meta name="{name}" content="{escape(content)}">' for name, content in meta.items() if content)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(title)}</title>{metas}{more}</head>"
        f"<body><nav><a href=/>Home</a></nav><main><h1>{escape(h1)}</h1><p>{text}</p></main></body></html>"
    )


def sources(files: dict[str, str], pages: dict[str, str], built: str | None, *, kept: bool = False) -> Sources:
    tree = Tree((SourceFile(path, text) for path, text in files.items()), built, kept)
    read = (extract(Document(url(file), html.encode(), file=file)) for file, html in pages.items())
    return Sources(tree, [built_page(facts, BASE) for facts in read])


def url(file: str) -> str:
    return BASE + file.removesuffix("index.html")
