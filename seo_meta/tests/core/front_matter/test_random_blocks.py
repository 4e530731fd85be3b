"""Random front matter and random values: the key says what was meant, and all the rest is as it was."""

import json
import tomllib
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from seo_meta.core.front_matter import set_keys
from seo_meta.core.html_edit import apply

CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"], exclude_characters="\ufeff"
)
TEXTS = st.text(st.sampled_from("'\"\\:#- ,[]{}&*!|>%@`~=.é1yn") | CHARACTERS, min_size=1, max_size=30)
VALUES = TEXTS.map(str.strip).filter(bool).filter(lambda text: not any(mark in text for mark in ("{{", "{%", "<%")))
NESTED = st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(st.just("title"), inner), max_leaves=5)
NEWLINES = st.sampled_from(["\n", "\r\n"])
YAML_LINES = [
    "# title: a comment", "layout: post", "tags: [a, 'b # c', \"title: d\"]", "date: 2024-01-02 # when",
    "list:\n  - title: x",
    "seo:\n  title: inner\n  # title: no\n  description: inner", "text: |\n  title: no\n  # no comment\n", "empty:",
    "folded: >-\n  title: no\n\n  more", "a: &a 'b'\nb: *a", "'quoted key': {title: x}", "", "? complex\n: value",
]  # fmt: skip
TOML_LINES = [
    "# title = 'a comment'", "draft = false", "tags = [\n  'a', # ]\n  \"title = 'x'\",\n]",
    "text = '''\ntitle = 'no'\n'''",
    "date = 2024-01-02T03:04:05Z # when", 'more = """\n[no]\\"""\ntitle = \'no\'"""',
    "inline = {title = 'x', y = [1]}", "",
    "'quoted key' = 1", "dotted.title = 'x'", 'quoted."title" = "y"',
]  # fmt: skip
TOML_TABLES = ["", "[extra]\ntitle = 'inner'", "[[list]]\ntitle = 'first'\n[[list]]\n[a.'b']\ntitle = 'second'"]


def yaml_string(draw: st.DrawFn, text: str) -> str:
    styles = [
        "'" + text.replace("'", "''") + "'",
        json.dumps(text, ensure_ascii=False),
        f">-\n    {text}",
        f"|-\n  {text}",
    ]
    return draw(st.sampled_from(styles))


@st.composite
def yaml_blocks(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.sampled_from(YAML_LINES), unique=True))
    if draw(st.booleans()):
        comment = draw(st.sampled_from(["", " # why"]))
        written = yaml_string(draw, draw(VALUES))
        lines.append(f"title: {written}{comment if written[0] in chr(39) + chr(34) else ''}")
    return "\n".join(draw(st.permutations(lines)))


@st.composite
def toml_blocks(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.sampled_from(TOML_LINES), unique=True))
    if draw(st.booleans()):
        old = draw(VALUES)
        lines.append("title = " + json.dumps(old, ensure_ascii=False) + draw(st.sampled_from(["", " # why"])))
    return "\n".join([*draw(st.permutations(lines)), draw(st.sampled_from(TOML_TABLES))])


def in_file(fence: str, block: str, newline: str) -> bytes:
    return f"{fence}\n{block}\n{fence}\n\n# Body\n".replace("\n", newline).encode()


def data_of(fence: str, source: bytes) -> Any:
    block = source.decode().replace("\r\n", "\n").removeprefix(f"{fence}\n").partition(f"\n{fence}\n")[0]
    return (yaml.safe_load(block) or {}) if fence == "---" else tomllib.loads(block)


def require_only_the_key_changed(fence: str, source: bytes, value: str) -> None:
    before = data_of(fence, source)
    plan = set_keys(source, {"title": value})
    after = data_of(fence, plan.result)
    assert after.pop("title").rstrip("\n") == value
    before.pop("title", None)
    assert after == before
    assert list(after) == list(before)
    assert apply(plan.result, plan.inverse) == source
    kept = [line for line in source.splitlines() if line.startswith(b"#") or line.endswith((b"# why", b"# when"))]
    lines = plan.result.splitlines()
    assert all(line in lines for line in kept if not line.startswith(b"title"))


@settings(deadline=None)
@given(yaml_blocks(), VALUES, NEWLINES)
def test_yaml(block: str, value: str, newline: str) -> None:
    require_only_the_key_changed("---", in_file("---", block, newline), value)


@settings(deadline=None)
@given(toml_blocks(), VALUES, NEWLINES)
def test_toml(block: str, value: str, newline: str) -> None:
    require_only_the_key_changed("+++", in_file("+++", block, newline), value)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b c"]), NESTED, min_size=1), VALUES | st.none(), VALUES, st.booleans())
def test_json(data: dict[str, Any], old: str | None, value: str, indented: bool) -> None:
    before = data if old is None else data | {"title": old}
    source = (json.dumps(before, indent=2 if indented else None) + "\nBody").encode()
    result = set_keys(source, {"title": value}).result
    assert result.endswith(b"\nBody")
    assert json.loads(result.decode().removesuffix("Body")) == data | {"title": value}
