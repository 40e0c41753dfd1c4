import json

import numpy as np
import pytest

from pipelines.data.pair_file import TrainingPair
from pipelines.distil.score_pairs import score_pairs
from search_app.errors import CorruptError

PAIRS = [TrainingPair(f"q{number}", "p" * number, ("n",)) for number in range(1, 6)]


class LengthTeacher:
    """The longer the better; dies after a number of queries when asked to."""

    def __init__(self, factor=1.0, dies_after=None):
        self.factor, self.dies_after, self.asked = factor, dies_after, 0

    def score(self, query, texts):
        if self.asked == self.dies_after:
            raise KeyboardInterrupt
        self.asked += 1
        return np.array([self.factor * len(text) for text in texts], dtype=np.float32)


def test_teachers_are_averaged(tmp_path):
    found = score_pairs(PAIRS[:2], [LengthTeacher(1.0), LengthTeacher(3.0)], tmp_path / "s.jsonl")
    assert [pair.scores for pair in found] == [(2.0, 2.0), (4.0, 2.0)]


def test_a_killed_scoring_goes_on_where_it_stopped(tmp_path):
    whole = score_pairs(PAIRS, [LengthTeacher()], tmp_path / "whole.jsonl")
    with pytest.raises(KeyboardInterrupt):
        score_pairs(PAIRS, [LengthTeacher(dies_after=3)], tmp_path / "s.jsonl")
    with (tmp_path / "s.jsonl").open("a") as stream:
        stream.write('{"query": "torn')
    teacher = LengthTeacher()
    assert score_pairs(PAIRS, [teacher], tmp_path / "s.jsonl") == whole
    assert teacher.asked == 2
    assert (tmp_path / "s.jsonl").read_text() == (tmp_path / "whole.jsonl").read_text()


def test_scores_of_other_pairs_are_refused(tmp_path):
    (tmp_path / "s.jsonl").write_text(json.dumps({"query": "other", "scores": [1.0, 2.0]}) + "\n")
    with pytest.raises(CorruptError, match="other pairs"):
        score_pairs(PAIRS, [LengthTeacher()], tmp_path / "s.jsonl")
