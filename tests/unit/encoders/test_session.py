import json
import shutil
import threading

import numpy as np
import onnxruntime
import pytest
from fixtures.tiny_bundles import TinyBundles

from search_app.bundles.manifest import sha256_of
from search_app.encoders.session import OnnxSession
from search_app.errors import CorruptError, MismatchError

FEEDS = {"input_ids": np.array([[2, 20, 3]]), "attention_mask": np.ones((1, 3), dtype=np.int64)}


@pytest.fixture
def dense(tiny_bundles: TinyBundles, tmp_path):
    return shutil.copytree(tiny_bundles.dense, tmp_path / "dense")


def _edit(folder, **changes):
    path = folder / "bundle.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_another_kind_is_refused(dense):
    with pytest.raises(MismatchError, match="'dense'.*'sparse'"):
        OnnxSession(dense, "sparse")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_an_altered_file_is_refused_before_anything_is_loaded(dense, name, monkeypatch):
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *_, **__: pytest.fail("session created"))
    with (dense / name).open("ab") as stream:
        stream.write(b" ")
    with pytest.raises(CorruptError, match=name):
        OnnxSession(dense, "dense").load()


def test_a_missing_file_is_named(dense):
    (dense / "model.onnx").unlink()
    with pytest.raises(CorruptError, match="no such file"):
        OnnxSession(dense, "dense")


def test_an_unreadable_graph_is_said_to_be_so(dense):
    (dense / "model.onnx").write_bytes(b"not a graph")
    files = {path.name: sha256_of(path) for path in dense.iterdir() if path.name != "bundle.json"}
    _edit(dense, files=files)
    with pytest.raises(CorruptError, match="cannot be loaded"):
        OnnxSession(dense, "dense").load()


def test_a_graph_of_another_width_is_refused(dense):
    _edit(dense, dimension=9)
    with pytest.raises(CorruptError, match="'vectors' of width 9"):
        OnnxSession(dense, "dense").load()


def test_a_graph_without_the_promised_output_is_refused(dense):
    _edit(dense, kind="cross-encoder")
    with pytest.raises(CorruptError, match="an output 'scores'"):
        OnnxSession(dense, "cross-encoder").load()


def test_the_graph_is_loaded_once_by_many_threads(dense, monkeypatch):
    made = []
    create = onnxruntime.InferenceSession
    monkeypatch.setattr(onnxruntime, "InferenceSession", lambda *a, **k: made.append(1) or create(*a, **k))
    session = OnnxSession(dense, "dense", threads=1)
    assert made == []
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(session.run(["vectors"], FEEDS)[0])) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    assert len(answers) == 8
    assert all(np.array_equal(answer, answers[0]) for answer in answers)


def test_outputs_are_those_asked_for_and_surplus_inputs_are_ignored(dense):
    session = OnnxSession(dense, "dense", threads=1)
    parts, vectors = session.run(
        ["token_vectors", "vectors"], {**FEEDS, "token_type_ids": np.zeros((1, 3), dtype=np.int64)}
    )
    np.testing.assert_allclose(parts.sum(axis=1), vectors, rtol=1e-5)


def test_a_gpu_that_is_not_there_is_said(dense, caplog):
    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this ONNX Runtime has a GPU")
    OnnxSession(dense, "dense", device="cuda").load()
    assert "runs on the CPU" in caplog.text
