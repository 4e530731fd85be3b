"""The vector of a query, by the one encoder of this process, in the time that it may take."""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any

from ml_search.errors import EncoderError, OtherEncoder

if TYPE_CHECKING:
    from ml_search.encoders import Encoder

RETRY = 60
"""Seconds after which an encoder that could not be loaded is tried again: looking for weights reads all of them."""

Vector = Any
"""An array of 32-bit floats; numpy is not loaded before it is needed."""


class _Failure:
    """Why the encoder could not be loaded. Only the one thread of `_thread` looks at it."""

    error = EncoderError("")
    at = -inf


def ask_vector(text: str, fingerprint: str) -> "Future[Vector]":
    """Begin to encode the text, by the encoder with that fingerprint. The future raises EncoderError, or OtherEncoder
    where this process has another one."""
    return _thread().submit(_encode, text, fingerprint)


def load_encoder() -> None:
    """Begin to load the encoder, so that the first query need not wait for it. Where there is none, queries say so."""
    _thread().submit(_load)


def forget_failure() -> None:
    """Have the next query try to load the encoder again."""
    _Failure.at = -inf


def _load() -> "Encoder":
    if monotonic() - _Failure.at < RETRY:
        raise _Failure.error
    from ml_search import encoders

    try:
        return encoders.query_encoder()
    except EncoderError as error:
        _Failure.error, _Failure.at = error, monotonic()
        raise


def _encode(text: str, fingerprint: str) -> Vector:
    encoder = _load()
    if encoder.fingerprint != fingerprint:
        raise OtherEncoder(f"The vectors are not those of {encoder.name}, which encodes queries here.")
    return encoder.encode([text])[0]


@cache
def _thread() -> ThreadPoolExecutor:
    """Made by the process that uses it: a thread does not survive a fork."""
    return ThreadPoolExecutor(1, "query-encoder")
