"""Scores against BM25 by hand, rankings against Anserini's own searcher."""

import math

import pytest

from search_app.records import passage_id

K1, B = 0.9, 0.4


def bm25(frequency, length, average, having, documents):
    inverse = math.log(1 + (documents - having + 0.5) / (having + 0.5))
    return inverse * frequency / (frequency + K1 * (1 - B + B * length / average))


def test_scores_of_three_documents_by_hand(build, make_passage):
    searcher = build(
        [
            make_passage("a", "cat cat dog"),
            make_passage("b", "dog fish bird horse", title="Cats"),
            make_passage("c", "cow"),
        ]
    )
    average = (3 + 5 + 1) / 3
    scores = {hit.passage_id: hit.score for hit in searcher.search("cats bird", 10)}
    assert scores == pytest.approx(
        {
            passage_id("a", 0): bm25(2, 3, average, 2, 3),
            passage_id("b", 0): bm25(1, 5, average, 2, 3) + bm25(1, 5, average, 1, 3),
        },
        rel=1e-6,
    )


@pytest.mark.parametrize("limit", [1, 3, 5, 100])
@pytest.mark.parametrize(
    "text", ["immutable sequence of items", "items", "memory memory threads", "files 😀 runner"]
)
def test_ranking_equals_anserini(searcher, index_path, text, limit):
    from jnius import autoclass

    anserini = autoclass("io.anserini.search.SimpleSearcher")(str(index_path))
    anserini.set_bm25(K1, B)
    expected = anserini.search(text, limit)
    hits = searcher.search(text, limit)
    assert [hit.passage_id for hit in hits] == [one.docid for one in expected]
    # Anserini lowers tied scores by steps of 1e-6 for trec_eval.
    assert [hit.score for hit in hits] == pytest.approx([one.score for one in expected], abs=5e-5)
    anserini.close()
