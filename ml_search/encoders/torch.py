"""The reference: sentence-transformers on torch. Takes seconds and 900 MB to load, so web processes do without."""

import os
from collections.abc import Sequence

import numpy as np

from . import Vectors
from .model_files import ModelFiles

BATCH = 32


class TorchEncoder:
    def __init__(self, model: ModelFiles) -> None:
        # No weights are looked for anywhere else, and no code of a model is run.
        os.environ["HF_HUB_OFFLINE"] = "1"
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        self.fingerprint, self.name, self.dimensions = model.fingerprint, model.name, model.dimensions
        self._model = SentenceTransformer(str(model.path), device="cpu", trust_remote_code=False, local_files_only=True)
        self._model.max_seq_length = model.max_tokens

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, np.float32).reshape(len(texts), self.dimensions)
