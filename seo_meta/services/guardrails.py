"""Judges titles and descriptions before they are on a page: given as they are, or in the files that authors write."""

from pathlib import Path
from urllib.parse import quote

import msgspec

from seo_meta.core.extract import extract
from seo_meta.core.findings import Finding
from seo_meta.core.front_matter import FrontMatterError, Scalar, read_front_matter
from seo_meta.core.guardrails import check_page, policy_of_text
from seo_meta.core.policy import Policy
from seo_meta.core.propose import Field
from seo_meta.core.text import collapse
from seo_meta.core.types import Document, Meta, PageFacts, Title, Value
from seo_meta.core.width_profiles import Shown, in_results
from seo_meta.core.widths import width_em
from seo_meta.errors import SourceError

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdx")
LANGUAGE_KEYS = ("lang", "language", "locale")
SOMEWHERE = "https://example.com/"


class Text(Value, frozen=True):
    """A title or description as it was judged, its width in em, and what results show of it."""

    field: Field
    value: str
    em: float
    shown: tuple[Shown, ...]
    line: int | None = None


class Checked(Value, frozen=True):
    texts: tuple[Text, ...]
    findings: tuple[Finding, ...]


def text_in_results(field: Field, value: str, line: int | None = None) -> Text:
    """A title or description, not judged."""
    text = collapse(value)
    return Text(field, text, width_em(text), in_results(field, text), line)


def check_texts(title: str | None, description: str | None, policy: Policy, language: str = "") -> Checked:
    """A text that is None is not judged; an empty one is missing."""
    return _check(_page(_scalar(title), _scalar(description), language), policy)


def check_file(path: Path, policy: Policy, language: str = "") -> Checked:
    """The title and the description that a page or the front matter of a Markdown file has, as far as it has them.

    `language` is that of a file which does not say its own. Raises SourceError for a file that cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in HTML_SUFFIXES + MARKDOWN_SUFFIXES:
        suffixes = ", ".join(HTML_SUFFIXES + MARKDOWN_SUFFIXES)
        raise SourceError(f"{path} is neither HTML nor Markdown. Give files that end with one of {suffixes}.")
    try:
        page = _html(path) if suffix in HTML_SUFFIXES else _markdown(path)
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8. Save it as UTF-8.") from error
    except FrontMatterError as error:
        raise SourceError(f"{path}: {error}.") from error
    return _check(msgspec.structs.replace(page, lang=page.lang or language or None), policy)


def _html(path: Path) -> PageFacts:
    """The page as if it stood for itself, since where it will stand is not known."""
    facts = extract(Document(SOMEWHERE + quote(path.name), path.read_bytes(), file=path.as_posix()))
    return msgspec.structs.replace(facts, canonical_key="")


def _markdown(path: Path) -> PageFacts:
    block = read_front_matter(path.read_text("utf-8"))
    scalars = block.scalars if block else {}
    language = next((scalars[key].text for key in LANGUAGE_KEYS if key in scalars), "")
    return _page(scalars.get("title"), scalars.get("description"), language)


def _scalar(text: str | None) -> Scalar | None:
    return None if text is None else Scalar(text)


def _page(title: Scalar | None, description: Scalar | None, language: str) -> PageFacts:
    return PageFacts(
        url="",
        key="",
        lang=language or None,
        titles=(Title(collapse(title.text), line=title.line),) if title else (),
        metas=(Meta(content=description.text, name="description", line=description.line),) if description else (),
    )


def _check(page: PageFacts, policy: Policy) -> Checked:
    texts = []
    if page.titles:
        texts.append(text_in_results(Field.TITLE, page.title, page.titles[0].line))
    if metas := page.meta("description"):
        texts.append(text_in_results(Field.DESCRIPTION, page.description, metas[0].line))
    findings = check_page(page, [text.field for text in texts], policy_of_text(policy, page.lang or ""))
    return Checked(tuple(texts), tuple(findings))
