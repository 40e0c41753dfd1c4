import numpy as np
import pytest
from fixtures.tiny_vocabulary import WORDS
from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.errors import MismatchError
from search_app.records import Passage
from search_app.rerankers.cross_encoder import OnnxCrossEncoder
from search_app.rerankers.readings import readings


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


def test_it_says_what_share_of_each_passage_it_read(reranker):
    texts = ["cat star", "star " * 500, ""]
    scores, extents = reranker.read("cat dog", texts)
    assert scores.tolist() == reranker.score("cat dog", texts).tolist()
    assert extents[[0, 2]].tolist() == [1.0, 1.0]
    assert 0 < extents[1] < 0.5
    assert extents[1] * len(texts[1]) == pytest.approx(reranker.characters_read("cat dog", texts[1]))


def test_a_head_is_read_by_any_reranker(reranker):
    class Plain:
        def score(self, query, texts):
            return reranker.score(query, texts)

    passages = [Passage("d", n, 0, len(text), text) for n, text in enumerate(["the cat", "star " * 500])]
    windowed, plain = readings(reranker, "cat dog", passages), readings(Plain(), "cat dog", passages)
    assert {name: each.score for name, each in windowed.items()} == {passages[0].id: 1.0, passages[1].id: 0.0}
    assert [each.extent for each in plain.values()] == [1.0, 1.0]
    assert windowed[passages[1].id].extent < 0.5


def test_a_long_query_still_reads_the_passage(reranker):
    assert reranker.score("cat " * 2000, ["cat"]).tolist() == [1.0]


def test_odd_texts_score(reranker):
    odd = ["", "\0", "\ud800", "😀", "שלום", "x" * 100_000]
    assert np.isfinite(reranker.score("\udc00 😀", odd)).all()


def test_another_kind_is_refused(tiny_bundles):
    with pytest.raises(MismatchError):
        OnnxCrossEncoder(tiny_bundles.dense)
