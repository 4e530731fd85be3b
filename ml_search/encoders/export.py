"""The model as an ONNX file, made by torch once and used only if it gives the vectors that torch gives."""

import logging
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from ml_search.errors import EncoderError

from .model_files import ModelFiles
from .onnx import OnnxEncoder, export_path
from .torch import TorchEncoder

MAX_DIFFERENCE = 1e-4
"""Of any component of any vector."""
PROBES = (
    "tea",
    "How long should green tea steep, and how hot should the water be?",
    "Loose leaf tea is weighed rather than counted. " * 60,
    "お茶の淹れ方",
)
"""Of different lengths, one beyond what the encoder reads."""


def export_model(model: ModelFiles) -> Path:
    """Write the ONNX file of a model, unless it is there. Raises EncoderError when torch and ONNX Runtime disagree."""
    path = export_path(model)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(suffix=".onnx", dir=path.parent)
    os.close(handle)
    written = Path(name)
    try:
        _write(model, written)
        difference = _difference(model, written)
        if difference > MAX_DIFFERENCE:
            raise EncoderError(f"The export differs from torch by {difference:.1e}, more than {MAX_DIFFERENCE:.0e}.")
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
    return path


def _write(model: ModelFiles, path: Path) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from transformers import AutoModel
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)

    class Pooled(torch.nn.Module):  # type: ignore[misc] # torch is not checked
        """The encoder with mean pooling and unit length, as sentence-transformers adds them."""

        def __init__(self, encoder: Any) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, ids: Any, mask: Any) -> Any:
            states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    encoder = AutoModel.from_pretrained(str(model.path), local_files_only=True, use_safetensors=True)
    # Without it dropout would be exported.
    module = Pooled(encoder).eval()
    example = torch.ones(2, 16, dtype=torch.long)
    shape = {0: torch.export.Dim("batch", min=1, max=512), 1: torch.export.Dim("tokens", min=2, max=512)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            module,
            (example, example.clone()),
            dynamo=True,
            verbose=False,
            input_names=["ids", "mask"],
            output_names=["vectors"],
            dynamic_shapes=(shape, shape),
        )
    if program is None:
        raise EncoderError("torch could not export the model.")
    program.save(str(path), external_data=False)


def _difference(model: ModelFiles, path: Path) -> float:
    ours, reference = OnnxEncoder(model, path).encode(PROBES), TorchEncoder(model).encode(PROBES)
    return float(np.abs(ours - reference).max())
