import re

import pytest

from seo_meta.core.decode import MARKUP, decode, encoding_of, sniff
from seo_meta.tests.vectors import shared


@pytest.mark.parametrize(
    ("body", "charset", "text", "encoding", "origin"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "windows-1252", "café", "utf-8", "bom"),
        ("é".encode("utf-16"), "", "é", "utf-16-le", "bom"),
        (b"caf\xe9", "iso-8859-1", "café", "cp1252", "header"),
        (b'<meta charset="koi8-r">\xc1', "", '<meta charset="koi8-r">а', "koi8-r", "meta"),
        (b"caf\xc3\xa9", "", "café", "utf-8", "guess"),
        (b"caf\xe9 \x80", "", "café €", "cp1252", "default"),
    ],
)
def test_the_encoding_comes_from_the_first_of_mark_header_meta_and_guess(
    body: bytes, charset: str, text: str, encoding: str, origin: str
) -> None:
    assert decode(body, charset) == (text, encoding, origin)


@pytest.mark.parametrize("label", ["hex", "idna", "utf-7", "rot13", "base64", "no-such-thing", "", "\0", "utf-8\0x"])
def test_a_label_the_web_does_not_know_is_ignored(label: str) -> None:
    assert encoding_of(label) == ""


def test_a_meta_in_a_comment_declares_nothing() -> None:
    assert sniff(b"<!-- <meta charset=koi8-r> -->\xc3\xa9") == ("utf-8", "guess", 0)


def test_a_meta_that_claims_utf_16_in_ascii_bytes_means_utf_8() -> None:
    assert sniff(b'<meta charset="utf-16">') == ("utf-8", "meta", 0)


def test_what_cannot_be_decoded_becomes_the_replacement_character() -> None:
    assert decode(b'<meta charset="utf-8">\xff')[0].endswith("\ufffd")


def test_the_html5lib_encoding_cases_agree() -> None:
    """Each case is a document and the encoding that a browser whose default is windows-1252 reads it in."""
    cases, disagreeing = 0, []
    for file in sorted(shared("vectors/html5lib-tests/encoding").glob("*.dat")):
        for data, expected in re.findall(rb"#data\n(.*?)\n?#encoding\n(\S+)", file.read_bytes(), re.DOTALL):
            cases += 1
            encoding, origin, _ = sniff(data)
            # Undeclared but valid UTF-8 is where we guess and the vectors take the default.
            expected_codec = encoding_of(expected.decode())
            if encoding != expected_codec and not (origin == "guess" and expected_codec == "cp1252"):
                disagreeing.append((file.name, expected, encoding, data[:80], data[-80:]))
    assert (cases, disagreeing) == (82, [])


@pytest.mark.parametrize("piece", [b"<a", b"<a ", b"<p a='", b"<meta ", b"<!", b"<meta charset="])
def test_markup_that_is_never_closed_is_looked_at_once(piece: bytes) -> None:
    text = piece * 1_000
    # Read again from each `<` inside, 64 KB took 18 seconds.
    assert [match.end() for match in MARKUP.finditer(text)] == [len(text)]
    assert decode(text)[2] == "guess"
