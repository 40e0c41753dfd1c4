import numpy as np
import pytest

from search_app.explain.leave_one_out import explain_rerank, without
from search_app.records import Passage
from search_app.rerankers.cross_encoder import OnnxCrossEncoder


@pytest.fixture(scope="module")
def reranker(tiny_bundles):
    return OnnxCrossEncoder(tiny_bundles.cross_encoder, threads=1)


def _passage(text, title=""):
    return Passage("d", 0, 0, len(text), text, title)


class Counting:
    fingerprint = "counting"

    def __init__(self):
        self.asked = []

    def score(self, query, texts):
        self.asked.append(list(texts))
        return np.array([float(text.count("cat")) - text.count("dog") for text in texts], dtype=np.float32)


def test_the_words_the_score_depends_on_come_first(reranker):
    found = explain_rerank("cat bread", _passage("a cat eats bread on the road"), reranker)
    assert [(each.token, each.weight, each.spans) for each in found] == [
        ("cat", 1.0, ((2, 5),)),
        ("bread", 1.0, ((11, 16),)),
    ]
    assert {(each.lane, each.kind) for each in found} == {("rerank", "share")}


def test_a_word_that_speaks_against_the_passage_is_negative():
    found = explain_rerank("q", _passage("cat and dog"), Counting())
    assert [(each.token, each.weight) for each in found] == [("cat", 1.0), ("dog", -1.0)]


def test_everything_is_scored_in_one_call_of_bounded_size():
    counting = Counting()
    found = explain_rerank("q", _passage("one two three " * 60 + "cat"), counting)
    assert len(counting.asked) == 1
    assert 33 <= len(counting.asked[0]) <= 65
    assert [each.token for each in found][0].endswith("cat")


def test_words_beyond_the_window_are_left_alone(reranker):
    read = reranker.characters_read("cat", "the " * 100 + "cat")
    assert 0 < read < 400
    assert explain_rerank("cat", _passage("the " * 100 + "cat"), reranker) == []
    assert reranker.characters_read("cat", "the cat") == 7


def test_a_word_of_the_title_has_no_place_in_the_text(reranker):
    (found,) = explain_rerank("cat", _passage("bread", title="Cat"), reranker)
    assert (found.token, found.spans) == ("Cat", ())


def test_a_passage_without_words_has_nothing_to_leave_out(reranker):
    assert explain_rerank("cat", _passage(" \n "), reranker) == []


def test_without_cuts_the_spans_out():
    assert without("abcdef", [(0, 1), (3, 5)]) == "bcf"
    assert without("abc", []) == "abc"
