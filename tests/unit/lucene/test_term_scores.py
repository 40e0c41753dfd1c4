from dataclasses import dataclass

import pytest

from search_app.lucene.analyzer import AnalyzedWord
from search_app.lucene.explanation import contributions, term_scores


@dataclass
class Number:
    value: float

    def doubleValue(self) -> float:  # noqa: N802 - Java's name
        return self.value


@dataclass
class Node:
    value: float
    description: str
    details: tuple["Node", ...] = ()

    def getValue(self) -> Number:  # noqa: N802 - Java's name
        return Number(self.value)

    def getDescription(self) -> str:  # noqa: N802 - Java's name
        return self.description

    def getDetails(self) -> tuple["Node", ...]:  # noqa: N802 - Java's name
        return self.details


def weight(term: str, value: float) -> Node:
    below = (Node(3.0, "idf, computed as"), Node(0.5, "tf, computed as"))
    return Node(value, f"weight(contents:{term} in 7) [BM25Similarity], result of:", below)


def test_a_single_term_is_the_root():
    assert term_scores(weight("cat", 1.5)) == {"cat": 1.5}


def test_terms_are_found_below_sums():
    tree = Node(
        6.0, "sum of:", (Node(3.5, "sum of:", (weight("cat", 1.5), weight("dog", 2.0))), weight("x", 2.5))
    )
    assert term_scores(tree) == {"cat": 1.5, "dog": 2.0, "x": 2.5}


def test_no_match_has_no_terms():
    assert term_scores(Node(0.0, "no matching clause")) == {}


def test_contributions_show_the_word_of_the_passage_else_of_the_query():
    text = "Cells divide. A cell rests."
    words = [AnalyzedWord("cell", 0, 5, 0), AnalyzedWord("divid", 6, 12, 1), AnalyzedWord("cell", 16, 20, 3)]
    found = contributions({"cell": 1.0, "vitamin": 2.0}, {"cell": "cell", "vitamin": "Vitamins"}, words, text)
    assert [(c.token, c.weight, c.spans) for c in found] == [
        ("Vitamins", 2.0, ()),
        ("Cells", 1.0, ((0, 5), (16, 20))),
    ]
    assert {(c.lane, c.kind) for c in found} == {("bm25", "literal")}


def test_contributions_keep_the_sum():
    scores = {f"t{i}": 0.1 * i for i in range(50)}
    assert sum(c.weight for c in contributions(scores, {}, [], "")) == pytest.approx(sum(scores.values()))
