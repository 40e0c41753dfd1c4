from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.fusion import FUSION_METHODS, FusionRule, min_max
from search_app.records import Hit, Ranking


def ranking(lane: str, *ids: str) -> Ranking:
    return Ranking(lane, tuple(Hit(name, float(len(ids) - place)) for place, name in enumerate(ids)))


def fused(method: str, rankings: list[Ranking], weights: dict[str, float] | None = None) -> list[Hit]:
    return FusionRule(method, weights=weights or {}).fuse(rankings)


def test_ranks_count_from_one_with_the_papers_constant():
    hits = fused("rrf", [ranking("dense", "a", "b"), ranking("bm25", "b", "c")])
    scores = {hit.passage_id: hit.score for hit in hits}
    assert scores == pytest.approx({"b": 1 / 62 + 1 / 61, "a": 1 / 61, "c": 1 / 62})
    assert [hit.passage_id for hit in hits] == ["b", "a", "c"]


def test_weights_scale_a_lane_and_unnamed_lanes_count_one():
    hits = fused("rrf", [ranking("dense", "a"), ranking("bm25", "b")], {"dense": 3.0})
    assert {h.passage_id: h.score for h in hits} == pytest.approx({"a": 3 / 61, "b": 1 / 61})


def test_weighted_fusion_adds_min_max_scores_and_gives_nothing_for_absence():
    rankings = [ranking("dense", "a", "b", "c"), ranking("bm25", "c", "a")]
    hits = fused("weighted", rankings, {"bm25": 0.5})
    assert {h.passage_id: h.score for h in hits} == pytest.approx({"a": 1.0, "b": 0.5, "c": 0.5})


def test_ties_are_broken_by_id_whatever_the_order_of_lanes():
    one = fused("rrf", [ranking("dense", "b"), ranking("bm25", "a")])
    other = fused("rrf", [ranking("bm25", "a"), ranking("dense", "b")])
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


LANE_SCORES = st.lists(st.floats(-1e3, 1e3, allow_subnormal=False), max_size=8)


def scored(lane: str, scores: list[float]) -> Ranking:
    return Ranking(lane, tuple(Hit(f"p{n}", score) for n, score in enumerate(sorted(scores, reverse=True))))


def test_z_scores_count_from_the_lanes_last_hit():
    hits = fused("zscore", [scored("dense", [3.0, 2.0, 1.0]), ranking("bm25", "p2")], {"bm25": 0.5})
    deviation = (2 / 3) ** 0.5
    expected = {"p0": 2 / deviation, "p1": 1 / deviation, "p2": 0.5}
    assert {h.passage_id: h.score for h in hits} == pytest.approx(expected)


def complete(lane: str, scores: list[float], asked: int) -> Ranking:
    """A lane's whole list: what it did not return scores 0."""
    return replace(scored(lane, scores), asked=asked, rest=0.0)


def test_a_complete_list_is_as_long_as_what_was_asked_for():
    short, long = complete("bm25", [4.0, 2.0], 5), scored("bm25", [4.0, 2.0, 0.0, 0.0, 0.0])
    given_by = {h.passage_id: h.score for h in fused("zscore", [short])}
    assert given_by == pytest.approx({h.passage_id: h.score for h in fused("zscore", [long])[:2]})
    assert {h.passage_id: h.score for h in fused("weighted", [short])} == {"p0": 1.0, "p1": 0.5}
    assert [h.passage_id for h in fused("zscore", [short])] == ["p0", "p1"]


def test_a_short_list_of_all_passages_tells_how_many_there_are():
    short = complete("bm25", [4.0], 200)
    all_three = replace(scored("dense", [3.0, 2.0, 1.0]), asked=200)
    by_lane = FusionRule("zscore", weights={}).parts([short, all_three])
    assert by_lane["p0"]["bm25"] == pytest.approx(4.0 / np.std([4.0, 0.0, 0.0]))
    failed = replace(all_three, hits=(), failure="late")
    by_lane = FusionRule("zscore", weights={}).parts([short, failed])
    assert by_lane["p0"]["bm25"] == pytest.approx(200 / 199**0.5)


@given(st.floats(1e-3, 1e3), st.lists(st.floats(-1, 1), min_size=2, max_size=200))
def test_what_a_lane_alone_returns_counts_more_than_the_best_of_many(score, dense):
    """One passage of 200 deviates by 199 / sqrt(199) deviations: no best of 200 deviates by more."""
    alone = complete("bm25", [score], 200)
    many = scored("dense", dense)
    lone = fused("zscore", [alone])[0].score
    assert lone == pytest.approx(200 / 199**0.5)
    assert lone >= fused("zscore", [many])[0].score - 1e-6 or max(dense) == min(dense)


@given(LANE_SCORES, st.integers(0, 300))
def test_the_rest_changes_no_order_within_a_lane(scores, asked):
    positive = sorted({abs(score) + 0.5 for score in scores}, reverse=True)
    for method in FUSION_METHODS:
        hits = fused(method, [complete("bm25", positive, asked)])
        assert [hit.passage_id for hit in hits] == [f"p{n}" for n in range(len(positive))]
        assert all(hit.score >= 0 for hit in hits)


@given(LANE_SCORES.filter(len), st.integers(0, 8))
def test_a_list_as_long_as_asked_for_and_one_that_knows_no_rest_are_taken_as_they_are(scores, cut):
    known, unknown = complete("bm25", scores, len(scores)), scored("bm25", scores)
    for method in FUSION_METHODS:
        assert fused(method, [known]) == fused(method, [unknown])
        assert fused(method, [known.cut(cut)]) == fused(method, [unknown.cut(cut)])


@given(st.sampled_from(FUSION_METHODS), LANE_SCORES, LANE_SCORES, st.floats(0.01, 5))
def test_parts_add_up_to_the_fused_score(method, dense, bm25, weight):
    rankings = [scored("dense", dense), complete("bm25", [abs(score) for score in bm25], 20)]
    rule = FusionRule(method, weights={"bm25": weight})
    parts = rule.parts(rankings)
    assert {hit.passage_id: pytest.approx(hit.score) for hit in rule.fuse(rankings)} == {
        passage_id: sum(lanes.values()) for passage_id, lanes in parts.items()
    }


@given(LANE_SCORES, LANE_SCORES, st.floats(0.01, 5))
def test_every_method_multiplies_what_a_lane_gives_by_its_weight(dense, bm25, weight):
    rankings = [scored("dense", dense), scored("bm25", bm25)]
    for name in FUSION_METHODS:
        plain = FusionRule(name, weights={}).parts(rankings)
        weighed = FusionRule(name, weights={"bm25": weight}).parts(rankings)
        assert weighed == {
            passage_id: {
                lane: pytest.approx(part * (weight if lane == "bm25" else 1)) for lane, part in lanes.items()
            }
            for passage_id, lanes in plain.items()
        }
