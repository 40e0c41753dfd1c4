"""The fixture bundles do what their module says, so that other suites may build on it."""

import numpy as np
import onnxruntime
import pytest
from fixtures.tiny_vocabulary import EXPANSION_WEIGHT, IDS, OWN_WEIGHT

from search_app.bundles.manifest import read_manifest, verify_files


def _ids(*words):
    return [IDS["[CLS]"], *(IDS[word] for word in words), IDS["[SEP]"]]


def _run(folder, rows, types=None):
    width = max(map(len, rows))
    ids = np.array([row + [0] * (width - len(row)) for row in rows])
    feeds = {"input_ids": ids, "attention_mask": (ids > 0).astype(np.int64)}
    if types is not None:
        feeds["token_type_ids"] = np.array(types)
    return onnxruntime.InferenceSession(folder / "model.onnx").run(None, feeds)


@pytest.mark.parametrize("kind", ["dense", "sparse", "cross_encoder"])
def test_each_bundle_is_whole(tiny_bundles, kind):
    folder = getattr(tiny_bundles, kind)
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    assert manifest.kind == kind.replace("_", "-")


def test_dense_token_vectors_sum_to_the_vector(tiny_bundles):
    vectors, parts = _run(tiny_bundles.dense, [_ids("cat", "dog", "star"), _ids("cat")])
    np.testing.assert_allclose(parts.sum(axis=1), vectors, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)


def test_sparse_adds_its_one_expansion_and_names_the_source(tiny_bundles):
    weights, sources = _run(tiny_bundles.sparse, [_ids("star", "cat"), _ids("the")])
    assert np.flatnonzero(weights[0]).tolist() == sorted(IDS[word] for word in ("star", "cat", "animal"))
    assert weights[0, IDS["cat"]] == OWN_WEIGHT
    assert weights[0, IDS["animal"]] == EXPANSION_WEIGHT
    assert sources[0, IDS["animal"]] == 2


def test_cross_encoder_counts_shared_tokens(tiny_bundles):
    pair = [*_ids("cat", "dog"), IDS["dog"], IDS["cat"], IDS["star"], IDS["[SEP]"]]
    (scores,) = _run(tiny_bundles.cross_encoder, [pair], [[0, 0, 0, 0, 1, 1, 1, 1]])
    assert scores.tolist() == [2.0]
