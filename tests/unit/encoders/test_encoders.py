import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from fixtures.tiny_bundles import DIMENSION, write_dense, write_sparse
from fixtures.tiny_vocabulary import EXPANSION_WEIGHT, IDS, OWN_WEIGHT, STOP_WEIGHT, VOCABULARY, WORDS
from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.bundles import locate_bundle
from search_app.bundles.manifest import read_manifest, sha256_of, write_manifest
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.passage_encoder import PassageEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.errors import CorruptError
from search_app.records import Passage

ODD = ["", " \n", "\0", "\ud800", "😀", "שלום עולם", "cat " * 25_000, "[SEP]", "\u0301"]


@pytest.fixture(scope="module")
def dense(tiny_bundles):
    return OnnxDenseEncoder(tiny_bundles.dense, threads=1)


@pytest.fixture(scope="module")
def sparse(tiny_bundles):
    return OnnxSparseEncoder(tiny_bundles.sparse, threads=1)


def _weights(vector):
    return {VOCABULARY[index]: value for index, value in zip(vector.indices, vector.values, strict=True)}


def test_dense_vectors_are_unit_float32(dense, tiny_bundles):
    vectors = dense.encode_passages(["cat dog", "star", "cat dog"])
    assert vectors.shape == (3, dense.dimension) == (3, DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-6)
    np.testing.assert_allclose(vectors[0], vectors[2], rtol=1e-6)
    assert dense.fingerprint == read_manifest(tiny_bundles.dense).fingerprint


def test_nothing_to_encode_gives_nothing(dense, sparse):
    assert dense.encode_passages([]).shape == (0, DIMENSION)
    assert sparse.encode_passages([]) == []
    assert sparse.encode_queries([]) == []


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), max_size=30))
def test_batches_return_in_the_order_given(dense, sparse, texts):
    together = dense.encode_passages(texts)
    for text, vector, weights in zip(texts, together, sparse.encode_passages(texts), strict=True):
        np.testing.assert_allclose(vector, dense.encode_passages([text])[0], rtol=1e-5, atol=1e-6)
        assert _weights(weights) == _weights(sparse.encode_passages([text])[0])


def test_odd_texts_give_vectors(dense, sparse):
    for vectors in (dense.encode_passages(ODD), dense.encode_queries(ODD)):
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    for found in (sparse.encode_passages(ODD), sparse.encode_queries(ODD)):
        assert [len(vector) > 0 for vector in found] == ["cat" in text for text in ODD]


def test_sparse_passages_are_expanded_and_queries_are_not(sparse):
    assert _weights(sparse.encode_passages(["the cat"])[0]) == {
        "the": STOP_WEIGHT,
        "cat": OWN_WEIGHT,
        "animal": EXPANSION_WEIGHT,
    }
    assert _weights(sparse.encode_queries(["cat the cat"])[0]) == {"the": STOP_WEIGHT, "cat": OWN_WEIGHT}


def test_inference_free_queries_never_load_the_graph(tiny_bundles, monkeypatch):
    encoder = OnnxSparseEncoder(tiny_bundles.sparse)
    monkeypatch.setattr("onnxruntime.InferenceSession", lambda *_, **__: pytest.fail("graph loaded"))
    encoder.load()
    assert len(encoder.encode_queries(["cat"])[0]) == 1


def test_queries_are_cut_to_their_window(sparse):
    text = " ".join(WORDS[:40])
    assert len(sparse.encode_queries([text])[0]) == sparse.model.manifest.max_query_tokens - 2


def test_without_query_weights_queries_go_through_the_graph(tmp_path):
    encoder = OnnxSparseEncoder(write_sparse(tmp_path / "graph", query_weights=False), threads=1)
    assert set(_weights(encoder.encode_queries(["cat"])[0])) == {"cat", "animal"}


