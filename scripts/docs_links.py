"""A hook of MkDocs: links that leave docs/ lead to the repository, as they do where the page is read on GitHub."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
BRANCH = "main"
FENCE_OR_LINK = re.compile(
    r"^(?P<fence>`{3,}).*?^(?P=fence)|\]\((?P<path>\.\./[^)#\s]*)(?P<rest>[^)]*)\)", re.DOTALL | re.M
)


def on_page_markdown(markdown: str, page: "Page", config: "MkDocsConfig", **_: Any) -> str:
    return rewritten(markdown, Path(page.file.abs_src_path), Path(config.docs_dir), config.extra["repository"])


def rewritten(markdown: str, file: Path, docs: Path, repository: str) -> str:
    """The text of `file`, whose links out of the folder `docs` to what is there have the address that it has in
    `repository`. What stands in code blocks stays as it is, and so do links to nothing, which the build reports."""

    def link(match: re.Match[str]) -> str:
        target = (file.parent / (match["path"] or "")).resolve()
        if not match["path"] or target.is_relative_to(docs) or not target.exists():
            return match[0]
        kind = "tree" if target.is_dir() else "blob"
        return (
            f"]({repository.rstrip('/')}/{kind}/{BRANCH}/{target.relative_to(docs.parent).as_posix()}{match['rest']})"
        )

    return FENCE_OR_LINK.sub(link, markdown)
