import gzip
import zlib

import pytest

from seo_meta.fetch.inflate import Inflater, gunzip

TEXT = b"some words, some words, some words " * 50
RAW_DEFLATE = zlib.compress(TEXT)[2:-4]


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", RAW_DEFLATE),
    ],
)
def test_codings_are_decoded_whatever_the_pieces(coding, data):
    inflater = Inflater(coding)
    assert b"".join(inflater.feed(data[at : at + 1], 10_000) for at in range(len(data))) == TEXT
    assert inflater.ended


def test_never_more_than_the_room_comes_out():
    bomb = gzip.compress(bytes(10_000_000))
    assert len(Inflater("gzip").feed(bomb, 1000)) == 1000


def test_joined_gzip_files_are_one_and_what_follows_the_end_is_ignored():
    assert gunzip(gzip.compress(b"a") + gzip.compress(b"b") + b"junk", 100) == b"ab"


def test_a_gzip_file_at_the_cap_is_read_and_one_above_is_refused():
    assert len(gunzip(gzip.compress(bytes(100)), 100)) == 100
    with pytest.raises(ValueError, match="more than"):
        gunzip(gzip.compress(bytes(101)), 100)


def test_a_cut_gzip_file_is_refused():
    with pytest.raises(ValueError, match="cut off"):
        gunzip(gzip.compress(TEXT)[:-9], 10_000)


@pytest.mark.parametrize("data", [b"\x1f\x8bnonsense", gzip.compress(TEXT)[:-8] + bytes(8)])
def test_a_broken_gzip_file_is_refused(data):
    with pytest.raises(ValueError, match="broken"):
        gunzip(data, 10_000)
