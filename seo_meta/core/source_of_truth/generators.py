"""Which generator has written a page: told by `<meta name=generator>` and by the configuration in the repository."""

import re
from collections.abc import Iterable

from seo_meta.core.types import Value

SCRIPT = r"\.(?:[cm]?js|[cm]?ts)"


class Generator(Value, frozen=True):
    """`configs` is matched against the names of files; `own_keys` are the keys that it shows in every layout."""

    name: str
    meta: str
    configs: str = ""
    own_keys: dict[str, str] = {}
    """Field to key."""
    escapes: bool = True
    """Whether the template language does so by itself. Where it does not, layouts mostly forget it."""


BOTH = {"title": "title", "description": "description"}
GENERATORS = (
    Generator("Hugo", "hugo", r"hugo\.(?:toml|ya?ml|json)"),
    Generator("Jekyll", "jekyll", r"_config\.(?:ya?ml|toml)", escapes=False),
    Generator("Docusaurus", "docusaurus", rf"docusaurus\.config{SCRIPT}", BOTH),
    # It says `mkdocs-1.6.1, mkdocs-material-9.7.6`; other themes of MkDocs show no description of a page.
    Generator("Material for MkDocs", "mkdocs-material", "", BOTH, escapes=False),
    Generator("MkDocs", "mkdocs", r"mkdocs\.ya?ml", {"title": "title"}, escapes=False),
    Generator("Eleventy", "eleventy", rf"\.eleventy\.js|eleventy\.config{SCRIPT}", escapes=False),
    # Starlight names itself behind Astro.
    Generator("Starlight", "starlight", "", BOTH),
    Generator("Astro", "astro", rf"astro\.config{SCRIPT}"),
    Generator("VitePress", "vitepress", "", BOTH),
    Generator("Zola", "zola"),
    Generator("Pelican", "pelican", r"pelicanconf\.py"),
    Generator("Sphinx", "sphinx|docutils", r"conf\.py"),
    Generator("Hexo", "hexo"),
    Generator("Gatsby", "gatsby", rf"gatsby-config{SCRIPT}"),
    Generator("Next.js", r"next\.js", rf"next\.config{SCRIPT}"),
    Generator("Nuxt", "nuxt", rf"nuxt\.config{SCRIPT}"),
    Generator("Quarto", "quarto", r"_quarto\.ya?ml", BOTH),
    Generator("Bridgetown", "bridgetown"),
    Generator("Nikola", "nikola"),
    Generator("Lektor", "lektor"),
    Generator("Antora", "antora", r"antora\.ya?ml"),
)
ELSEWHERE = re.compile(r"WordPress|Drupal|Joomla|Wix|Squarespace|Webflow|Ghost|Blogger|TYPO3|Shopify|Typepad", re.I)
"""Systems whose pages stand in a database."""


def named_by(meta: str) -> Generator | None:
    """The first that the content of `<meta name=generator>` names."""
    return next((one for one in GENERATORS if re.search(rf"\b(?:{one.meta})\b", meta, re.I)), None)


def configured(paths: Iterable[str]) -> Generator | None:
    """The one whose configuration stands nearest to the root; a `conf.py` is one only beside an `index.rst`."""
    known = sorted(paths, key=lambda path: (path.count("/"), path))
    names = set(known)
    for path in known:
        folder, _, name = path.rpartition("/")
        for one in GENERATORS:
            if one.configs and re.fullmatch(one.configs, name):
                beside = f"{folder}/index.rst".lstrip("/")
                if one.name != "Sphinx" or beside in names:
                    return one
    return None


def elsewhere(meta: str) -> str:
    """The name of the content management system that wrote the page; empty for none."""
    match = ELSEWHERE.search(meta)
    return match[0] if match else ""
