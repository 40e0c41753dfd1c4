from hypothesis import given
from hypothesis import strategies as st

from search_app.records import Hit
from search_app.stores.top_hits import top_hits


@given(st.lists(st.sampled_from([1.0, 0.5, 0.25]), max_size=300), st.integers(0, 120), st.randoms())
def test_ties_are_cut_by_id_whatever_order_the_engine_keeps(scores, limit, random):
    hits = [Hit(f"{number:03}", score) for number, score in enumerate(scores)]
    engine_order = hits[:]
    random.shuffle(engine_order)
    engine_order.sort(key=lambda hit: -hit.score)
    expected = sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))[:limit]
    assert top_hits(lambda wanted: engine_order[:wanted], limit) == expected


def test_one_request_is_enough_without_ties():
    asked = []

    def search(wanted):
        asked.append(wanted)
        return [Hit(str(number), -float(number)) for number in range(wanted)]

    assert len(top_hits(search, 10)) == 10
    assert len(asked) == 1


def test_an_endless_tie_ends():
    hits = [Hit(f"{number:06}", 1.0) for number in range(100_000)]
    assert len(top_hits(lambda wanted: hits[:wanted], 10)) == 10
