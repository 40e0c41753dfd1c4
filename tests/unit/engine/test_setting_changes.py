from dataclasses import replace

import pytest

from search_app.engine.deep_lists import DeepLists
from search_app.engine.setting_changes import smallest_first
from search_app.engine.simulation import Simulation
from search_app.engine.why_sentences import change as change_text
from search_app.fusion import FusionRule
from search_app.ranking.profile import Profile
from search_app.ranking.program import fuse_lists
from search_app.records import Hit, Query, Ranking


class ListLane:
    def __init__(self, name, ids):
        self.name, self.ids, self.asked = name, ids, []

    def search(self, depth):
        self.asked.append(depth)
        count = len(self.ids)
        return Ranking(
            self.name, tuple(Hit(each, float(count - n)) for n, each in enumerate(self.ids))[:depth]
        )


def _profile(lanes=("dense", "bm25"), depth=200, weights=()):
    return Profile(
        lanes=lanes, depth=depth, fusion=FusionRule("rrf", 60.0, dict(weights)), feedback=None, rerank=None
    )


def _lists(depth, limit=1, **ids):
    lanes = {name: ListLane(name, each) for name, each in ids.items()}
    query = Query("q", limit=limit)
    rankings = [lane.search(depth) for lane in lanes.values()]
    return query, lanes, DeepLists(lanes, rankings, 100)


def _changes(profile, wanted, limit=1, **ids):
    query, _, lists = _lists(profile.depth, limit, **ids)
    simulation = Simulation(query, lists, None, None, {})
    standings = {lane: lists.standing(lane, wanted) for lane in lists.lanes}
    fused = [hit.passage_id for hit in fuse_lists(profile, lists, limit).hits]
    rank = fused.index(wanted) + 1 if wanted in fused else None
    return simulation, smallest_first(profile, standings, rank, lambda p: simulation.shown_rank(wanted, p))


def test_lists_grow_only_as_far_as_needed_and_know_what_does_not_match():
    _, lanes, lists = _lists(2, dense=list("abcdefghij"), bm25=list("abc"))
    assert lists.standing("dense", "b").rank == 2
    assert lanes["dense"].asked == [2]
    assert lists.standing("dense", "d").rank == 4
    assert lists.standing("bm25", "j") is None
    assert lists.hits("dense", 3) == (Hit("a", 10.0), Hit("b", 9.0), Hit("c", 8.0))
    lists.grow_until_any(["nobody"])
    assert len(lists.known("dense")) == 10


def test_the_nearest_weight_is_sufficient_and_a_little_less_is_not():
    # b: 1/61 from bm25 and 1/62 from dense; a: 1/61 from dense and 1/63 from bm25.
    profile = _profile(weights={"dense": 2.0})
    simulation, changes = _changes(profile, "b", dense=list("ab"), bm25=list("bca"))
    assert {change.setting for change in changes} == {"fusion.weights.dense", "fusion.weights.bm25"}
    assert [change.size for change in changes] == sorted(change.size for change in changes)
    for change in changes:
        lane = change.setting.rpartition(".")[2]
        back = 0.03 if change.needed < change.current else -0.03
        less = _profile(weights={**profile.fusion.weights, lane: change.needed + back})
        assert simulation.shown_rank("b", change.profile) == 1
        assert simulation.shown_rank("b", less) is None


def test_the_depth_that_reaches_it_is_named():
    profile = _profile(depth=2)
    _, changes = _changes(profile, "d", limit=2, dense=list("abcd"), bm25=list("efd"))
    (depth,) = (change for change in changes if change.setting == "depth")
    assert (depth.current, depth.needed) in {(2, 3), (2, 4)}


def test_a_shallower_depth_that_drops_its_rivals_is_named():
    # d leads bm25 alone; a, b and c stand in both lanes.
    profile = _profile(depth=40)
    dense = [*"xyzuvw", "a", "b", "c"]
    simulation, changes = _changes(profile, "d", limit=2, dense=dense, bm25=list("dabc"))
    (depth,) = (change for change in changes if change.setting == "depth")
    assert depth.current == 40
    assert simulation.shown_rank("d", depth.profile)
    assert simulation.shown_rank("d", replace(profile, depth=int(depth.needed) + 1)) is None


def test_nothing_is_named_when_nothing_helps():
    profile = _profile(lanes=("dense",))
    assert _changes(profile, "z", dense=list("abc"))[1] == []
    assert _changes(profile, "b", dense=list("abc"))[1] == []


@pytest.mark.parametrize("weight", [0.0, 1.0])
def test_leaving_a_lane_out_counts_as_the_largest_change_of_a_weight(weight):
    profile = _profile(weights={"bm25": weight})
    _, changes = _changes(profile, "a", dense=list("ab"), bm25=[])
    assert all(change.size <= 5.0 for change in changes)


def test_numbers_that_a_part_declares_as_tried_are_tried_too():
    # b is eighth of both lanes, a leads one: up to a constant of 6 the lead counts more.
    lists = {"dense": list("acdefghb"), "bm25": list("ijklmnob")}
    _, changes = _changes(_profile(), "a", **lists)
    (constant,) = (change for change in changes if change.setting == "fusion.k")
    assert (constant.current, constant.needed) == (60.0, 5.0)
    assert change_text(constant, 1) == "With 5 instead of 60 as k of the fusion it would stand at rank 1."
    without_constant = replace(_profile(), fusion=FusionRule("zscore", 60.0, {}))
    assert "fusion.k" not in {change.setting for change in _changes(without_constant, "a", **lists)[1]}
