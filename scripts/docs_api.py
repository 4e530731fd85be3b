"""A hook of MkDocs: docs/reference/api.md ends with every operation and schema of the committed OpenAPI documents."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

PAGE = "reference/api.md"
LARGEST = 2**31 - 1
"""Bounds from here on are the database's, and say nothing to a reader."""


def on_page_markdown(markdown: str, page: "Page", config: "MkDocsConfig", **_: Any) -> str:
    if page.file.src_uri != PAGE:
        return markdown
    described = sorted((Path(config.docs_dir) / PAGE).parent.glob("openapi*.json"))
    return f"{markdown}\n{render(json.loads(file.read_text(encoding='utf-8')) for file in described)}"


def render(documents: Iterable[dict[str, Any]]) -> str:
    """Markdown: a part for each tag with its operations, then all schemas. `documents` are OpenAPI 3.1."""
    documents = list(documents)
    operations = [
        (operation["tags"][0], path, method, operation)
        for document in documents
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    operations.sort(key=lambda one: one[:2])
    schemas = {name: schema for one in documents for name, schema in one["components"]["schemas"].items()}
    lines: list[str] = []
    for tag, members in groupby(operations, key=lambda one: one[0]):
        lines += [f"## {tag.capitalize()}", ""]
        for _, path, method, operation in members:
            lines += _operation(path, method, operation)
    lines += ["## Schemas", ""]
    for name, schema in sorted(schemas.items()):
        lines += _schema(name, schema)
    return "\n".join(lines)


def _operation(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield from (f"### {operation['summary']}", "", f"`{method.upper()} {path}`", "")
    if "description" in operation:
        yield from (_text(operation["description"]), "")
    if operation.get("parameters"):
        yield from ("| parameter | in | type | |", "|---|---|---|---|")
        for one in operation["parameters"]:
            name = f"`{one['name']}`" + (", required" if one["required"] else "")
            yield f"| {name} | {one['in']} | {_type(one['schema'])} | {_text(one.get('description', ''))} |"
        yield ""
    for form, body in operation.get("requestBody", {}).get("content", {}).items():
        yield from (f"Body: {_type(body['schema'])}, as `{form}`.", "")
    answers = (_answer(status, answer) for status, answer in sorted(operation["responses"].items()))
    yield from (f"Answers: {'; '.join(answers)}.", "")
    if not operation.get("security"):
        yield from ("Nobody has to log in.", "")


def _answer(status: str, answer: dict[str, Any]) -> str:
    kinds = [
        _type(one["schema"]) if one.get("schema") else f"`{form}`" for form, one in answer.get("content", {}).items()
    ]
    return f"{'otherwise' if status == 'default' else status} {' or '.join(kinds) or 'without a body'}"


def _schema(name: str, schema: dict[str, Any]) -> Iterator[str]:
    yield from (f"### {name}", "")
    if "description" in schema:
        yield from (_text(schema["description"]), "")
    if "properties" not in schema:
        yield from (f"{_type(schema)}.".capitalize() if "enum" not in schema else f"One of {_type(schema)}.", "")
        return
    yield from ("| field | type | |", "|---|---|---|")
    for field, one in schema["properties"].items():
        required = ", required" if field in schema.get("required", ()) else ""
        yield f"| `{field}`{required} | {_type(one)} | {_text(one.get('description', ''))} |"
    yield ""


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in schema or "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(_type(one) for one in schema[several])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"map to {_type(schema['additionalProperties'])}"
    return " ".join(
        filter(None, (schema.get("format") or schema.get("type", "any value"), _bounds(schema), _default(schema)))
    )


def _bounds(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum", LARGEST)
    if high < LARGEST:
        return f"from {low or 0} to {high}"
    return f"from {low}" if low else ""


def _default(schema: dict[str, Any]) -> str:
    return f"(`{json.dumps(schema['default'])}`)" if schema.get("default") not in (None, "", [], {}) else ""


def _text(description: str) -> str:
    """One line that is no markup but code."""
    line = re.sub(r"\s+", " ", description).strip().replace("|", "\\|")
    return "".join(part if part.startswith("`") else part.replace("<", "&lt;") for part in re.split(r"(`[^`]*`)", line))
