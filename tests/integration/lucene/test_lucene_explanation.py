import pytest

QUERIES = [
    "immutable sequence of items",
    "iterators",
    "keys keys values, unique unique unique",
    "runner 😀 files naïve",
    "what are the threads that share state",
]


@pytest.mark.parametrize("text", QUERIES)
def test_contributions_of_every_hit_sum_to_its_score(searcher, passages, text):
    by_id = {passage.id: passage for passage in passages}
    hits = searcher.search(text, 100)
    assert hits
    for hit in hits:
        explained = searcher.explain(text, by_id[hit.passage_id])
        assert sum(one.weight for one in explained) == pytest.approx(hit.score, rel=1e-5)
        assert all(one.weight > 0 for one in explained)


def test_spans_lead_to_the_words_as_they_were_written(build, make_passage):
    text = "😀 Running dogs run. A runner’s 🏃 DOG ran; hot-dog."
    passage = make_passage("a", text, title="Cats and dogs")
    searcher = build([passage, make_passage("b", "other words")])
    explained = {
        one.token: [text[start:end] for start, end in one.spans]
        for one in searcher.explain("dog running cat's", passage)
    }
    assert explained == {"Running": ["Running", "run"], "dogs": ["dogs", "DOG", "dog"], "cat's": []}


def test_a_passage_that_does_not_match_or_is_not_there_has_no_contributions(searcher, passages, make_passage):
    assert searcher.explain("nothing-like-this", passages[0]) == []
    assert searcher.explain("", passages[0]) == []
    assert searcher.explain("items", make_passage("stranger", "items")) == []


def test_largest_contribution_first(searcher, passages):
    weights = [one.weight for one in searcher.explain("list order items sequence", passages[0])]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) == 4
