import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.fusion import (
    FUSION_METHODS,
    RERANK_SCALES,
    BlendRule,
    blend,
    fuse,
    fusion_parts,
    min_max,
    reciprocal_rank_fusion,
    score_steps,
    weighted_fusion,
    z_score_fusion,
)
from search_app.records import Hit, Ranking, Reading


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


def test_blend_weight_zero_keeps_the_fused_order_and_one_takes_the_rerankers():
    fused = [Hit("a", 3.0), Hit("b", 2.0), Hit("c", 1.0), Hit("d", 0.5)]
    reranked = {"a": Reading(-5.0), "b": Reading(0.0), "c": Reading(5.0)}
    assert [h.passage_id for h in blend(fused, reranked, BlendRule(0.0))] == ["a", "b", "c", "d"]
    assert [h.passage_id for h in blend(fused, reranked, BlendRule(1.0))] == ["c", "b", "a", "d"]


@given(
    st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=12, unique=True),
    st.integers(1, 12),
    st.floats(0, 1),
)
def test_blend_never_lifts_the_tail_above_the_head(scores, depth, weight):
    fused = [Hit(f"p{n:02d}", score) for n, score in enumerate(sorted(scores, reverse=True))]
    head = {hit.passage_id: Reading(-hit.score) for hit in fused[:depth]}
    final = [hit.passage_id for hit in blend(fused, head, BlendRule(weight))]
    assert set(final[: len(head)]) == set(head)
    assert final[len(head) :] == [hit.passage_id for hit in fused[depth:]]


def test_the_rerankers_share_falls_with_what_it_read():
    half = [Reading(1.0, 0.4), Reading(2.0, 0.6)]
    assert BlendRule(0.8).share(half) == pytest.approx(0.8)
    assert BlendRule(0.8, 2.0).share(half) == pytest.approx(0.5)  # odds of 4 to 1, a fourth of that
    assert BlendRule(0.8, 2.0).share([Reading(1.0)]) == pytest.approx(0.8)
    assert BlendRule(1.0, 2.0).share(half) == 1.0
    assert BlendRule(1.0, 2.0).share([Reading(1.0, 0.0)]) == BlendRule(0.8).share([]) == 0.0


def test_probabilities_leave_it_to_the_lanes_where_the_reranker_cannot_tell():
    rule = BlendRule(0.5, scale="softmax")
    assert rule.scaled([Reading(0.0), Reading(float(np.log(3)))]) == pytest.approx([0.25, 0.75])
    fused = [Hit("a", 3.0), Hit("b", 2.0), Hit("c", 0.0)]
    unsure = {"a": Reading(0.0), "b": Reading(0.1), "c": Reading(0.2)}
    sure = {"a": Reading(0.0), "b": Reading(0.1), "c": Reading(9.0)}
    assert [h.passage_id for h in blend(fused, unsure, rule)] == ["a", "b", "c"]
    assert [h.passage_id for h in blend(fused, sure, rule)] == ["a", "c", "b"]
    assert [h.passage_id for h in blend(fused, unsure, BlendRule(0.6))] == ["c", "b", "a"]


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


@given(
    st.sampled_from(FUSION_METHODS),
    st.lists(st.floats(0, 1e3, allow_subnormal=False), min_size=1, max_size=8),
    LANE_SCORES,
    st.integers(0, 9),
    st.floats(0, 1),
    st.sampled_from(RERANK_SCALES),
)
def test_steps_add_up_to_the_final_score(method, dense, bm25, depth, weight, scale):
    rule = BlendRule(weight, 1.0, scale)
    rankings = [scored("dense", dense), scored("bm25", bm25)]
    parts, fused = fusion_parts(rankings, method), fuse(rankings, method)
    reranked = {hit.passage_id: Reading(float(n % 3), 1 / (1 + n)) for n, hit in enumerate(fused[:depth])}
    final = blend(fused, reranked, rule) if reranked else fused
    steps = score_steps(parts, fused, reranked, rule)
    assert set(steps) == {hit.passage_id for hit in final}
    for hit in final:
        mine = steps[hit.passage_id]
        assert sum(step.value for step in mine) == pytest.approx(hit.score, abs=1e-6)
        assert {step.lane for step in mine if step.stage == "fusion"} == set(parts[hit.passage_id])
        assert any(step.stage == "rerank" for step in mine) == (hit.passage_id in reranked)
