"""The models that growth is measured with: they cost nothing and read what the shipped tokenizers give."""

import numpy as np

from benchmarks.light_models import write_light_models
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder

TEXTS = ["The cat sleeps.", "Überraschung: 東京 🙂 zygomorphic", "x" * 400, "the end of a passage"]


def test_they_encode_any_text(tmp_path):
    settings = write_light_models(tmp_path)
    dense = OnnxDenseEncoder(tmp_path / "dense", 1).encode_passages(TEXTS)
    assert np.stack(dense).shape == (len(TEXTS), 384)
    np.testing.assert_allclose(np.linalg.norm(np.stack(dense), axis=1), 1.0, rtol=1e-5)
    sparse = OnnxSparseEncoder(tmp_path / "sparse", 1).encode_passages(TEXTS)
    assert all(len(vector.indices) for vector in sparse)
    assert set(settings.values()) == {str(tmp_path / "dense"), str(tmp_path / "sparse")}
