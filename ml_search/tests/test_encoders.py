"""With the real weights, which the package of `make ml` carries."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml_search import encoders
from ml_search.encoders import export, index_encoder, query_encoder
from ml_search.encoders.model_files import NAME, PINNED, find_model, read_model
from ml_search.encoders.onnx import OnnxEncoder, export_path
from ml_search.encoders.torch import TorchEncoder
from ml_search.errors import EncoderError

TEXTS = ["Green tea steeps for three minutes.", "tea", "", "How to descale a kettle " * 80, "お茶の淹れ方"]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    find_model.cache_clear()
    query_encoder.cache_clear()


@pytest.fixture
def own_index(settings: Any, tmp_path: Path) -> Path:
    settings.SITEAGENT_INDEX_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def exported(tmp_path_factory: Any) -> Path:
    """A folder for SITEAGENT_INDEX_DIR with the model in it, made once."""
    from django.test import override_settings

    folder: Path = tmp_path_factory.mktemp("index")
    with override_settings(SITEAGENT_INDEX_DIR=str(folder)):
        find_model.cache_clear()
        export.export_model(find_model())
    return folder


def test_the_export_gives_the_vectors_of_the_reference(settings: Any, exported: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(exported)
    model = find_model()
    fast, reference = OnnxEncoder(model, export_path(model)), TorchEncoder(model)
    ours, theirs = fast.encode(TEXTS), reference.encode(TEXTS)
    assert ours.shape == (len(TEXTS), fast.dimensions) == (5, 384)
    assert np.abs(ours - theirs).max() < export.MAX_DIFFERENCE
    assert np.allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    assert fast.fingerprint == reference.fingerprint


def test_texts_come_back_in_their_order_whatever_their_lengths(settings: Any, exported: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(exported)
    encoder = query_encoder()
    together = encoder.encode(TEXTS * 4)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS * 4])
    assert np.abs(together - alone).max() < 1e-5
    assert encoder.encode([]).shape == (0, 384)


def test_similar_texts_are_nearer_than_others(settings: Any, exported: Path) -> None:
    settings.SITEAGENT_INDEX_DIR = str(exported)
    asked, near, far = query_encoder().encode(["brew a cup of tea", "How to steep tea leaves", "Tax return deadlines"])
    assert asked @ near > asked @ far + 0.3


def test_an_export_that_differs_from_torch_is_not_used(own_index: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(export, "_write", lambda model, path: path.write_bytes(b"not a model"))
    with pytest.raises(EncoderError, match="cannot be loaded"):
        export.export_model(find_model())
    assert list((own_index / "models").iterdir()) == []


def test_without_an_export_indexing_falls_back_to_torch_and_queries_have_no_encoder(
    own_index: Path, monkeypatch: Any, caplog: Any
) -> None:
    monkeypatch.setattr(export, "_write", lambda model, path: path.write_bytes(b"not a model"))
    assert isinstance(index_encoder(), TorchEncoder)
    assert "Encoding with torch" in caplog.text
    with pytest.raises(EncoderError, match="`ml_index` makes it"):
        query_encoder()


def test_weights_that_are_not_the_pinned_ones_are_refused(own_index: Path, monkeypatch: Any) -> None:
    folder = own_index / "model"
    shutil.copytree(find_model().path, folder)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(EncoderError, match=rf"tokenizer.json is not the file of {NAME} that is pinned"):
        read_model(folder, pinned=True)


def test_a_model_that_the_operator_names_is_known_by_its_own_hashes(own_index: Path, settings: Any) -> None:
    folder = own_index / "tuned"
    shutil.copytree(find_model().path, folder)
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    pinned = find_model().fingerprint
    find_model.cache_clear()
    settings.SITEAGENT_EMBED_MODEL_PATH = str(folder)
    assert find_model().name == "tuned"
    assert find_model().fingerprint != pinned


@pytest.mark.parametrize("missing", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_folder_that_lacks_a_file_is_named_with_the_remedy(own_index: Path, settings: Any, missing: str) -> None:
    folder = own_index / "model"
    shutil.copytree(find_model().path, folder)
    find_model.cache_clear()
    (folder / missing).unlink()
    settings.SITEAGENT_EMBED_MODEL_PATH = str(folder)
    with pytest.raises(EncoderError, match=f"has no {missing}.*make ml"):
        find_model()


def test_without_any_model_the_remedy_is_said(own_index: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("ml_search.encoders.model_files.PACKAGE", "no_such_package")
    with pytest.raises(EncoderError, match=f"The model {NAME} is not here.*ml_fetch_model"):
        encoders.index_encoder()


def test_the_pins_are_sha256() -> None:
    assert all(len(bytes.fromhex(value)) == 32 for value in PINNED.values())
