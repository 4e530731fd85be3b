"""Encoders turn texts into vectors: one module a back end, whose name is its id."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

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
