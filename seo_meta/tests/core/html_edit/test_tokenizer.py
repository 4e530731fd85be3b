"""The tokenizer against the html5lib vectors: 6,806 inputs, some in several states.

Four more are of XML, which is not read.
"""

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from seo_meta.core.html_edit.charset import attribute_text
from seo_meta.core.html_edit.tokenizer import Kind, attributes, raw_text_end, token_at
from seo_meta.tests.vectors import SHARED, shared

FOLDER = "vectors/html5lib-tests/tokenizer"
FILES = sorted(path.name for path in (SHARED / FOLDER).glob("*.test"))
DATA, CDATA = "Data state", "CDATA section state"
ELEMENTS = {"RCDATA state": "title", "RAWTEXT state": "style", "Script data state": "script"}
NOT_CHARACTERS = {*range(1, 9), 11, *range(14, 32), *range(127, 160), *range(0xFDD0, 0xFDF0)}


def cases(file: str) -> list[dict[str, Any]]:
    return list(json.loads(shared(f"{FOLDER}/{file}").read_text()).get("tests", []))


def as_text(raw: bytes) -> str:
    text = raw.decode("utf-8", "surrogatepass")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def tokens(source: bytes, position: int = 0, *, foreign: bool = False) -> list[list[Any]]:
    """What the vectors say of tokens, from ours."""
    found: list[list[Any]] = []
    while (token := token_at(source, position, foreign=foreign)) and token.whole:
        position = token.end
        raw = source[token.start : token.end]
        if token.kind is Kind.TEXT:
            found.append(["Character", unescape(as_text(raw))])
        elif token.kind is Kind.START:
            values = {
                as_text(each.name): attribute_text(as_text(source[each.value_start : each.value_end]))
                for each in attributes(source, token)
            }
            found.append(["StartTag", as_text(token.name), values, *([True] if token.slash else [])])
        elif token.kind is Kind.END:
            found.append(["EndTag", as_text(token.name)])
        elif foreign and raw.startswith(b"<![CDATA["):
            found.append(["Character", as_text(raw[9:].removesuffix(b"]]>"))])
        elif raw != b"</>":
            found.append(["DOCTYPE"] if token.kind is Kind.DOCTYPE else ["Comment"])
    return joined(found)


def joined(found: list[list[Any]]) -> list[list[Any]]:
    """Comments and doctypes by kind only, and text in one piece."""
    result: list[list[Any]] = []
    for kind, *rest in found:
        if kind == "Character" and result and result[-1][0] == kind:
            result[-1][1] += rest[0]
        elif kind != "Character" or rest[0]:
            result.append([kind] if kind in ("Comment", "DOCTYPE") else [kind, *rest])
    return result


def read(state: str, name: str, source: bytes) -> list[list[Any]]:
    if state == DATA:
        return tokens(source)
    if state == CDATA:
        return tokens(b"<![CDATA[" + source, foreign=True)
    end = raw_text_end(source, name.encode(), 0)
    text = as_text(source[:end])
    return joined([["Character", unescape(text) if state == "RCDATA state" else text], *tokens(source, end)])


def unescaped(value: Any) -> Any:
    return json.loads(json.dumps(value).replace("\\\\u", "\\u"))


def names_a_control(case: dict[str, Any]) -> bool:
    """`html.unescape` drops references to controls, where parsers keep them; such a title is refused."""
    text = "".join(token[1] for token in case["output"] if token[0] == "Character")
    return any(ord(character) in NOT_CHARACTERS or ord(character) & 0xFFFE == 0xFFFE for character in text)


@pytest.mark.parametrize("file", FILES or ["test1.test"])
def test_tokens_are_those_of_the_standard(file: str) -> None:
    wrong = []
    for case in cases(file):
        if case.get("doubleEscaped"):
            case |= {"input": unescaped(case["input"]), "output": unescaped(case["output"])}
        source = case["input"].encode("utf-8", "surrogatepass")
        for state in case.get("initialStates", [DATA]):
            name = "plaintext" if state == "PLAINTEXT state" else case.get("lastStartTag", ELEMENTS.get(state, ""))
            if (state == "Script data state" and name != "script") or names_a_control(case):
                continue
            expected = joined(json.loads(json.dumps(case["output"]).replace("\\u0000", "\\ufffd")))
            if (got := read(state, name, source)) != expected:
                wrong.append((state, case["input"], expected, got))
    assert wrong == []


def test_all_vectors_are_there() -> None:
    assert sum(len(cases(Path(file).name)) for file in FILES or ["test1.test"]) == 6806


def test_spans_are_those_of_the_source() -> None:
    source = b"<p><META a=1 B = '2' c d=\"\" a=3 e=/>"
    tag = token_at(source, 3)
    assert tag is not None
    assert (tag.name, tag.start, tag.end, tag.slash) == (b"meta", 3, len(source), False)
    found = {each.name: (source[each.start : each.end], each.quote) for each in attributes(source, tag)}
    assert found == {
        b"a": (b"a=1", b""),
        b"b": (b"B = '2'", b"'"),
        b"c": (b"c", None),
        b"d": (b'd=""', b'"'),
        b"e": (b"e=/", b""),
    }
