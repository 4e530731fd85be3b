import gzip
import zlib

import pytest

from seo_meta.fetch.inflate import Inflater

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
