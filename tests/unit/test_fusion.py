import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.fusion import (
    FUSION_METHODS,
    fuse,
    fusion_parts,
    min_max,
    reciprocal_rank_fusion,
    weighted_fusion,
    z_score_fusion,
)
from search_app.records import Hit, Ranking


def ranking(lane: str, *ids: str) -> Ranking:
    return Ranking(lane, tuple(Hit(name, float(len(ids) - place)) for place, name in enumerate(ids)))


def test_ranks_count_from_one_with_the_papers_constant():
    fused = reciprocal_rank_fusion([ranking("dense", "a", "b"), ranking("bm25", "b", "c")])
    scores = {hit.passage_id: hit.score for hit in fused}
    assert scores == pytest.approx({"b": 1 / 62 + 1 / 61, "a": 1 / 61, "c": 1 / 62})
    assert [hit.passage_id for hit in fused] == ["b", "a", "c"]


def test_weights_scale_a_lane_and_unnamed_lanes_count_one():
    fused = reciprocal_rank_fusion([ranking("dense", "a"), ranking("bm25", "b")], weights={"dense": 3.0})
    assert {h.passage_id: h.score for h in fused} == pytest.approx({"a": 3 / 61, "b": 1 / 61})


def test_weighted_fusion_adds_min_max_scores_and_gives_nothing_for_absence():
    fused = weighted_fusion([ranking("dense", "a", "b", "c"), ranking("bm25", "c", "a")], {"bm25": 0.5})
    assert {h.passage_id: h.score for h in fused} == pytest.approx({"a": 1.0, "b": 0.5, "c": 0.5})


def test_ties_are_broken_by_id_whatever_the_order_of_lanes():
    one = reciprocal_rank_fusion([ranking("dense", "b"), ranking("bm25", "a")])
    other = reciprocal_rank_fusion([ranking("bm25", "a"), ranking("dense", "b")])
    assert one == other
    assert [hit.passage_id for hit in one] == ["a", "b"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_min_max_keeps_order_and_range(scores):
    scaled = min_max(np.array(scores))
    assert scaled.min() >= 0
    assert scaled.max() == pytest.approx(1)
    assert all(
        scaled[i] <= scaled[j]
        for i in range(len(scores))
        for j in range(len(scores))
        if scores[i] <= scores[j]
    )


METHODS = {"rrf": reciprocal_rank_fusion, "weighted": weighted_fusion, "zscore": z_score_fusion}
LANE_SCORES = st.lists(st.floats(-1e3, 1e3, allow_subnormal=False), max_size=8)


def scored(lane: str, scores: list[float]) -> Ranking:
    return Ranking(lane, tuple(Hit(f"p{n}", score) for n, score in enumerate(sorted(scores, reverse=True))))


def test_z_scores_count_from_the_lanes_last_hit():
    fused = z_score_fusion([scored("dense", [3.0, 2.0, 1.0]), ranking("bm25", "p2")], {"bm25": 0.5})
    deviation = (2 / 3) ** 0.5
    expected = {"p0": 2 / deviation, "p1": 1 / deviation, "p2": 0.5}
    assert {h.passage_id: h.score for h in fused} == pytest.approx(expected)


@given(st.sampled_from(FUSION_METHODS), LANE_SCORES, LANE_SCORES, st.floats(0.01, 5))
def test_parts_add_up_to_the_fused_score(method, dense, bm25, weight):
    rankings = [scored("dense", dense), scored("bm25", bm25)]
    weights = {"bm25": weight}
    parts = fusion_parts(rankings, method, 60.0, weights)
    fused = fuse(rankings, method, 60.0, weights)
    assert fused == (
        reciprocal_rank_fusion(rankings, 60.0, weights)
        if method == "rrf"
        else METHODS[method](rankings, weights)
    )
    assert {hit.passage_id: pytest.approx(hit.score) for hit in fused} == {
        passage_id: sum(lanes.values()) for passage_id, lanes in parts.items()
    }
