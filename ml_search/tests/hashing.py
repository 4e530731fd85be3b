"""An encoder without a model: each word has a direction of its own, so texts are near that share words."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from ml_search.encoders import Vectors

DIMENSIONS = 256


class HashingEncoder:
    """Counts the texts that it was asked for."""

    fingerprint = "hashing"
    name = "hashing"
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        vectors = np.stack([_vector(text) for text in texts]) if texts else np.empty((0, DIMENSIONS))
        return vectors.astype(np.float32)


def _vector(text: str) -> Vectors:
    vector = np.zeros(DIMENSIONS, np.float32)
    for word in text.lower().split() or [""]:
        number = int.from_bytes(blake2b(word.strip(".,>").encode(), digest_size=4).digest())
        vector[number % DIMENSIONS] += 1 if number >> 31 else -1
    length = float(np.linalg.norm(vector))
    if not length:
        vector[0] = length = 1.0
    return vector / length
