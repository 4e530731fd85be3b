"""The one place of ml_search that uses the network: the pinned files of the model, from the hub that publishes it."""

import shutil
import tempfile
from pathlib import Path

from ml_search.errors import EncoderError

from .model_files import PINNED, REPOSITORY, ModelFiles, fetched_model, read_model

REVISION = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"
FILES = (
    *PINNED,
    *("config.json", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json"),
    *("tokenizer_config.json", "special_tokens_map.json", "vocab.txt"),
)
BY_HAND = "Or put its files into a folder, and name that in SITEAGENT_EMBED_MODEL_PATH."


def fetch_model() -> ModelFiles:
    """The model in its folder below SITEAGENT_INDEX_DIR, fetched unless it is there.

    Raises EncoderError when the hub cannot be reached, or serves other files than those that are pinned.
    """
    folder = fetched_model()
    if folder.is_dir():
        return read_model(folder, pinned=True)
    from httpx import HTTPError
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        for name in FILES:
            hf_hub_download(REPOSITORY, name, revision=REVISION, local_dir=scratch)
        read_model(scratch, pinned=True)
        scratch.rename(folder)
    except (HfHubHTTPError, OfflineModeIsEnabled, HTTPError, OSError) as error:
        reason = str(error).partition("\n")[0]
        raise EncoderError(f"{REPOSITORY} cannot be fetched: {reason}. {BY_HAND}") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return read_model(folder, pinned=True)
