"""Small sites in git repositories, as four generators keep them, with a build that is a few lines: for tests of edits
of sources.

The page `decaf` has a short title, and no description or a short one.
"""

import json
import tomllib
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

import yaml

from .applying import git

TITLES = {
    "light": "A light roast for long and quiet mornings",
    "medium": "A medium roast that goes with everything",
    "dark": "A dark roast from the old drum at the pier",
    "filter": "How we brew filter coffee for the harbour",
    "decaf": "Our decaf",
}
TEXTS = {
    name: " ".join(f"{name} {thing} smells of {name} and of {thing}." for thing in "cup bag pot jug tin box".split())
    for name in TITLES
}
TEXTS["decaf"] = (
    "Our decaf comes from three farms in Huila, where the beans are washed with water from the river until the "
    "caffeine is gone. We roast it on Mondays, in small drums, and send it to you on the same day."
)
DESCRIPTIONS = {
    name: f"Where our {name} beans grow, who roasts them, and how a bag of {name} gets to you." for name in TITLES
}
PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta name="generator" content="{generator}"><title>{title}</title>{description}</head>'
    "<body><main><h1>{heading}</h1><p>{text}</p></main></body></html>\n"
)
Data = Mapping[str, str]


class Flavour(NamedTuple):
    """`built` is the folder that a build writes, `suffix` what the layout puts behind titles."""

    generator: str
    built: str
    suffix: str
    files: Mapping[str, str]
    page: Callable[[str], str]
    """The name of a page to its path in `built`."""
    source: Callable[[str], str]
    """The name of a page to the file that is edited."""
    read: Callable[[Path, str], tuple[Data, str]]
    """The data and the text of a page, as the generator takes them from the repository."""


def posts(write: Callable[[str, Data], str], path: Callable[[str], str]) -> dict[str, str]:
    return {path(name): write(name, data_of(name)) for name in TITLES}


def data_of(name: str) -> Data:
    description = {} if name == "decaf" else {"description": DESCRIPTIONS[name]}
    return {"title": TITLES[name], **description}


def jekyll_path(name: str) -> str:
    return f"_posts/2024-05-0{[*TITLES].index(name) + 1}-{name}.md"


def yaml_post(name: str, data: Data) -> str:
    keys = "".join(f"{key}: {json.dumps(value) if len(value) > 60 else value}\n" for key, value in data.items())
    return f"---\nlayout: post\n# shown in results\n{keys}tags: [coffee, {name}] # two\n---\n\n{TEXTS[name]}\n"


def toml_post(name: str, data: Data) -> str:
    keys = "".join(f"{key} = '{value}'\n" for key, value in data.items())
    return f"+++\ndraft = false # never\n{keys}[params]\nweight = 3\n+++\n{TEXTS[name]}\n"


def markdown(name: str, data: Data) -> str:
    keys = "".join(f"{key}: {value!r}\n" for key, value in data.items() if key != "title" or name != "light")
    return f"---\r\n{keys}---\n\n# {TITLES[name]}\n\n{TEXTS[name]}\n"


def data_file() -> str:
    entries = {name: {**data_of(name), "text": TEXTS[name]} for name in TITLES}
    entries["decaf"] |= {"description": "All about decaf."}
    return json.dumps(entries, indent="\t", ensure_ascii=False)


def fenced(text: str, fence: str) -> tuple[str, str]:
    _, block, body = text.split(fence, 2)
    return block, body


def read_yaml(root: Path, file: str) -> tuple[Data, str]:
    block, body = fenced((root / file).read_bytes().decode(), "---")
    *_, text = body.strip().splitlines()
    heading = body.strip().partition("\n")[0]
    own = {"title": heading.removeprefix("# ")} if heading.startswith("# ") else {}
    return {**own, **yaml.safe_load(block)}, text


def read_toml(root: Path, file: str) -> tuple[Data, str]:
    block, body = fenced((root / file).read_text(), "+++")
    return tomllib.loads(block), body.strip()


def read_json(root: Path, name: str) -> tuple[Data, str]:
    entry = json.loads((root / "_data/pages.json").read_text())[name]
    return entry, entry["text"]


FLAVOURS = {
    "Jekyll": Flavour(
        "Jekyll v4.3.2",
        "_site",
        " | Roasters",
        {"_config.yml": "title: Roasters\n", **posts(yaml_post, jekyll_path)},
        lambda name: f"2024/05/0{[*TITLES].index(name) + 1}/{name}.html",
        jekyll_path,
        lambda root, name: read_yaml(root, jekyll_path(name)),
    ),
    "Hugo": Flavour(
        "Hugo 0.150.0",
        "public",
        " – Roasters",
        {"hugo.toml": 'title = "Roasters"\n', **posts(toml_post, lambda name: f"content/roasts/{name}.md")},
        lambda name: f"roasts/{name}/index.html",
        lambda name: f"content/roasts/{name}.md",
        lambda root, name: read_toml(root, f"content/roasts/{name}.md"),
    ),
    "MkDocs": Flavour(
        "mkdocs-1.6.1, mkdocs-material-9.7.6",
        "site",
        " - Roasters",
        {"mkdocs.yml": "site_name: Roasters\n", **posts(markdown, lambda name: f"docs/{name}.md")},
        lambda name: f"{name}/index.html",
        lambda name: f"docs/{name}.md",
        lambda root, name: read_yaml(root, f"docs/{name}.md"),
    ),
    "Eleventy": Flavour(
        "Eleventy v3.1.2",
        "_site",
        " — Roasters",
        {
            "eleventy.config.js": "module.exports = () => ({});\n",
            "pages.njk": "---\npagination: {data: pages, size: 1, alias: page}\n---\n{{ page.text }}\n",
            "_data/pages.json": data_file(),
        },
        lambda name: f"{name}/index.html",
        lambda name: "_data/pages.json",
        read_json,
    ),
}


class BuiltSite:
    """The sources of a flavour at `root`, and the folder that is built from them, which git is to ignore."""

    def __init__(self, root: Path, flavour: Flavour) -> None:
        self.root, self.flavour, self.built = root, flavour, root / flavour.built
        for path, text in {**flavour.files, ".gitignore": f"/{flavour.built}/\n/siteagent-report/\n"}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode())
        self.build()

    def build(self) -> None:
        for name in TITLES:
            data, text = self.flavour.read(self.root, name)
            shown = data.get("description")
            html = PAGE.format(
                generator=self.flavour.generator,
                title=escape(data["title"] + self.flavour.suffix),
                description=f'<meta name="description" content="{escape(shown)}">' if shown else "",
                heading=escape(data["title"]),
                text=text,
            )
            path = self.built / self.flavour.page(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html)

    def source(self, name: str) -> Path:
        return self.root / self.flavour.source(name)

    def bytes_of_all(self) -> dict[str, bytes]:
        """What git keeps, by path."""
        listed = git(self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split(b"\0")
        return {name.decode(): (self.root / name.decode()).read_bytes() for name in listed if name}


def committed_site(root: Path, flavour: Flavour) -> BuiltSite:
    """In a repository of its own."""
    site = BuiltSite(root, flavour)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Start")
    return site
