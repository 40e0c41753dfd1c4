import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.fusion import FUSION_METHODS, FusionRule, min_max
from search_app.ranking.blend import blend
from search_app.ranking.rerank import RERANK_SCALES, Rerank
from search_app.records import Hit, Ranking, Reading

LANE_SCORES = st.lists(st.floats(-1e3, 1e3, allow_subnormal=False), max_size=8)


def scored(lane: str, scores: list[float]) -> Ranking:
    return Ranking(lane, tuple(Hit(f"p{n}", score) for n, score in enumerate(sorted(scores, reverse=True))))


def _rule(weight, fade=0.0, scale="minmax"):
    return Rerank(30, weight, fade, scale)


def _blended(fused, readings, rule):
    return blend({hit.passage_id: {"dense": hit.score} for hit in fused}, fused, readings, rule).hits


def _named(fused, read):
    return {hit.passage_id: each for hit, each in zip(fused, read, strict=False)}


def test_blend_weight_zero_keeps_the_fused_order_and_one_takes_the_rerankers():
    fused = [Hit("a", 3.0), Hit("b", 2.0), Hit("c", 1.0), Hit("d", 0.5)]
    reranked = {"a": Reading(-5.0), "b": Reading(0.0), "c": Reading(5.0)}
    assert [h.passage_id for h in _blended(fused, reranked, _rule(0.0))] == ["a", "b", "c", "d"]
    assert [h.passage_id for h in _blended(fused, reranked, _rule(1.0))] == ["c", "b", "a", "d"]


@given(
    st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=12, unique=True),
    st.integers(1, 12),
    st.floats(0, 1),
)
def test_blend_never_lifts_the_tail_above_the_head(scores, depth, weight):
    fused = [Hit(f"p{n:02d}", score) for n, score in enumerate(sorted(scores, reverse=True))]
    head = {hit.passage_id: Reading(-hit.score) for hit in fused[:depth]}
    final = [hit.passage_id for hit in _blended(fused, head, _rule(weight))]
    assert set(final[: len(head)]) == set(head)
    assert final[len(head) :] == [hit.passage_id for hit in fused[depth:]]


def test_the_rerankers_share_falls_with_what_it_read():
    half = [Reading(1.0, 0.4), Reading(2.0, 0.6)]
    assert _rule(0.8).share(half) == pytest.approx(0.8)
    assert _rule(0.8, 2.0).share(half) == pytest.approx(0.5)  # odds of 4 to 1, a fourth of that
    assert _rule(0.8, 2.0).share([Reading(1.0)]) == pytest.approx(0.8)
    assert _rule(1.0, 2.0).share(half) == 1.0
    assert _rule(1.0, 2.0).share([Reading(1.0, 0.0)]) == _rule(0.8).share([]) == 0.0


def test_probabilities_leave_it_to_the_lanes_where_the_reranker_cannot_tell():
    rule = _rule(0.5, scale="softmax")
    assert rule.scaled([Reading(0.0), Reading(float(np.log(3)))]) == pytest.approx([0.25, 0.75])
    fused = [Hit("a", 3.0), Hit("b", 2.0), Hit("c", 0.0)]
    unsure = {"a": Reading(0.0), "b": Reading(0.1), "c": Reading(0.2)}
    sure = {"a": Reading(0.0), "b": Reading(0.1), "c": Reading(9.0)}
    assert [h.passage_id for h in _blended(fused, unsure, rule)] == ["a", "b", "c"]
    assert [h.passage_id for h in _blended(fused, sure, rule)] == ["a", "c", "b"]
    assert [h.passage_id for h in _blended(fused, unsure, _rule(0.6))] == ["c", "b", "a"]


@given(
    st.sampled_from(FUSION_METHODS),
    st.lists(st.floats(0, 1e3, allow_subnormal=False), min_size=1, max_size=8),
    LANE_SCORES,
    st.integers(0, 9),
    st.floats(0, 1),
    st.sampled_from(RERANK_SCALES),
)
def test_a_final_score_is_the_sum_of_its_steps(method, dense, bm25, depth, weight, scale):
    rankings = [scored("dense", dense), scored("bm25", bm25)]
    rule = FusionRule(method, weights={})
    parts, fused = rule.parts(rankings), rule.fuse(rankings)
    reranked = {hit.passage_id: Reading(float(n % 3), 1 / (1 + n)) for n, hit in enumerate(fused[:depth])}
    final = blend(parts, fused, reranked, _rule(weight, 1.0, scale))
    assert {hit.passage_id for hit in final.hits} == {hit.passage_id for hit in fused}
    for hit in final.hits:
        mine = final.steps(hit.passage_id)
        assert sum(step.value for step in mine) == pytest.approx(hit.score, abs=1e-12)
        assert {step.lane for step in mine if step.stage == "fusion"} == set(parts[hit.passage_id])
        assert any(step.stage == "rerank" for step in mine) == (hit.passage_id in reranked)


@given(
    st.lists(st.integers(0, 1000).map(lambda n: n / 1000), min_size=2, max_size=12, unique=True),
    st.integers(1, 12),
    st.floats(0, 1),
    st.sampled_from(RERANK_SCALES),
)
def test_the_steps_sum_to_the_formula_of_the_blend(scores, depth, weight, scale):
    fused = [Hit(f"p{n:02d}", score) for n, score in enumerate(sorted(scores, reverse=True))]
    read = [Reading(float(n % 4)) for n in range(len(fused[:depth]))]
    rule = _rule(weight, scale=scale)
    expected = 1.0 + rule.blended(min_max(np.array([hit.score for hit in fused[:depth]])), read)
    final = {hit.passage_id: hit.score for hit in _blended(fused, _named(fused, read), rule)}
    assert [final[hit.passage_id] for hit in fused[:depth]] == pytest.approx(expected.tolist(), abs=1e-9)
