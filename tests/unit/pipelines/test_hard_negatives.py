import json

import numpy as np
import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_beir

from pipelines.judged.beir_folder import BeirFolder
from pipelines.mine.hard_negatives import mine
from pipelines.recipe import Negatives

NAMES = [f"d{place}" for place in range(len(SUBJECTS))]


class FixedLane:
    """Ranks the passages in a given order, whatever is asked."""

    def __init__(self, order, name="fixed"):
        self.order, self.name = order, name

    def search(self, queries, depth):
        ranking = [(name, float(len(self.order) - place)) for place, name in enumerate(self.order[:depth])]
        return [ranking for _ in queries]


@pytest.fixture
def animals(tmp_path):
    return BeirFolder(write_tiny_beir(tmp_path / "animals"))


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text(animals, name):
    return dict(animals.passages())[name]


def test_negatives_follow_the_ranking_and_leave_out_the_answer(animals, tmp_path):
    report = mine(animals, "train", [FixedLane(NAMES)], Negatives(per_query=2), tmp_path / "out.jsonl")
    first = rows(tmp_path / "out.jsonl")[0]
    assert first["positive"] == text(animals, "d0")
    assert first["negatives"] == [text(animals, "d1"), text(animals, "d2")]
    assert report.written == len(SUBJECTS)
    assert report.skipped["judged, or the text of a judged or chosen passage"] >= 1


def test_the_window_leaves_out_the_top_ranks(animals, tmp_path):
    mine(animals, "train", [FixedLane(NAMES)], Negatives(per_query=1, skip=4), tmp_path / "out.jsonl")
    assert rows(tmp_path / "out.jsonl")[0]["negatives"] == [text(animals, "d4")]


def test_lanes_take_turns(animals, tmp_path):
    lanes = [FixedLane(NAMES[1:4]), FixedLane(NAMES[8:11])]
    mine(animals, "train", lanes, Negatives(per_query=2), tmp_path / "out.jsonl")
    assert rows(tmp_path / "out.jsonl")[0]["negatives"] == [text(animals, "d1"), text(animals, "d8")]


def test_the_margin_drops_candidates_close_to_the_answer(animals, tmp_path):
    report = mine(
        animals, "train", [FixedLane(NAMES)], Negatives(per_query=1, margin=0.5), tmp_path / "out.jsonl"
    )
    assert rows(tmp_path / "out.jsonl")[0]["negatives"] == [text(animals, "d6")]
    assert report.skipped["candidate closer than the margin"] > 0


def test_queries_with_too_few_negatives_are_counted(animals, tmp_path):
    report = mine(animals, "train", [FixedLane(NAMES[:2])], Negatives(per_query=3), tmp_path / "out.jsonl")
    assert report.written == 0
    assert report.skipped["query with too few negatives"] == len(SUBJECTS)


def test_a_random_part_is_the_same_for_the_same_seed(animals, tmp_path):
    for name in ("a", "b"):
        mine(animals, "train", [FixedLane(NAMES)], Negatives(), tmp_path / name, max_queries=3, seed=5)
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text()
    assert len(rows(tmp_path / "a")) == 3


def test_a_random_choice_stays_in_the_window_and_repeats_with_its_seed(animals, tmp_path):
    options = Negatives(per_query=1, skip=4, depth=10, choice="random")
    for name in ("a", "b"):
        mine(animals, "train", [FixedLane(NAMES)], options, tmp_path / name, seed=5)
    assert (tmp_path / "a").read_text() == (tmp_path / "b").read_text()
    drawn = {row["negatives"][0] for row in rows(tmp_path / "a")}
    assert drawn <= {text(animals, name) for name in NAMES[4:10]}
    assert len(drawn) > 1, "not always the first of the window"


def test_a_query_gives_a_row_for_each_of_its_relevant_passages_with_other_negatives(animals, tmp_path):
    with (animals.path / "qrels" / "train.tsv").open("a", encoding="utf-8") as stream:
        stream.write("q0\td5\t1\nq0\td6\t1\n")
    lanes = [FixedLane(NAMES[:6])]
    mine(animals, "train", lanes, Negatives(per_query=2), tmp_path / "one.jsonl")
    report = mine(animals, "train", lanes, Negatives(per_query=2, rows_per_query=3), tmp_path / "out.jsonl")
    first, second = rows(tmp_path / "out.jsonl")[:2]
    assert first == rows(tmp_path / "one.jsonl")[0]
    assert first["query"] == second["query"]
    assert second["positive"] == text(animals, "d5")
    assert second["negatives"] == [text(animals, "d3"), text(animals, "d4")]
    assert report.skipped["row with too few negatives"] == 1, "the third would need two more"
    assert report.written == len(rows(tmp_path / "one.jsonl")) + 1


class NamedAnswers:
    """Holds the passages with some word for answers."""

    def __init__(self, *words):
        self.words = words

    def score(self, query, texts):
        return np.array([1.0] + [2.0 * any(word in text for word in self.words) for text in texts[1:]])


def test_the_judge_drops_likely_answers_and_says_how_many(animals, tmp_path):
    options = Negatives(per_query=1, filter_model="cross-encoder")
    judge = NamedAnswers("dog", "owl")
    report = mine(animals, "train", [FixedLane(NAMES)], options, tmp_path / "out.jsonl", judge=judge)
    assert rows(tmp_path / "out.jsonl")[0]["negatives"] == [text(animals, "d3")]
    assert report.skipped["likely answer, by the cross-encoder"] > 0
    said = json.loads((tmp_path / "out.report.json").read_text())
    assert said == {"written": report.written, "skipped": dict(report.skipped)}


def test_the_sparse_lane_ranks_by_inner_product(tiny_bundles, monkeypatch):
    from pipelines.mine import sparse_lane
    from search_app.encoders.sparse import OnnxSparseEncoder

    monkeypatch.setattr(sparse_lane, "_ROWS", 2)
    texts = ["the cat sleeps", "the dog eats", "a bee", "the cat and the dog", "honey"]
    encoder = OnnxSparseEncoder(tiny_bundles.sparse, 1)
    (query,) = encoder.encode_queries(["cat dog"])
    expected = {}
    for name, vector in enumerate(encoder.encode_passages(texts)):
        weights = dict(zip(vector.indices, vector.values, strict=True))
        expected[str(name)] = sum(
            v * weights.get(i, 0.0) for i, v in zip(query.indices, query.values, strict=True)
        )
    with sparse_lane.SparseMiningLane(
        [(str(n), t) for n, t in enumerate(texts)], tiny_bundles.sparse
    ) as lane:
        (found,) = lane.search(["cat dog"], 3)
    best = sorted((score for score in expected.values() if score > 0), reverse=True)[:3]
    assert [score for _, score in found] == pytest.approx(best)
    assert all(score == pytest.approx(expected[name]) for name, score in found)
