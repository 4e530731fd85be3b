"""Encoders turn texts into vectors: one module a back end, whose name is its id."""

import logging
from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ml_search.errors import EncoderError

logger = logging.getLogger(__name__)

Vectors = NDArray[np.float32]
"""A row for each text, of unit length."""


class Encoder(Protocol):
    fingerprint: str
    """32 hex digits of all that decides the vectors: weights, tokenizer, pooling, the longest input, class of
    precision. Vectors of two fingerprints are never compared."""
    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """In the order of the texts. A longer text than the encoder reads counts with its beginning."""
        ...


def index_encoder() -> Encoder:
    """The encoder that indexing uses: ONNX Runtime over an export that is made when it is missing, or else torch.

    Raises EncoderError.
    """
    from .export import export_model
    from .model_files import find_model
    from .onnx import OnnxEncoder
    from .torch import TorchEncoder

    model = find_model()
    try:
        return OnnxEncoder(model, export_model(model))
    except (EncoderError, ImportError) as error:
        logger.warning("Encoding with torch, which is slower: %s", error)
        return TorchEncoder(model)


@cache
def query_encoder() -> Encoder:
    """The encoder that web processes use, which never loads torch. Raises EncoderError before the first `ml_index`."""
    from .model_files import find_model
    from .onnx import OnnxEncoder, export_path

    model = find_model()
    path = export_path(model)
    if not path.exists():
        raise EncoderError(f"{path} is not here. `ml_index` makes it.")
    return OnnxEncoder(model, path, threads=1)
