import numpy as np
import pytest
from fixtures.tiny_vocabulary import WORDS
from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.errors import MismatchError
from search_app.rerankers.cross_encoder import OnnxCrossEncoder


@pytest.fixture(scope="module", params=[1, 3])
def reranker(request, tiny_bundles):
    return OnnxCrossEncoder(tiny_bundles.cross_encoder, threads=request.param)


def test_scores_follow_the_pair(reranker):
    scores = reranker.score("cat dog", ["dog bites cat", "star", "the cat", ""])
    assert scores.dtype == np.float32
    assert scores.tolist() == [2.0, 0.0, 1.0, 0.0]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join), max_size=40))
def test_scores_come_in_the_order_given(reranker, texts):
    query = " ".join(WORDS[:6])
    expected = [len(set(WORDS[:6]) & set(text.split())) for text in texts]
    assert reranker.score(query, texts).tolist() == expected


def test_the_end_of_a_long_passage_is_cut_and_the_query_is_kept(reranker):
    filler = "star " * 500
    assert reranker.score("cat dog", ["cat dog " + filler, filler + "cat dog"]).tolist() == [2.0, 0.0]


def test_a_long_query_still_reads_the_passage(reranker):
    assert reranker.score("cat " * 2000, ["cat"]).tolist() == [1.0]


def test_odd_texts_score(reranker):
    odd = ["", "\0", "\ud800", "😀", "שלום", "x" * 100_000]
    assert np.isfinite(reranker.score("\udc00 😀", odd)).all()


def test_another_kind_is_refused(tiny_bundles):
    with pytest.raises(MismatchError):
        OnnxCrossEncoder(tiny_bundles.dense)