def test_unusable_query_weights_are_refused(tiny_bundles, tmp_path):
    folder = shutil.copytree(tiny_bundles.sparse, tmp_path / "sparse")
    np.save(folder / "query_weights.npy", np.ones(3, dtype=np.float32))
    manifest = read_manifest(folder)
    manifest.files["query_weights.npy"] = sha256_of(folder / "query_weights.npy")
    write_manifest(folder, manifest)
    with pytest.raises(CorruptError, match=r"float32\[3\]"):
        OnnxSparseEncoder(folder).encode_queries(["cat"])


def test_vocabulary_entries_and_their_places(sparse):
    assert sparse.token(IDS["##ing"]) == "##ing"
    assert sparse.token(10**6) == ""
    assert sparse.token_spans("Cooking cats") == [
        (IDS["cook"], 0, 4),
        (IDS["##ing"], 4, 7),
        (IDS["cat"], 8, 11),
        (IDS["##s"], 11, 12),
    ]


def test_prompts_are_put_before_the_text(tiny_bundles, tmp_path, dense):
    folder = shutil.copytree(tiny_bundles.dense, tmp_path / "prompted")
    manifest = read_manifest(folder)
    prompted = {field: getattr(manifest, field) for field in manifest.__slots__}
    write_manifest(folder, type(manifest)(**{**prompted, "prompts": {"query": "search ", "passage": "the "}}))
    encoder = OnnxDenseEncoder(folder, threads=1)
    np.testing.assert_allclose(
        encoder.encode_queries(["cat"]), dense.encode_queries(["search cat"]), rtol=1e-6
    )
    np.testing.assert_allclose(
        encoder.encode_passages(["cat"]), dense.encode_passages(["the cat"]), rtol=1e-6
    )


def test_many_threads_share_an_encoder(dense):
    texts = ["cat", "dog bird", "star planet light"] * 10
    expected = dense.encode_passages(texts)
    with ThreadPoolExecutor(8) as pool:
        for vectors in pool.map(dense.encode_passages, [texts] * 24):
            np.testing.assert_allclose(vectors, expected, rtol=1e-6)


def _passages(texts):
    return [Passage(f"d{number}", 0, 0, len(text), text, "Cat") for number, text in enumerate(texts)]


def test_a_passage_is_tokenised_once_for_both_models(dense, sparse, monkeypatch):
    encoder = PassageEncoder(dense, sparse)
    assert encoder.shares_tokens
    monkeypatch.setattr(sparse.model.tokenizer, "rows", lambda *_: pytest.fail("tokenised twice"))
    passages = _passages(["star", "dog dog", *ODD])
    encoded = encoder.encode(passages)
    monkeypatch.undo()
    assert [entry.passage for entry in encoded] == passages
    texts = [passage.full_text for passage in passages]
    np.testing.assert_allclose([entry.dense for entry in encoded], dense.encode_passages(texts), rtol=1e-6)
    assert [_weights(entry.sparse) for entry in encoded] == list(map(_weights, sparse.encode_passages(texts)))


def test_models_that_read_differently_tokenise_for_themselves(sparse, tmp_path):
    folder = write_dense(tmp_path / "dense")
    manifest = read_manifest(folder)
    fields = {field: getattr(manifest, field) for field in manifest.__slots__}
    write_manifest(folder, type(manifest)(**{**fields, "max_tokens": 8}))
    encoder = PassageEncoder(OnnxDenseEncoder(folder, threads=1), sparse)
    assert not encoder.shares_tokens
    (encoded,) = encoder.encode(_passages(["of " * 10 + "star"]))
    assert "star" in _weights(encoded.sparse)
    assert encoder.fingerprints["sparse"] == sparse.fingerprint


def test_a_shipped_querys_vector_does_not_depend_on_the_queries_beside_it():
    encoder = OnnxDenseEncoder(locate_bundle("dense"))
    questions = ["how long do cats sleep", "x", "what is the price of copper " * 9]
    together = encoder.encode_queries(questions)
    alone = np.concatenate([encoder.encode_queries([question]) for question in questions])
    np.testing.assert_array_equal(together, alone)
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
