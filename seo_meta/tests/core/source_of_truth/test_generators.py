"""Each generator's own way from a source to a page: what is found there, and how it is written."""

import re

import pytest

from seo_meta.core.propose import Field
from seo_meta.core.source_of_truth import Kind, Target, Unresolved

from .sites import NUMBERS, TEXTS, page, sources, url


def front_matter(**keys: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n\n"


JEKYLL = {
    "_config.yml": "title: Tea House\ndescription: All about tea.\n",
    **{
        f"_posts/2024-0{month}-17-{name}-tea.md": front_matter(title=f"The {name} tea", description=f"About {name}.")
        + TEXTS[name]
        for month, name in enumerate(NUMBERS[:4], 1)
    },
    "about.md": front_matter(title="About us", layout="page") + TEXTS["fifth"],
    "old.md": front_matter(title="Moved", permalink="/new/place/") + TEXTS["sixth"],
}
JEKYLL_PAGES = {
    **{
        f"2024/0{month}/17/{name}-tea.html": page(
            f"The {name} tea | Tea House", f"About {name}.", f"The {name} tea", TEXTS[name], "Jekyll v4.3.2"
        )
        for month, name in enumerate(NUMBERS[:4], 1)
    },
    "about/index.html": page("About us | Tea House", "All about tea.", "About us", TEXTS["fifth"], "Jekyll v4.3.2"),
    "new/place/index.html": page("Moved | Tea House", "All about tea.", "Moved", TEXTS["sixth"], "Jekyll v4.3.2"),
}


def hugo(name: str) -> str:
    return f'+++\ntitle = "The {name} tea"\ndescription = "About {name}."\n+++\n{TEXTS[name]}'


HUGO = {
    "hugo.toml": 'title = "Tea House"\n',
    "content/_index.md": front_matter(title="Welcome to tea") + TEXTS["fifth"],
    **{f"content/teas/{name}/index.md": hugo(name) for name in NUMBERS[:3]},
    "content/teas/fourth.md": hugo("fourth"),
}
HUGO_PAGES = {
    "index.html": page("Welcome to tea – Tea House", "", "Welcome to tea", TEXTS["fifth"], "Hugo 0.150.0"),
    **{
        f"teas/{name}/index.html": page(
            f"The {name} tea – Tea House", f"About {name}.", f"The {name} tea", TEXTS[name], "Hugo 0.150.0"
        )
        for name in NUMBERS[:4]
    },
    "tags/index.html": page("Tags – Tea House", "", "Tags", "", "Hugo 0.150.0"),
}
ELEVENTY = {
    "eleventy.config.js": "module.exports = {};",
    **{
        f"src/{name}.md": front_matter(title=f"The {name} tea", summary=f"About {name}.") + TEXTS[name]
        for name in NUMBERS
    },
}
ELEVENTY_PAGES = {
    f"{name}/index.html": page(f"The {name} tea", f"About {name}.", "", TEXTS[name], "Eleventy v3.1.0")
    for name in NUMBERS
}
DOCUSAURUS = {
    "website/docusaurus.config.ts": "export default {title: 'Tea House'};",
    "website/docs/01-basics/02-first.md": f"# The first tea\n\n{TEXTS['first']}",
    "website/docs/01-basics/second.mdx": f"import X from 'x';\n\n# The second tea {{#anchor}}\n\n{TEXTS['second']}",
    "website/docs/third.md": front_matter(slug="3rd", title="The third tea") + TEXTS["third"],
    "website/blog/2024-05-01-fourth/index.md": front_matter(title="The fourth tea") + TEXTS["fourth"],
}
DOCUSAURUS_PAGES = {
    file: page(f"The {name} tea | Tea House", "", f"The {name} tea", TEXTS[name], "Docusaurus v3.9.0")
    for file, name in {
        "docs/basics/first.html": "first",
        "docs/basics/second/index.html": "second",
        "docs/3rd/index.html": "third",
        "blog/2024/05/01/fourth/index.html": "fourth",
    }.items()
}
MKDOCS = {
    "mkdocs.yml": "site_name: Tea House\n",
    "docs/index.md": f"# Tea House\n\n{TEXTS['first']}",
    "docs/guide/second.md": f"# The second tea\n\n{TEXTS['second']}",
    "docs/guide/third.md": front_matter(title="The third tea", description="About third.") + TEXTS["third"],
}
MATERIAL = "mkdocs-1.6.1, mkdocs-material-9.7.0"
MKDOCS_PAGES = {
    "index.html": page("Tea House", "", "Tea House", TEXTS["first"], MATERIAL),
    "guide/second/index.html": page("The second tea - Tea House", "", "The second tea", TEXTS["second"], MATERIAL),
    "guide/third/index.html": page("The third tea - Tea House", "About third.", "", TEXTS["third"], MATERIAL),
}
ASTRO = {
    "astro.config.mjs": "export default {};",
    **{f"src/content/blog/{name}.md": front_matter(title=f"'The {name} tea'") + TEXTS[name] for name in NUMBERS[:3]},
    "src/pages/fourth.md": front_matter(title="The fourth tea") + TEXTS["fourth"],
    "src/pages/index.astro": f"---\nconst title = 'Tea House';\n---\n<h1>Tea House</h1>{TEXTS['fifth']}",
}
ASTRO_PAGES = {
    **{
        f"blog/{name}/index.html": page(f"The {name} tea", "", f"The {name} tea", TEXTS[name], "Astro v5.0.0")
        for name in NUMBERS[:3]
    },
    "fourth/index.html": page("The fourth tea", "", "The fourth tea", TEXTS["fourth"], "Astro v5.0.0"),
    "index.html": page("Tea House", "", "Tea House", TEXTS["fifth"], "Astro v5.0.0"),
}


SITES = {
    "Jekyll": (JEKYLL, JEKYLL_PAGES, "_site"),
    "Hugo": (HUGO, HUGO_PAGES, "public"),
    "Eleventy": (ELEVENTY, ELEVENTY_PAGES, "_site"),
    "Docusaurus": (DOCUSAURUS, DOCUSAURUS_PAGES, "website/build"),
    "MkDocs": (MKDOCS, MKDOCS_PAGES, "site"),
    "Astro": (ASTRO, ASTRO_PAGES, "dist"),
}


@pytest.mark.parametrize(
    ("site", "file", "around", "source"),
    [
        ("Jekyll", "2024/02/17/second-tea.html", " | Tea House", "_posts/2024-02-17-second-tea.md"),
        ("Jekyll", "new/place/index.html", " | Tea House", "old.md"),
        ("Hugo", "teas/first/index.html", " – Tea House", "content/teas/first/index.md"),
        ("Hugo", "teas/fourth/index.html", " – Tea House", "content/teas/fourth.md"),
        ("Hugo", "index.html", " – Tea House", "content/_index.md"),
        ("Eleventy", "sixth/index.html", "", "src/sixth.md"),
        ("Docusaurus", "docs/basics/first.html", " | Tea House", "website/docs/01-basics/02-first.md"),
        ("Docusaurus", "docs/basics/second/index.html", " | Tea House", "website/docs/01-basics/second.mdx"),
        ("Docusaurus", "docs/3rd/index.html", " | Tea House", "website/docs/third.md"),
        ("Docusaurus", "blog/2024/05/01/fourth/index.html", " | Tea House", "website/blog/2024-05-01-fourth/index.md"),
        ("MkDocs", "guide/second/index.html", " - Tea House", "docs/guide/second.md"),
        ("MkDocs", "index.html", " - Tea House", "docs/index.md"),
        ("Astro", "blog/third/index.html", "", "src/content/blog/third.md"),
        ("Astro", "fourth/index.html", "", "src/pages/fourth.md"),
    ],
)
def test_a_title_is_written_without_what_the_layout_adds(site: str, file: str, around: str, source: str) -> None:
    found = sources(*SITES[site]).resolve(url(file), Field.TITLE, f"New{around}")
    assert isinstance(found, Target), found
    assert (found.file, found.kind, found.key, found.value) == (source, Kind.FRONT_MATTER, "title", "New")


@pytest.mark.parametrize(
    ("site", "file", "source", "key"),
    [
        ("Jekyll", "2024/02/17/second-tea.html", "_posts/2024-02-17-second-tea.md", "description"),
        ("Jekyll", "about/index.html", "about.md", "description"),
        ("Hugo", "index.html", "content/_index.md", "description"),
        ("Eleventy", "sixth/index.html", "src/sixth.md", "summary"),
        ("Docusaurus", "docs/3rd/index.html", "website/docs/third.md", "description"),
        ("MkDocs", "guide/second/index.html", "docs/guide/second.md", "description"),
    ],
)
def test_a_description_goes_to_the_key_that_other_pages_show(site: str, file: str, source: str, key: str) -> None:
    found = sources(*SITES[site]).resolve(url(file), Field.DESCRIPTION, "What this page is about.")
    assert isinstance(found, Target), found
    assert (found.file, found.key, found.value) == (source, key, "What this page is about.")


@pytest.mark.parametrize(
    ("site", "file", "field", "reason"),
    [
        ("Hugo", "tags/index.html", Field.TITLE, "written by Hugo.*No source fits"),
        ("Astro", "index.html", Field.TITLE, r"src/pages/index\.astro, a component"),
        ("Astro", "fourth/index.html", Field.DESCRIPTION, "no page shows from which key"),
        ("Jekyll", "about/index.html", Field.SOCIAL, "the layout writes the social"),
        ("Jekyll", "about/index.html", Field.CANONICAL, "no page shows from which key"),
    ],
)
def test_what_is_not_known_is_said(site: str, file: str, field: Field, reason: str) -> None:
    found = sources(*SITES[site]).resolve(url(file), field, "https://example.com/")
    assert isinstance(found, Unresolved), found
    assert re.search(reason, found.reason)
