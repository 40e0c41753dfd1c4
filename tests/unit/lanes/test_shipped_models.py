"""The shipped models explain themselves: real subwords, real 8-bit rounding."""

import pytest

from search_app.bundles import locate_bundle
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.explain.leave_one_out import explain_rerank
from search_app.explain.text_words import text_words
from search_app.lanes.dense.word_shares import ROUNDING, explain_dense
from search_app.lanes.sparse.entry_products import explain_sparse
from search_app.records import Passage
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

TEXTS = [
    "The vaccine against measles protects children. It is given twice in the first years of life.",
    "Sudden infant death syndrome is a leading cause of death for infants aged less than one year.",
    "Bread is baked from flour, water and salt.",
    "A telescope shows the rings of Saturn on a clear night, and the moons of Jupiter beside it.",
]
PASSAGES = [Passage(f"d{n}", 0, 0, len(text), text, "Notes") for n, text in enumerate(TEXTS)]
QUESTION = "immunisation of young children against measles"


def test_dense_shares_add_up_to_the_stored_vectors_score():
    encoder = OnnxDenseEncoder(locate_bundle("dense"), threads=1)
    full = [passage.full_text for passage in PASSAGES]
    stored = encoder.encode_passages(full)
    query = encoder.encode_queries([QUESTION])[0]
    for passage, vector, tokens in zip(PASSAGES, stored, encoder.encode_tokens(full), strict=True):
        score = float(vector @ query)
        found = explain_dense(query, passage, score, tokens)
        assert sum(each.weight for each in found) == pytest.approx(score, rel=1e-3)
        rounding = sum(each.weight for each in found if each.token == ROUNDING)
        assert abs(rounding) < 0.1 * max(abs(score), 0.2)
    words = [each.token for each in explain_dense(query, PASSAGES[0], 1.0, encoder.encode_tokens(full)[0])]
    assert "measles" in words[:3]


def test_expansions_of_the_sparse_model_name_words_of_the_passage():
    encoder = OnnxSparseEncoder(locate_bundle("sparse"), threads=1)
    passage = PASSAGES[1]
    (document,) = encoder.encode_passages([passage.full_text])
    words = text_words(passage.full_text, encoder)
    standing = {entry for word in words for entry in word.entries}
    added = [int(entry) for entry in document.indices if int(entry) not in standing]
    assert added
    found = explain_sparse(
        [],
        document,
        passage,
        document,
        encoder,
        lambda text, asked: encoder.expansion_sources([text], [asked])[0],
    )
    assert sum(each.weight for each in found) == pytest.approx(document.dot(document), rel=1e-6)
    sources = {source for each in found if each.kind == "expansion" for source in each.sources}
    assert sources <= {word.surface for word in words}


def test_the_cross_encoders_foremost_word_is_one_of_the_question():
    reranker = OnnxCrossEncoder(locate_bundle("cross-encoder"), threads=1)
    found = explain_rerank("measles vaccine", PASSAGES[0], reranker)
    assert found[0].token in ("measles", "vaccine")
    assert found[0].weight > 0
